/** Judging as contest.yaml sets it, and the words that judging's rows and letters share. */
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true, error: 'expected a date and time with its offset, as 2024-09-10T23:59:00+07:00' });
const positive = z.number().int().positive();

/** One criterion of a round's score sheet. */
const criterion = <T extends z.ZodType>(localized: T) => z.strictObject({
  /** names it in score sheets and results: never changed once sheets exist */
  key: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens'),
  name: localized,
  /** the most it can bring; the least is 0 */
  points: positive,
});

/** How a round is judged; a round without it is not judged from the mailbox. */
export const roundJudging = <T extends z.ZodType>(localized: T) => z.strictObject({
  /** judges for each entry */
  judges: positive.max(20).default(2),
  /** until when judges are asked for their scores */
  due: instant,
  /** from when on scores cannot be given or changed by mail; unset = a week after `due` */
  locks: instant.optional(),
  /** areas of a judge: preferred where the balance allows it, or the only ones */
  panels: z.enum(['prefer', 'only']).default('prefer'),
  /** what judges receive: a generated summary with names and agencies masked, or the documents; unset = as openQuestions.blindJudging says, else the summary */
  documents: z.enum(['blind', 'full']).optional(),
  rubric: z.array(criterion(localized)).min(1),
  /** decimals that a score may have */
  decimals: z.number().int().min(0).max(2).default(1),
  /** whoever is asked beside the others, since their sheets lie too far apart, has so many working days: no less than until `due`, and until half a day before `locks` at the most */
  furtherDays: positive.max(30).default(3),
  /** judges hear of what is still open so many days before and working days after `due` */
  remind: z.strictObject({ daysBefore: z.array(positive).default([7, 2]), daysAfter: z.array(positive).default([1, 4]) }).prefault({}),
});

/** Who may not judge what, beyond the same agency, the same person and what was declared. */
export const conflictSettings = z.strictObject({
  /** the judge's agency stands above the entry's */
  parent: z.boolean().default(true),
  /** the judge's agency stands below the entry's */
  subordinate: z.boolean().default(true),
});

/** An assignment from its approval to its end. Whether it was scored, its sheets say. */
export const assignmentStates = [
  'invited', // the judge was asked
  'accepted', // the judge said NHẬN
  'declined', 'conflict', // the judge refused, or declared a conflict
  'removed', // staff took it back, or gave it to another
] as const;
export type AssignmentState = (typeof assignmentStates)[number];

/** Whom sheets that lie too far apart call for. */
export const divergenceAsks = ['further-judge', 'chair'] as const;
export type DivergenceAsk = (typeof divergenceAsks)[number];

/** Why a judge may not judge an entry. 'name' alone is a warning: Vietnamese names collide. */
export const conflictGrounds = ['agency', 'parent', 'subordinate', 'email', 'phone', 'declared', 'declined', 'name'] as const;
export type ConflictGround = (typeof conflictGrounds)[number];

/** A pair of the proposal, and why this judge. */
export type ProposedPair = {
  entryId: string; code: string; memberId: string; judge: string;
  /** kept = assigned before and left alone */
  why: ('kept' | 'panel' | 'other-panel' | 'no-area' | 'balance')[];
};
/** An entry that would get fewer judges than asked for, and what is missing. */
export type Shortage = { entryId: string; code: string; wanted: number; got: number; /** judges without a conflict */ possible: number; cause: 'conflicts' | 'loads' };
export type JudgeLoad = { memberId: string; judge: string; kept: number; fresh: number; limit: number | null };
/** Pairs that were not considered, in words. @param kept begun before the conflict was known, so that it stays until people end it */
export type ConflictNote = { code: string; judge: string; ground: ConflictGround; told: string; kept?: true };

export type ProposalResult = {
  pairs: ProposedPair[];
  /** pairs of before, not begun, that the proposal ends */
  dropped: { assignmentId: string; code: string; judge: string }[];
  short: Shortage[];
  loads: JudgeLoad[];
  conflicts: ConflictNote[];
  objective: number;
  /** optimal = proven by the solver; gap = share by which it may still be worse than the best */
  proof: { status: 'optimal' } | { status: 'gap'; gap: number };
};
