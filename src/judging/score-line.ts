/** One line of a score form: which criterion, and what it was given. */
import { fold } from '../vietnamese/fold.ts';

/** names: as the letters of any language write it; none = a line is known by its number alone */
export type Criterion = { key: string; points: number; names?: readonly string[] };
/** hundredths of a point; null = nothing was written */
export type Score = { is: 'score'; hundredths: number } | { is: 'empty' } | { is: 'wrong'; why: 'not-a-number' | 'out-of-range' | 'too-precise' };
/** named = its words are the criterion's own, or it has none; other = it is a line of another form */
export type CriterionLine = { index: number; value: string; named: boolean; other: boolean };

const NUMBERED = /^(?:(?:tiêu chí|tieu chi|criterion|tc)\s*)?(\d{1,2})(?:\s*[:)=–—]\s*|\/\s+|\s*\.\s+|\s*\.(?=\p{L})|\s*-\s+)(.*)$/siu;
/** "(0-30)", "(tối đa 30 điểm)": what the form says of itself. */
const RANGE = /\([^()]*\)/g;
const MOST_POINTS = /\(\s*(?:0\s*[-–—]|tối đa|toi da|max\.?)\s*(\d{1,4})\s*(?:điểm|diem|points?|đ)?\s*\)/iu;

/**
 * "1. Tính mới, sáng tạo (0-30): 25,5" -> the first criterion and "25,5"; null where the line is none of a form.
 * @param others names of criteria of the contest's other rounds
 */
export function criterionLine(line: string, criteria: readonly Criterion[], others: readonly string[] = []): CriterionLine | null {
  const [, number, rest = ''] = NUMBERED.exec(line) ?? [];
  const plain = (number === undefined ? line : rest).replace(RANGE, ' ');
  const { label, value } = divided(plain, number !== undefined);
  const named = criteria.findIndex((c) => c.names?.some((n) => isName(label, n)));
  // "Tính mới: rất tốt" is a remark.
  if (number === undefined) return named >= 0 && value !== null && /^\s*\d/.test(value) ? { index: named, value, named: true, other: false } : null;
  const index = named >= 0 ? named : Number(number) - 1;
  const criterion = criteria[index];
  if (!criterion) return null;
  const most = MOST_POINTS.exec(rest)?.[1];
  const other = (most !== undefined && Number(most) !== criterion.points) || (named < 0 && others.some((n) => isName(label, n)));
  return { index, value: value ?? '', named: named >= 0 || label === '', other };
}

/** What stands before the score, and the score; null = there is no colon. Of two that begin numbers, "25, trang: 12", neither is taken for it. */
function divided(plain: string, numbered: boolean): { label: string; value: string | null } {
  const [first, last] = [plain.search(/[:=]/), Math.max(plain.lastIndexOf(':'), plain.lastIndexOf('='))];
  if (last >= 0) {
    const at = first < last && /^\s*[+-]?\d/.test(plain.slice(first + 1)) ? first : last;
    return { label: plain.slice(0, at).trim(), value: plain.slice(at + 1) };
  }
  if (!numbered) return { label: plain, value: null };
  // Without a colon, "1. 25" is a score and "1. Tính mới" the criterion alone.
  if (/^[\s_.…]*[+-]?\d/.test(plain) || !/\p{L}/u.test(plain)) return { label: '', value: plain };
  const [, label = plain, score = ''] = /^(.*\S)\s+(\d+(?:[.,]\d+)?)\s*(?:đ|điểm|d|diem|points?)?\s*$/iu.exec(plain) ?? [];
  return { label: label.trim(), value: score };
}

const SHORTEST_NAME = 6;

/** Letters cut long names. */
function isName(label: string, name: string): boolean {
  const [a, b] = [fold(label).replace(/[….\s]+$/, ''), fold(name.replace(RANGE, ' '))];
  return a.length >= SHORTEST_NAME && (a === b || (a.length >= 20 && b.startsWith(a)));
}

/** A line that is nothing but a score: typed below the line that asks for it. */
export function bareScore(line: string): boolean {
  return /^\s*\d{1,4}(?:[.,]\d{1,4})?\s*(?:đ|điểm|diem|points?)?\.?\s*$/iu.test(line) || /^\s*\d{1,4}(?:[.,]\d{1,4})?\s*\/\s*\d{1,4}\s*$/.test(line);
}

/** @param decimals that a score may have */
export function readScore(value: string, { points }: Criterion, decimals: number): Score {
  const text = value.normalize('NFKC').replace(/[_…]+|\.{2,}/g, ' ').replace(/(?:điểm|diem|points?|đ)\.?(?=\s|$)/giu, ' ').trim().replace(/[.;,]$/, '').trim();
  if (text === '') return { is: 'empty' };
  const [, whole, fraction = '', of] = /^(\d{1,4})(?:[.,](\d{1,6}))?(?:\s*\/\s*(\d{1,4}))?$/.exec(text) ?? [];
  if (whole === undefined || (of !== undefined && Number(of) !== points)) return { is: 'wrong', why: 'not-a-number' };
  const said = fraction.replace(/0+$/, '');
  if (said.length > decimals) return { is: 'wrong', why: 'too-precise' };
  const hundredths = Number(whole) * 100 + Number(said.padEnd(2, '0'));
  return hundredths > points * 100 ? { is: 'wrong', why: 'out-of-range' } : { is: 'score', hundredths };
}
