/** What the plan of a contest leaves to its rules (Thể lệ; plan items 19 and 34), and the letter that asks the committee. */
import { z } from 'zod';
import { localizedSchema } from './localized.ts';

const positive = z.number().int().positive();

/** Unset = staff decides, and nothing is checked. */
export const openQuestionsSchema = z.strictObject({
  maxEntriesPerAuthor: positive.optional(),
  acceptedFormats: z.array(z.string()).optional(),
  blindJudging: z.boolean().optional(),
  publishScores: z.boolean().optional(),
  complaintDays: positive.optional(),
  retentionMonths: positive.optional(),
  coverageDenominator: z.enum(['all-agencies', 'interested-agencies']).optional(),
});

/** `judging` stands for every round of which contest.yaml does not say how it is judged. */
export const openQuestionKeys = ['maxEntriesPerAuthor', 'acceptedFormats', 'blindJudging', 'publishScores', 'complaintDays', 'retentionMonths', 'coverageDenominator', 'judging'] as const;
export type OpenQuestionKey = (typeof openQuestionKeys)[number];

/** For the letter on open questions. */
export const questionsToCommitteeSchema = z.strictObject({
  /** what the plan says of them, by their keys; of others the letter says that the plan is silent */
  planSays: z.partialRecord(z.enum(openQuestionKeys), localizedSchema).default({}),
  /** what no setting decides and the rules should say all the same, each a question */
  others: z.array(localizedSchema).default([]),
});

export const openQuestionFacts = {
  /** to the committee: what nobody decided yet, and what happens meanwhile */
  'open-questions': z.object({
    questions: z.array(z.object({
      question: z.string(), planSays: z.string(), meanwhile: z.string(), /** once it is decided */ decided: z.string(), /** lines of contest.yaml that decide it, as they may look */ line: z.string(),
    })),
    others: z.array(z.string()),
    /** some of it was asked before: when; null = it is asked for the first time */
    before: z.string().nullable(),
    window: z.object({ state: z.enum(['before', 'open', 'closed']) }),
  }),
} as const;
