/** Is one name the other? "Nguyễn Văn Nam" and "Nguyễn Văn Năm" are two people; who types no diacritics at all may be either. */
import { fold } from '../vietnamese/fold.ts';

/** In any case, composed or not, the marks wherever in the syllable they were put; or one of them typed without diacritics. */
export function isSameName(a: string, b: string): boolean {
  const folded = fold(a);
  return folded === fold(b) && (isPlain(a, folded) || isPlain(b, folded) || syllables(a) === syllables(b));
}

/** The letters of each syllable with their marks, sorted. */
export function syllables(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').split(/\s+/).map((word) => [...word].toSorted().join('')).join(' ');
}

function isPlain(name: string, folded: string): boolean {
  return name.trim().toLowerCase().replace(/\s+/g, ' ') === folded;
}
