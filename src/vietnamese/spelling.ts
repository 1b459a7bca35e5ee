/** A word as two things that can be compared: its letters and its diacritics. */
import { fold } from './fold.ts';

/** plain: folded. marks: its diacritics in a fixed order wherever they are typed, đ among them; '' = none. hoà and hòa are alike, Hưng and Hùng are not. */
export type Spelling = { plain: string; marks: string };

export function spelling(word: string): Spelling {
  return { plain: fold(word), marks: (word.toLowerCase().normalize('NFD').match(/\p{M}|đ/gu) ?? []).toSorted().join('') };
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/u;
/** An open pair of vowels at the end of a syllable, on either of which the tone may be written. */
const EITHER = /^(.*)([ou])(\p{M}*)([aey])(\p{M}*)$/iu;

/** The ways in which people write one syllable: as given, with its tone on the other vowel (hoà and hòa, uỷ and ủy), and without any marks. NFC */
export function writings(word: string): string[] {
  const [, before, first = '', marksOfFirst = '', second = '', marksOfSecond = ''] = EITHER.exec(word.normalize('NFD')) ?? [];
  const all = [word.normalize('NFC'), fold(word)];
  // "quý" has one place alone: its u belongs to the q.
  const tone = before === undefined || /q$/i.test(before) ? null : TONES.exec(marksOfFirst + marksOfSecond)?.[0] ?? null;
  if (tone !== null) {
    const [x, y] = [marksOfFirst.replace(tone, ''), marksOfSecond.replace(tone, '')];
    all.push(`${before}${first}${x}${tone}${second}${y}`.normalize('NFC'), `${before}${first}${x}${second}${y}${tone}`.normalize('NFC'));
  }
  return [...new Set(all)];
}
