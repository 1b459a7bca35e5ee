/** One line of a score form: which criterion, and what it was given. */
export type Criterion = { key: string; points: number };
/** hundredths of a point; null = nothing was written */
export type Score = { is: 'score'; hundredths: number } | { is: 'empty' } | { is: 'wrong'; why: 'not-a-number' | 'out-of-range' | 'too-precise' };

const NUMBERED = /^(\d{1,2})(?:\s*[:)=–—]\s*|\s*\.\s+|\s*\.(?=\p{L})|\s+-\s+)(.*)$/su;
/** "(0-30)", "(tối đa 30 điểm)": what the form says of itself. */
const RANGE = /\([^()]*\)/g;

/** "1. Tính mới, sáng tạo (0-30): 25,5" -> the first criterion and "25,5"; null where the line begins with no number of one. */
export function criterionLine(line: string, criteria: readonly Criterion[]): { index: number; value: string } | null {
  const [, number, rest = ''] = NUMBERED.exec(line) ?? [];
  const index = Number(number) - 1;
  if (number === undefined || !(index >= 0 && index < criteria.length)) return null;
  const plain = rest.replace(RANGE, ' ');
  const colon = Math.max(plain.lastIndexOf(':'), plain.lastIndexOf('='));
  if (colon >= 0) return { index, value: plain.slice(colon + 1) };
  // Without a colon, "1. 25" is a score and "1. Tính mới" the criterion alone.
  return { index, value: /^[\s_.…]*[+-]?\d/.test(plain) || !/\p{L}/u.test(plain) ? plain : behindWords(plain) };
}

/** "Tính mới, sáng tạo 25" */
function behindWords(text: string): string {
  return /\s(\d+(?:[.,]\d+)?)\s*(?:đ|điểm|d|diem|points?)?\s*$/iu.exec(text)?.[1] ?? '';
}

/** A line that is nothing but a score: typed below the line that asks for it. */
export function bareScore(line: string): boolean {
  return /^\s*\d+(?:[.,]\d+)?\s*(?:đ|điểm|diem|points?)?\.?\s*$/iu.test(line) || /^\s*\d+(?:[.,]\d+)?\s*\/\s*\d+\s*$/.test(line);
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
