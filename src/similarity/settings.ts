/**
 * Parameters of the comparison. Those of the alignment were chosen by `npm run bench:originality -- --tune` on half of its texts;
 * the length of a shingle and the window were not: they come from a study of other texts (docs/originality.md). What changes
 * fingerprints changes ALGORITHM, too.
 */

/** Version of the fingerprints: those of another version are made anew (`mailroom originality rebuild`). */
export const ALGORITHM = 1;
/** words that a shingle holds */
export const SHINGLE = 3;
/** of so many shingles in a row one becomes a fingerprint: copies of SHINGLE + WINDOW - 1 words always share one */
export const WINDOW = 4;
/** words of one text that are compared; what stands behind them is not */
export const MOST_WORDS = 50_000;

export type AlignmentSettings = {
  /** a shingle that stands more often than so in one of the two texts says nothing about where a passage lies */
  mostRepeats: number;
  /** words between two seeds of one passage, in either text */
  gap: number;
  /** words of a passage that stand in common shingles */
  leastMatched: number;
  /** the same as a share of the passage's words, in either text, 0 to 1 */
  leastDensity: number;
  /** words of a passage in either text */
  leastWords: number;
  /** neighbouring passages with at most so many words between them in both texts are one */
  mergeGap: number;
};

export const alignmentSettings: AlignmentSettings = { mostRepeats: 4, gap: 20, leastMatched: 14, leastDensity: 0.2, leastWords: 20, mergeGap: 30 };
