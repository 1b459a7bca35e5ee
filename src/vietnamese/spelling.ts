/** A word as two things that can be compared: its letters and its diacritics. */
import { fold } from './fold.ts';

/** plain: folded. marks: its diacritics in a fixed order wherever they are typed, đ among them; '' = none. hoà and hòa are alike, Hưng and Hùng are not. */
export type Spelling = { plain: string; marks: string };

export function spelling(word: string): Spelling {
  return { plain: fold(word), marks: (word.toLowerCase().normalize('NFD').match(/\p{M}|đ/gu) ?? []).toSorted().join('') };
}
