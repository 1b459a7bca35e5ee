/** Passages that two texts share: what the engine finds, stores and hands to the check and the case file. Plain JSON. */
import { z } from 'zod';

/** A service of the operator's that gives vectors of meaning, for ideas told in other words. Absent = none is asked, and no text leaves the machine. */
export const embeddingsSettings = z.strictObject({
  /** in full, as http://127.0.0.1:8080/v1/embeddings */
  url: z.url({ protocol: /^https?$/, error: 'expected the address of an /embeddings service, as http://127.0.0.1:8080/v1/embeddings' }),
  model: z.string().min(1),
  /** cosine from which on two entries are shown as near in meaning */
  least: z.number().min(0).max(1).default(0.85),
});
export type EmbeddingsSettings = z.infer<typeof embeddingsSettings>;

/** From when on an overlap is shown to staff: so many words in all, or such a share of the entry's text. */
export const originalitySettings = z.strictObject({
  /** words that shared passages have together */
  leastWords: z.number().int().positive().default(60),
  /** 0 to 1, of the entry's words: a short text is shown by its share, from half of leastWords on; forms of one author share as much */
  leastShare: z.number().min(0).max(1).default(0.1),
  /** where set, titles and descriptions go to this service */
  embeddings: embeddingsSettings.optional(),
});

/** Texts that are compared: of this contest, of an earlier contest, of known initiatives; and those that everybody writes. */
export const comparedKinds = ['entry', 'earlier', 'known', 'template'] as const;
export type ComparedKind = (typeof comparedKinds)[number];

/** Where a passage stands. */
export type PassagePlace = {
  /** null = the text of the mail, or a text without a file */
  file: string | null;
  /** from 1 */
  line: number;
  /** first character, and the one behind the last, counted from 0 in the whole text; absent where nobody kept them */
  from?: number;
  to?: number;
  /** at most 4,000 characters of it */
  text: string;
};

/** What an entry shares with one other text. */
export type Overlap = {
  with: { /** of an entry; null for others */ code: string | null; label: string; /** entry = of this contest; earlier = of an earlier contest; known = a known initiative */ kind: 'entry' | 'earlier' | 'known' };
  words: number;
  /** 0 to 1, of the words of this entry */
  share: number;
  passages: { here: PassagePlace; there: PassagePlace }[];
};

/** Another entry whose idea is near to this one's, by a model: a guess, and never a copy. */
export type NearIdea = { code: string; title: string | null; /** cosine, 0 to 1 */ nearness: number };
