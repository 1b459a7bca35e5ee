/** Whether two spellings can be the same person's name. */
import { fold } from '../vietnamese/fold.ts';

/** "Ông", "ThS." and the like stand before a name and are no part of it. */
const TITLES = new Set(['ong', 'ba', 'mr', 'mrs', 'ms', 'dr', 'ts', 'ths', 'pgs', 'gs', 'bs', 'ks', 'ls']);

/**
 * "Hoà" is "Hòa", and "NGUYEN VAN MAU" may be "Nguyễn Văn Mẫu"; but "Hưng" is not "Hùng",
 * though both fold to "hung": where both are written with diacritics, these must agree.
 */
export function sameName(a: string, b: string): boolean {
  const [x, y] = [wordsOf(a), wordsOf(b)];
  if (x.length === 0 || x.map(fold).join(' ') !== y.map(fold).join(' ')) return false;
  const [marksX, marksY] = [x.map(marks), y.map(marks)];
  return isPlain(marksX) || isPlain(marksY) || marksX.join(' ') === marksY.join(' ');
}

function wordsOf(name: string): string[] {
  const words = name.normalize('NFC').split(/[\s.,]+/u).filter((w) => w !== '');
  const first = words.findIndex((w) => !TITLES.has(fold(w)));
  return words.slice(first < 0 || words.length - first < 2 ? 0 : first);
}

/** The diacritics of a syllable, wherever in it they are typed. */
function marks(word: string): string {
  return (word.toLowerCase().normalize('NFD').match(/\p{M}|đ/gu) ?? []).toSorted().join('');
}

function isPlain(all: string[]): boolean {
  return all.every((m) => m === '');
}
