/** A text as words that can be compared, each with its place in the text. */
import { spelling } from '../vietnamese/spelling.ts';
import { MOST_WORDS } from './settings.ts';

/** The n-th word stands from `starts[n]` to before `ends[n]` (UTF-16 units of `text`). */
export type Tokens = { text: string; words: string[]; starts: Int32Array; ends: Int32Array };

/** Signs that nobody sees, within words: put there by layout programs, and by whoever wants a copy not to be found. */
const UNSEEN = '\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufeff';
const WORD = new RegExp(`[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}${UNSEEN}]*`, 'gu');
const HIDDEN = new RegExp(`[${UNSEEN}]`, 'gu');
/** A word is at most so long: what is longer is no word of a language, and two that begin alike count as one. */
const LONGEST = 64;

/** The first 50,000 words of a text: lower case, composed, wherever the tone mark was typed (hoà is hòa; hoa is another word). */
export function tokens(text: string): Tokens {
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(WORD)) {
    if (words.length >= MOST_WORDS) break;
    words.push(wordOf(match[0]));
    starts.push(match.index);
    ends.push(match.index + match[0].length);
  }
  return { text, words, starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

/** Words repeat: each is spelt out once. Emptied when full, since anybody may send new ones. */
const known = new Map<string, string>();
const MOST_KNOWN = 50_000;

function wordOf(found: string): string {
  const written = found.length > LONGEST ? found.slice(0, LONGEST) : found;
  let word = known.get(written);
  if (word === undefined) {
    const { plain, marks } = spelling(written.replace(HIDDEN, ''));
    word = plain + marks;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(written, word);
  }
  return word;
}
