/** Facts of the letters to judges. `round` is the key of the contest's rounds: a reply is bound to it. */
import { z } from 'zod';
import { offered } from './desk.ts';

const iso = z.string();
const named = z.object({ code: z.string(), title: z.string().nullable() });
const common = { judge: z.string(), round: z.string(), roundName: z.string() };
const open = z.object({ dueAt: iso, locksAt: iso });

/** A line of the form; score as people write it, null = not given */
const row = z.object({ n: z.number(), name: z.string(), points: z.number(), score: z.string().nullable() });
export type FormRow = z.infer<typeof row>;

/** A sheet as staff see it: whose, and its total as people write it */
const given = z.object({ judge: z.string(), total: z.string() });
const divided = named.extend({ sheets: z.array(given).min(2), /** highest total less lowest */ spread: z.string() });
/** Why nobody can be asked by the service about sheets that lie apart; the last three are about the chair. */
export const unasked = ['nobody', 'too-late', 'no-chair', 'several-chairs', 'chair-conflict'] as const;

/** Why a chair's answer changed nothing. changed: the sheets are others than the letter showed; declined: a conflict, or a refusal */
export const chairRefusals = ['not-a-number', 'out-of-range', 'too-precise', 'two-answers', 'other-entry', 'changed', 'settled', 'closed', 'declined', 'needs-reason'] as const;
export type ChairRefusal = (typeof chairRefusals)[number];

export const judgeRefusals = [
  // of a score, src/judging/reply.ts
  'not-a-number', 'out-of-range', 'too-precise', 'two-answers', 'mistyped-code', 'no-code', 'other-form', 'file-not-read',
  // of a matter; which-first = NHẬN is about all but entries that a line means to give back, and it cannot be said which
  'needs-reason', 'which-first', 'not-yours', 'not-any-more', 'other-round', 'withdrawn', 'locked', 'closed', 'too-late', 'already', 'outdated',
] as const;
export type JudgeRefusal = (typeof judgeRefusals)[number];

