/** What staff decides by replying: the words, what a letter offered, and the facts of the letters to staff's desk. */
import { z } from 'zod';
import { personRequestKinds } from './personal.ts';
import { paperChannels, paperProblems } from './paper.ts';

export const decisionWords = ['eligible', 'ineligible', 'supplement', 'approve', 'cancel'] as const;
export type DecisionWord = (typeof decisionWords)[number];
/** Those that are about an entry. */
export const entryWords = ['eligible', 'ineligible', 'supplement'] as const satisfies readonly DecisionWord[];
export type EntryWord = (typeof entryWords)[number];

export const approvalMatters = ['eligibility', 'launch', 'nudges', 'reminders', 'results', 'deadline', 'further-judge', 'chair', 'questions', 'other'] as const;
export type ApprovalMatter = (typeof approvalMatters)[number];
/** A letter of a batch, written: it leaves in exactly these words. `key` as of every letter (idempotency). */
export type ProposedLetter = {
  kind: string; key: string; to: string; entryId: string | null; code: string | null; facts: unknown; subject: string; text: string; html: string;
  /** of the entry whose outcome it tells, when it was written (src/desk/standing.ts): it leaves only while the entry stands so */
  standing?: string;
};

/** One decision that a letter to staff offers: bound to how the matter stood when the letter was written. */
export const offered = z.object({
  /** of an entry, or of a batch (approvalPrefix) */
  code: z.string(),
  /** of the entry; 0 for a batch */
  version: z.number(),
  /** fingerprint of all that staff was shown (src/desk/standing.ts); for a batch the hash of its list */
  standing: z.string(),
  words: z.array(z.enum(decisionWords)).min(1),
});
export type Offered = z.infer<typeof offered>;

/** Why an entry that was decided is open again: what was decided, when, and what came after it. */
export const reopened = z.object({
  word: z.enum(entryWords), at: z.string(), why: z.enum(['new-version', 'by-hand', 'overdue', 'not-arrived']),
  /** number of the change by hand, and whether it was taken back: that changes the entry, too */
  change: z.number().nullable(), undone: z.boolean(),
});
export type Reopened = z.infer<typeof reopened>;

/** Why a line of a staff reply, or a decision read from it, did nothing. */
export const refusals = [
  // as read: src/mail/kinds/decisions.ts
  'no-code', 'mistyped-code', 'needs-reason', 'several-meanings', 'two-answers', 'too-many',
  // as bound: src/desk/bind.ts
  'stale', 'already', 'gone', 'not-offered', 'other-word', 'entries-changed',
  // by the one who wires them: the sender's proof is missing; it cannot be done
  'not-proven',
  // a change of the deadline, where entries changed since its preview: a new one was sent
  'renewed', 'not-possible',
  // two people have to approve, and this one did so before
  'second-person',
  // of who is to be asked about sheets that lie apart: the sheets, or who can be asked, changed since
  'judging-changed',
] as const;
export type Refusal = (typeof refusals)[number];

/** What is done about an entry whose sheets lie too far apart: a further judge, or the chair, waits for staff's DUYỆT, was asked, or cannot be asked (the letter says why). */
export const dividedStands = ['judge-proposed', 'judge-asked', 'judge-none', 'chair-proposed', 'chair-asked', 'chair-none'] as const;
export type DividedStand = (typeof dividedStands)[number];

const iso = z.string();
const bar = z.object({ label: z.string(), count: z.number() });

