/** Facts of the letters to judges. `round` is the key of the contest's rounds: a reply is bound to it. */
import { z } from 'zod';

const iso = z.string();
const named = z.object({ code: z.string(), title: z.string().nullable() });
const common = { judge: z.string(), round: z.string(), roundName: z.string() };
const open = z.object({ dueAt: iso, locksAt: iso });

/** A line of the form; score as people write it, null = not given */
const row = z.object({ n: z.number(), name: z.string(), points: z.number(), score: z.string().nullable() });
export type FormRow = z.infer<typeof row>;

export const judgeRefusals = [
  // of a score, src/judging/reply.ts
  'not-a-number', 'out-of-range', 'too-precise', 'two-answers', 'mistyped-code', 'no-code',
  // of a matter
  'needs-reason', 'not-yours', 'not-any-more', 'other-round', 'withdrawn', 'locked', 'closed', 'too-late', 'already', 'outdated',
] as const;
export type JudgeRefusal = (typeof judgeRefusals)[number];

export const judgingFacts = {
  'judge-invitation': z.object({ ...common, ...open.shape, /** for each entry, as people take */ minutes: z.number(), entries: z.array(named).min(1) }),
  'judge-package': z.object({
    ...common, ...open.shape, part: z.number(), parts: z.number(), blind: z.boolean(), decimals: z.number(), total: z.number(),
    entries: z.array(named.extend({ areas: z.array(z.string()), files: z.array(z.string()), /** not read, or too large to send */ withheld: z.number(), rows: z.array(row).min(1) })).min(1),
  }),
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
    ...common, address: z.string(), why: z.enum(['declined', 'conflict', 'away', 'late']), /** of 'away': until then, null = not known */ until: iso.nullable(), dueAt: iso,
    entries: z.array(named.extend({ reason: z.string().nullable(), /** load = entries that they have */ substitute: z.object({ name: z.string(), address: z.string(), load: z.number() }).nullable() })).min(1), more: z.number(),
  }),
  /** a reply that is nobody's to give */
  'judge-refused': z.object({ receivedAt: iso, why: z.enum(['other-sender', 'other-judge', 'left']) }),
  /** nothing more to do for these */
  'judge-released': z.object({ ...common, entries: z.array(named).min(1) }),
} as const;
