/** What an entry may serve by the plan: indices that it is to improve, investment (plan items 1 and 12). For reports alone: nothing is decided by a tag. */
import { z } from 'zod';
import { localizedSchema } from './localized.ts';

export const tagSchema = z.strictObject({
  /** names it in commands and records: never changed once entries have it */
  key: z.string().regex(/^(?!none$)[a-z][a-z0-9-]{0,40}$/, 'expected lower-case letters, digits and hyphens, and not the word none'),
  name: localizedSchema,
  /** where the plan has it, "Kế hoạch, mục I.1" */
  basis: z.string().min(1).optional(),
  /** words by which an entry may speak of it itself: people are shown the line, and say; matched folded */
  words: z.array(z.string().min(1)).default([]),
});

/** A tag that an entry's own words speak of, with the line. */
export type TagHint = { key: string; evidence: string };