export const deskFacts = {
  'staff-summary': z.object({
    /** how long it takes to decide all, as people do it */
    minutes: z.number(),
    window: z.object({ state: z.enum(['before', 'open', 'closed']), /** until opening or closing, or since closing */ days: z.number(), hours: z.number() }),
    decisions: z.array(offered.extend({
      what: z.enum(['eligibility', 'late', 'borderline', 'copy', 'recheck', 'batch']),
      title: z.string().nullable(), /** null where it is decided for the first time */ again: reopened.nullable(), reason: z.string(), /** in a line */ evidence: z.string().nullable(), /** other reasons that are not shown */ moreReasons: z.number(),
    })),
    /** not listed */
    moreDecisions: z.number(),
    total: z.number(), /** since the last summary */ fresh: z.number(), withdrawn: z.number(), late: z.number(), borderline: z.number(),
    /** of the total: handed in, and by post; letters that wait to be printed */
    hand: z.number().default(0), post: z.number().default(0), toPrint: z.number().default(0),
    byDay: z.array(bar), byArea: z.array(bar),
    /** entries without a decision that are seen otherwise since the last summary, for the lists or the rules changed; null = a point is gone */
    rechecked: z.array(z.object({ code: z.string(), reason: z.string().nullable() })).default([]), moreRechecked: z.number().default(0),
    /** who takes part in more entries than the contest allows one author; empty where it sets no limit */
    authorsOver: z.array(z.object({ name: z.string(), unit: z.string().nullable(), codes: z.array(z.string()) })).default([]), moreAuthorsOver: z.number().default(0),
    copies: z.array(z.object({ code: z.string(), other: z.string(), percent: z.number(), words: z.number() })), moreCopies: z.number(),
    bounced: z.array(z.object({ to: z.string(), /** of the entry it is about */ code: z.string().nullable(), subject: z.string(), said: z.string() })), moreBounced: z.number(),
    questions: z.array(z.object({ n: z.number().nullable().default(null), owner: z.string().nullable().default(null), from: z.string(), subject: z.string().nullable(), hours: z.number() })), moreQuestions: z.number(),
    /** what people asked about data of theirs and is due within two days, or overdue (schemas/personal.ts) */
    requests: z.array(z.object({ n: z.number(), what: z.enum(personRequestKinds), step: z.enum(['answer', 'done']), dueAt: iso, overdue: z.boolean() })).default([]),
    /** null where the contest has no list of agencies */
    coverage: z.object({ known: z.number(), of: z.number(), silent: z.array(z.string()), moreSilent: z.number() }).nullable(),
    /** null where nothing is judged now */
    judging: z.object({
      roundName: z.string(), dueAt: iso, late: z.boolean(), assigned: z.number(), complete: z.number(), draft: z.number(), unanswered: z.number(), /** entries with all of their sheets */ scored: z.number(), entries: z.number(),
      /** codes of entries with fewer judges than they need */ short: z.array(z.string()), moreShort: z.number(), judges: z.array(z.object({ name: z.string(), open: z.number() })), moreJudges: z.number(),
      /** whose scores are overdue, those with most first; since = the earliest date that passed */
      overdue: z.array(z.object({ name: z.string(), open: z.number(), since: iso })).default([]), moreOverdue: z.number().default(0),
      /** entries whose sheets lie too far apart, and how far that is seen to: who = judge or chair, where one is meant */
      divided: z.array(z.object({ code: z.string(), spread: z.string(), stands: z.enum(dividedStands), who: z.string().nullable() })).default([]), moreDivided: z.number().default(0),
    }).nullable().default(null),
    health: z.object({
      mailbox: z.object({ readAt: iso.nullable(), fine: z.boolean() }),
      oracle: z.object({ checkedAt: iso.nullable(), fine: z.boolean(), broken: z.number() }),
      /** letters that wait for release */
      drafts: z.number(),
    }),
  }),
  'approval-request': offered.extend({
    what: z.enum(approvalMatters),
    /** in a line, as the one who made it calls it */
    about: z.string(),
    letters: z.number(), recipients: z.number(),
    /** what the letters say, and to how many */
    kinds: z.array(bar),
    samples: z.array(z.object({ to: z.string(), subject: z.string(), text: z.string() })).max(3),
    /** of exactly the list and letters that were previewed */
    hash: z.string(),
    csv: z.object({ name: z.string(), rows: z.number(), attached: z.boolean() }),
    askedBy: z.string(), askedAt: iso,
    /** two people have to approve it; and the first of them, where one did */
    fourEyes: z.boolean().default(false), first: z.object({ by: z.string(), at: iso }).nullable().default(null),
  }),
  /** an entry on paper that a mail of staff brings: to be confirmed by the owner of the address */
  'paper-confirm': z.object({
    receivedAt: iso, from: z.string(),
    entry: z.object({ receivedAt: iso, channel: z.enum(paperChannels), name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable(), address: z.string().nullable(), title: z.string().nullable(), code: z.string().nullable(), files: z.array(z.string()) }),
  }),
  /** what became of it */
  'paper-answer': z.object({
    receivedAt: iso,
    problems: z.array(z.object({ why: z.enum(paperProblems), about: z.string().nullable() })),
    entries: z.array(z.object({ code: z.string(), title: z.string().nullable(), version: z.number() })),
    /** it was entered before, and nothing was entered again */
    before: z.boolean(),
    /** where its receipt went; null where it is to be printed: then the file that comes with this letter */
    sentTo: z.string().nullable(), receipt: z.string().nullable(),
  }),
  'decisions-read': z.object({
    receivedAt: iso,
    done: z.array(z.object({ code: z.string(), title: z.string().nullable(), word: z.enum(decisionWords), reason: z.string().nullable(), /** an approval that waits for a second person's */ awaitsSecond: z.boolean().default(false) })),
    refused: z.array(z.object({ line: z.string(), code: z.string().nullable(), word: z.enum(decisionWords).nullable(), why: z.enum(refusals), /** codes, where entries are the reason */ entries: z.array(z.string()), moreEntries: z.number() })),
    moreRefused: z.number(),
  }),
  'decision-confirm': z.object({
    receivedAt: iso, from: z.string(),
    decisions: z.array(offered.pick({ code: true, version: true, standing: true }).extend({ title: z.string().nullable(), word: z.enum(decisionWords), reason: z.string().nullable() })).min(1),
  }),
} as const;