export const judgingFacts = {
  'judge-invitation': z.object({ ...common, ...open.shape, /** for each entry, as people take */ minutes: z.number(), entries: z.array(named).min(1) }),
  'judge-package': z.object({
    ...common, ...open.shape, part: z.number(), parts: z.number(), blind: z.boolean(), decimals: z.number(), total: z.number(),
    entries: z.array(named.extend({ areas: z.array(z.string()), files: z.array(z.string()), /** not read, or too large to send */ withheld: z.number(), /** files that come along as they were sent in, by the names that they have here */ released: z.array(z.string()).default([]), rows: z.array(row).min(1) })).min(1),
  }),
  /** a file that staff released after its judge had got the package; in it nothing is masked */
  'judge-file': z.object({ ...common, ...open.shape, /** every criterion has its score already */ scored: z.boolean(), entries: z.array(named.extend({ file: z.string(), /** bytes */ size: z.number() })).min(1) }),
  /** what a reply did, line by line */
  'judge-read': z.object({
    ...common, ...open.shape, receivedAt: iso,
    accepted: z.array(named), declined: z.array(named.extend({ reason: z.string() })), conflicts: z.array(named.extend({ reason: z.string() })),
    paused: z.boolean(), resumed: z.boolean(),
    sheets: z.array(named.extend({ complete: z.boolean(), /** as people write it */ sum: z.string(), total: z.number(), rows: z.array(row), comment: z.string().nullable() })),
    refused: z.array(z.object({ line: z.string(), code: z.string().nullable(), why: z.enum(judgeRefusals) })),
    /** what is left of this round: not answered, and not or not wholly scored */
    unanswered: z.number(), unscored: z.array(z.string()), moreUnscored: z.number(), /** the round is locked or closed: nothing is taken any more */ over: z.boolean().default(false),
  }),
  /** all that is open, in one letter */
  'judge-reminder': z.object({
    ...common, ...open.shape, late: z.boolean(), unanswered: z.number(),
    entries: z.array(named.extend({ stands: z.enum(['unanswered', 'untouched', 'draft']) })).min(1), more: z.number(),
  }),
  /** to staff: somebody else is needed, and who could */
  'judge-substitute': z.object({
    ...common, address: z.string(), why: z.enum(['declined', 'conflict', 'away', 'late', 'unreachable']), /** of 'away': until then, null = not known */ until: iso.nullable(),
    /** of 'unreachable': what the server said of `address`, and to which other address of theirs the letter went; null = they have none */ said: z.string().nullable().default(null), other: z.string().nullable().default(null), dueAt: iso,
    entries: z.array(named.extend({ reason: z.string().nullable(), /** load = entries that they have */ substitute: z.object({ name: z.string(), address: z.string(), load: z.number() }).nullable() })).min(1), more: z.number(),
  }),
  /** to staff: sheets lie too far apart; who would be asked beside the others waits for their word (code of the batch) */
  'further-judge-request': offered.extend({
    round: z.string(), roundName: z.string(), entry: divided, gap: z.string(),
    asked: z.object({ name: z.string(), agency: z.string().nullable(), address: z.string(), load: z.number(), panel: z.enum(['panel', 'other-panel', 'no-area']), namesake: z.boolean() }),
    ...open.shape, /** the due date is not the round's */ own: z.boolean(),
    /** who was asked for this entry and gave it back */
    before: z.array(z.object({ judge: z.string(), reason: z.string().nullable() })),
    /** the letter that would leave */
    subject: z.string(), text: z.string(), askedAt: iso, /** two people have to approve */ fourEyes: z.boolean(),
  }),
  /** to staff: one more judge did not settle it; what the chair would be asked waits for their word (code of the batch) */
  'chair-proposal': offered.extend({
    round: z.string(), roundName: z.string(), entry: divided, gap: z.string(),
    chair: z.object({ name: z.string(), address: z.string(), /** is one of those who scored it */ judged: z.boolean() }), answerBy: iso,
    /** the letter that would leave, and what it carries */
    subject: z.string(), text: z.string(), files: z.array(z.string()), askedAt: iso, fourEyes: z.boolean(),
  }),
  /** to the chair: an entry whose judges do not agree, with the totals, and nobody's name. standing = of the sheets (src/judging/divergent.ts): the answer holds for these alone */
  'chair-request': z.object({ ...common, answerBy: iso, standing: z.string(), gap: z.string(), spread: z.string(), totals: z.array(z.string()).min(2), mean: z.string(),
    blind: z.boolean(), /** the most that counts */ most: z.number(), decimals: z.number(), withheld: z.number(), entries: z.array(named).length(1), files: z.array(z.string()) }),
  /** to the chair: what was noted, or why nothing was */
  'chair-read': z.object({ ...common, receivedAt: iso, standing: z.string(), most: z.number(), decimals: z.number(), entries: z.array(named).length(1),
    score: z.string().nullable(), opinion: z.string().nullable(), /** what counted before it: the mean, or an earlier word */ before: z.string().nullable(), line: z.string().nullable(), why: z.enum(chairRefusals).nullable() }),
  /** to staff: the chair has spoken */
  'chair-decided': z.object({ round: z.string(), roundName: z.string(), chair: z.string(), entry: divided, score: z.string(), before: z.string(), opinion: z.string().nullable(), receivedAt: iso }),
  /** to staff: sheets lie too far apart, and nobody can be asked by mail; about = what of it was told, once */
  'divergence-open': z.object({ round: z.string(), roundName: z.string(), gap: z.string(), locksAt: iso, locked: z.boolean(),
    entries: z.array(divided.extend({ about: z.string(), why: z.enum(unasked), /** the chair, where there is one */ chair: z.string().nullable(), reason: z.string().nullable() })).min(1) }),
  /** a reply that is nobody's to give */
  'judge-refused': z.object({ receivedAt: iso, why: z.enum(['other-sender', 'other-judge', 'left']) }),
  /** nothing more to do for these */
  'judge-released': z.object({ ...common, entries: z.array(named).min(1) }),
} as const;
