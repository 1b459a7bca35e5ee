/** How good a text is that a program read from a file. */
import { syllableShare } from './syllables.ts';
import { sample, wordsIn } from './words.ts';

/** Share of Vietnamese syllables below which the next reader is tried, then OCR, then a person (documents 1.1). */
export const GOOD_QUALITY = 0.8;
/** Of its words, with Vietnamese letters or other marks: below this a text is English, or typed without diacritics, and nothing can be told. */
const MARKED = 0.05;

/** Share of words that can be Vietnamese syllables, 0 to 1; null where there are too few words, or where it is no text in Vietnamese letters. */
export function textQuality(text: string): number | null {
  const words = wordsIn(sample(text));
  const marked = words.filter((word) => /[^ -~]/.test(word)).length;
  return marked < words.length * MARKED ? null : syllableShare(text);
}
