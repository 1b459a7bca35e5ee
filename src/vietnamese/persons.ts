/** Whether two spellings name the same person. Names alone never prove it: who asks gets what the spellings allow. */
import { fold } from './fold.ts';
import { spelling, type Spelling } from './spelling.ts';

/** same = one name, differing in case, tone placement, titles, or in one of them being typed without any diacritics; maybe = a person must look. */
export type Sameness = 'same' | 'maybe' | 'different';

/**
 * "Ông Nguyễn Văn Hoà" is NGUYỄN VĂN HÒA and NGUYEN VAN HOA. A missing middle name, initials, another order, a slip of hỏi and ngã
 * or of i and y make it maybe; "Hưng" and "Hùng" are different though both fold to "hung". Looks at 20 words of each.
 */
export function samePerson(a: string, b: string): Sameness {
  const [x, y] = [nameOf(a), nameOf(b)];
  if (x.length === 0 || y.length === 0) return 'different';
  if (x.length === y.length) {
    const aligned = alignedWords(x, y);
    if (aligned !== 'different') return aligned;
  }
  return isShortened(x, y) || isShortened(y, x) || inOtherOrder(x, y) || inOnePiece(x, y) ? 'maybe' : 'different';
}

/** What stands before or behind a name. With diacritics as typed, so that the family names Bá and Ong stay. */
const TITLES = new Set(['ông', 'bà', 'đồng', 'chí', 'mr', 'mrs', 'ms', 'dr', 'gs', 'pgs', 'ts', 'ths', 'bs', 'bsck1', 'bsck2', 'ck1', 'ck2', 'cki', 'ckii', 'ks', 'cn', 'kts', 'ls', 'ds', 'đd', 'nsưt', 'nsnd', 'ngưt', 'tskh', 'cử', 'nhân', 'thạc', 'sĩ', 'sỹ', 'tiến', 'bác', 'kỹ', 'sư']);
/** Titles that are names too: taken away only where a whole name follows. */
const ALSO_NAMES = new Set(['anh', 'chị', 'cô', 'chú', 'em', 'thầy', 'chi', 'co', 'thay', 'ong', 'ba', 'dong', 'đồng', 'chí', 'nhân', 'tiến', 'sư', 'kỹ', 'sĩ', 'sỹ', 'bác', 'cử', 'thạc']);

/** The words of a name in the order written, without titles and what stands in brackets. */
function nameOf(text: string): Spelling[] {
  const plain = text.slice(0, 200).normalize('NFC').toLowerCase().replace(/[\u00d0\u00f0\u0189\u0256]/g, 'đ').replace(/\([^()]*\)|(?<!\p{L})[đd]\/c(?!\p{L})/gu, ' ').replace(/(?<!\p{L})th\.s(?!\p{L})/u, 'ths');
  const [first = '', ...behind] = plain.split(/,/);
  const named = first.split(/[\s.]+/).every((w) => w === '' || TITLES.has(w)) ? behind.join(' ') : first;
  const words = named.split(/[\s.\-‐–—_:;]+/u).filter((w) => /^[\p{L}'’]+$/u.test(w)).slice(0, 20);
  let start = 0;
  while (start < words.length - 1 && isTitle(words[start] ?? '', words.length - start - 1)) start++;
  return words.slice(start).map(spelling);
}

function isTitle(word: string, following: number): boolean {
  return ALSO_NAMES.has(word) ? following >= 3 || (following === 2 && /^(?:anh|chị|cô|chú|em|thầy)$/.test(word)) : TITLES.has(word);
}

function alignedWords(x: Spelling[], y: Spelling[]): Sameness {
  const pairs = x.map((word, i) => [word, y[i] ?? word] as const);
  if (pairs.every(([p, q]) => p.plain === q.plain) && (isUnaccented(x) || isUnaccented(y))) return 'same';
  const each = pairs.map(([p, q], i) => sameWord(p, q, i === x.length - 1));
  return each.includes('different') ? 'different' : each.includes('maybe') ? 'maybe' : 'same';
}

function isUnaccented(name: Spelling[]): boolean {
  return name.every((w) => w.marks === '');
}

/** Two words at the same place. The given name, which stands last, must agree in its diacritics or slip in none but these. */
function sameWord(p: Spelling, q: Spelling, given: boolean): Sameness {
  if (p.plain === q.plain && p.marks === q.marks) return 'same';
  if (p.plain === q.plain) return hasSlipped(p, q) || (!given && (p.marks === '' || q.marks === '')) ? 'maybe' : 'different';
  if (isInitial(p, q) || isInitial(q, p)) return 'maybe';
  return iForY(p.plain) === iForY(q.plain) && p.marks === q.marks ? 'maybe' : 'different';
}

/** Hỏi for ngã, or d for đ: the commonest slips. */
function hasSlipped(p: Spelling, q: Spelling): boolean {
  const slipped = (marks: string): string => marks.replace(/[đ]/g, '').replace(/\u0303/g, '\u0309');
  return slipped(p.marks) === slipped(q.marks);
}

function iForY(plain: string): string {
  return plain.replace(/y$/, 'i');
}

/** "V" or "Ng" for a word that begins so. */
function isInitial(short: Spelling, long: Spelling): boolean {
  return short.plain.length < long.plain.length && (short.plain.length === 1 || /^(?:ng|nh|ph|th|tr|kh|gi|ch|qu)$/.test(short.plain)) && long.plain.startsWith(short.plain);
}

/** Family and given name agree and a middle name is missing, or the given name stands alone. */
function isShortened(short: Spelling[], long: Spelling[]): boolean {
  if (short.length >= long.length) return false;
  const unaccented = isUnaccented(short) || isUnaccented(long);
  const agree = (p: Spelling, q: Spelling, given: boolean): boolean => (unaccented && p.plain === q.plain) || sameWord(p, q, given) !== 'different';
  let at = 0;
  for (const [i, word] of long.entries()) {
    const next = short[at];
    const last = at === short.length - 1;
    if (next !== undefined && (!last || i === long.length - 1) && (at > 0 || i === 0 || short.length === 1) && agree(next, word, last)) at++;
  }
  return at === short.length;
}

function inOtherOrder(x: Spelling[], y: Spelling[]): boolean {
  const [p, q] = [x.toSorted(byPlain), y.toSorted(byPlain)];
  return x.length > 1 && x.length === y.length && alignedWords(p, q) === 'same';
}

function byPlain(a: Spelling, b: Spelling): number {
  return a.plain < b.plain ? -1 : a.plain > b.plain ? 1 : a.marks < b.marks ? -1 : 1;
}

/** "NguyenVanMau", as in addresses and names of files. */
function inOnePiece(x: Spelling[], y: Spelling[]): boolean {
  const joined = (name: Spelling[]): string => name.map((w) => w.plain).join('');
  return (x.length === 1) !== (y.length === 1) && joined(x) === joined(y) && fold(joined(x)).length >= 5;
}
