/** Passages that two texts share: what the engine finds, stores and hands to the check and the case file. Plain JSON. */
import { z } from 'zod';

/** From when on an overlap is shown to staff: so many words in all, or such a share of the entry's text. */
export const originalitySettings = z.strictObject({
  /** words that shared passages have together */
  leastWords: z.number().int().positive().default(60),
  /** 0 to 1, of the entry's words; a short text is shown by its share */
  leastShare: z.number().min(0).max(1).default(0.1),
});
export type OriginalitySettings = z.infer<typeof originalitySettings>;

/** Where a passage stands. */
export type PassagePlace = { /** null = the text of the mail, or a text without a file */ file: string | null; /** from 1 */ line: number; text: string };

/** What an entry shares with one other text. */
export type Overlap = {
  with: { /** of an entry; null for others */ code: string | null; label: string; /** entry = of this contest; earlier = of an earlier contest; known = a known initiative */ kind: 'entry' | 'earlier' | 'known' };
  words: number;
  /** 0 to 1, of the words of this entry */
  share: number;
  passages: { here: PassagePlace; there: PassagePlace }[];
};
