/** What the judges of the play think of entries, and how they write it into the form. */
import type { LetterRow } from '../../../src/store/letters.ts';
import { FINALISTS } from './cast.ts';

/** Points of an entry, criterion by criterion. */
export type Marks = number[];

/** The first round: each entry a little less than the one before it… */
const BEST: Marks = [28, 23, 22, 13, 4];
const STEP: Marks = [0.4, 0.2, 0.2, 0, 0];
/** …but for the one behind the last that goes on, which stands equal with it. */
export function marksOf(n: number): Marks {
  return BEST.map((best, i) => best - (STEP[i] ?? 0) * (n === FINALISTS + 1 ? FINALISTS : n));
}

/** What judges who lie apart give instead of `marksOf`, as differences. */
export const APART = {
  /** 22 points below the other */
  low: [-10, -10, -2, 0, 0],
  /** a third judge who agrees with the higher one */
  agrees: [1, 1, 2, 2, 1],
  /** a third judge who agrees with neither */
  lowest: [-20, -14, -12, 0, 0],
} as const;

export function changed(marks: Marks, by: readonly number[]): Marks {
  return marks.map((mark, i) => mark + (by[i] ?? 0));
}

/** The defence, by place in the order of codes: content, talk, answers. The second and third end equal, the sixth and seventh in all criteria. */
const FINAL: Partial<Record<number, Marks>> = { 1: [54, 18, 18], 2: [55, 17.5, 17.5], 5: [50, 17, 17.5], 6: [50, 17, 17.5] };

/** @param i of the entry, counted from 0 @param judge counted from 0 */
export function finalMarks(i: number, judge: number): Marks {
  return FINAL[i] ?? [56 - i * 1.1 + (judge % 3) * 0.5, 18 - i * 0.2, 18.5 - i * 0.2 - (judge === 5 ? 1 : 0)];
}

/** The number that a code counts. */
export function numberOf(code: string): number {
  return Number(/-(\d+)-/.exec(code)?.[1]);
}

/** The form of the letter with points behind the colons, and nothing else of it. @param marks null = this entry is left out */
export function filled({ text }: LetterRow, marks: (code: string) => Marks | null): string {
  let given: Marks | null = null;
  return text.split('\n').flatMap((line) => {
    const [, code] = /^MÃ BÀI: (\S+)$/.exec(line) ?? [];
    if (code !== undefined) given = marks(code);
    const [, n] = /^(\d+)\. .*\(0-\d+\):$/.exec(line) ?? [];
    if (given === null || (code === undefined && n === undefined)) return [];
    return [n === undefined ? line : `${line} ${asWritten(given[Number(n) - 1] ?? 0)}`];
  }).join('\n');
}

/** "27,5" */
export function asWritten(mark: number): string {
  return mark.toFixed(1).replace('.', ',');
}
