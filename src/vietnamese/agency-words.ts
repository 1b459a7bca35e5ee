/** The words by which agencies are named, each abbreviation as one word: "UBND H. Vị Thuỷ" and "Ủy ban nhân dân huyện Vị Thủy" are alike. */
import { spelling } from './spelling.ts';

export type AgencyWord = {
  /** folded; UBND, TP, TX, TT, HĐND and the types of places are one word each, ward numbers Arabic */
  key: string;
  /** diacritics as typed; null where the word was put for another and its diacritics say nothing */
  marks: string | null;
  /** a comma or the like stands before it, or a dash between blanks */
  broken: boolean;
  dashed: boolean;
  /** typed in capitals alone */
  capitals: boolean;
  /** names the type of a place that a name must follow; an abbreviation that may mean something else (TT) is none */
  place: boolean;
};

const LONGEST = 400;
const PIECES = /(\p{L}+|\d+(?:\.\d{3})*)|([,;:()\n|/\\]| [–—-] )|(\.)/gu;

/** @param text one agency as people write it; its first 400 characters count */
export function agencyWords(text: string): AgencyWord[] {
  const words: Word[] = [];
  let [broken, dashed] = [false, false];
  for (const match of text.slice(0, LONGEST).normalize('NFC').matchAll(PIECES)) {
    const [, word, divides] = match;
    const last = words.at(-1);
    if (word !== undefined) {
      const { plain, marks } = spelling(word);
      words.push({ key: plain.replace(/\./g, '').replace(/^0+(?=\d)/, ''), marks, broken, dashed, capitals: /^\p{Lu}{2,}$/u.test(word), place: false, at: match.index, dotted: false });
      [broken, dashed] = [false, false];
    } else if (divides !== undefined) {
      dashed = divides.length > 1 && (dashed || !broken);
      broken = true;
    } else if (last !== undefined && last.at + last.key.length === match.index) last.dotted = true;
  }
  return expanded(spelledOut(words)).map(({ key, marks, broken, dashed, capitals, place }) => ({ key, marks, broken, dashed, capitals, place }));
}

type Word = AgencyWord & { at: number; dotted: boolean };

/** "U.B.N.D" and "T.P" are one word; "P.V" is a ward and its number. */
function spelledOut(words: Word[]): Word[] {
  const out: Word[] = [];
  for (const word of words) {
    const last = out.at(-1);
    const joins = last !== undefined && last.dotted && /^[a-z]$/.test(word.key) && last.at + last.key.length * 2 === word.at && /^[a-z]{1,4}$/.test(last.key) && !(/^[pf]$/.test(last.key) && /^[iv]$/.test(word.key));
    if (joins) out[out.length - 1] = { ...last, key: last.key + word.key, marks: null, dotted: word.dotted };
    else out.push(word);
  }
  return out;
}

/** Words -> the one that stands for them. */
const TOGETHER: [string[], string][] = [
  [['uy', 'ban', 'nhan', 'dan'], 'ubnd'], [['uy', 'ban', 'nd'], 'ubnd'], [['hoi', 'dong', 'nhan', 'dan'], 'hdnd'],
  [['thanh', 'pho'], 'tp'], [['thi', 'xa'], 'tx'], [['thi', 'tran'], 'tt'],
];
/** The types of places with their diacritics, which tell xã from xa and phường from phương. */
const PLACES = new Map([['tinh', '\u0309'], ['huyen', '\u0302\u0323'], ['quan', '\u0302\u0323'], ['xa', '\u0303'], ['phuong', '\u0300\u031b\u031b']]);
const SHORT = new Map([['h', 'huyen'], ['p', 'phuong'], ['f', 'phuong'], ['x', 'xa'], ['q', 'quan'], ['t', 'tinh']]);
const ROMAN = new Map([['i', '1'], ['ii', '2'], ['iii', '3'], ['iv', '4'], ['v', '5'], ['vi', '6'], ['vii', '7'], ['viii', '8'], ['ix', '9'], ['x', '10']]);

function expanded(words: Word[]): Word[] {
  const unaccented = words.every((w) => w.marks === '' || w.marks === null);
  const out: Word[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Word;
    const whole = TOGETHER.find(([parts]) => parts.every((part, k) => words[i + k]?.key === part && (k === 0 || words[i + k]?.broken === false)) && isMeant(parts, words, i));
    if (whole !== undefined) {
      out.push({ ...word, key: whole[1], marks: null, place: /^t[pxt]$/.test(whole[1]) });
      i += whole[0].length - 1;
    } else if (word.key !== 'va') out.push(single(word, words[i + 1], out.at(-1), unaccented));
  }
  return out;
}

/** "thạnh phó" is no city. */
function isMeant(parts: string[], words: Word[], at: number): boolean {
  return parts[0] !== 'thanh' || (/^\u0300?$/.test(words[at]?.marks ?? '') && /^(?:\u0301\u0302)?$/.test(words[at + 1]?.marks ?? ''));
}

function single(word: Word, next: Word | undefined, before: Word | undefined, unaccented: boolean): Word {
  const number = ROMAN.get(word.key);
  if (number !== undefined && before?.key === 'phuong' && before.place && !word.broken && word.marks === '' && (word.key !== 'vi' || word.capitals)) return { ...word, key: number, marks: null };
  const short = SHORT.get(word.key);
  if (short !== undefined && next !== undefined && !next.broken && (word.dotted || word.key !== 't')) return { ...word, key: short, marks: null, place: true };
  if (word.key === 'ub' && next !== undefined && (/^(?:tp|tx|tt|nd)$/.test(next.key) || SHORT.has(next.key) || PLACES.has(next.key))) return { ...word, key: 'ubnd', marks: null };
  if (word.key === 'tp' || word.key === 'tx') return { ...word, marks: null, place: true };
  const marks = PLACES.get(word.key);
  if (marks === undefined) return word.key === 'tt' || word.key === 'ubnd' ? { ...word, marks: null } : word;
  const place = word.marks === '' ? unaccented && word.key !== 'quan' : marks === word.marks;
  return { ...word, marks: place ? null : word.marks, place };
}
