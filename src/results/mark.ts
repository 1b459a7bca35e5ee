/** A mark as staff type it from paper: read as a judge's own mail is, with a sentence where it cannot be. */
import { readScore } from '../judging/score-line.ts';
import type { RoundRules } from './sheet.ts';

/** "27,5", "27.5" or "27" as hundredths of a point; or what is wrong with it, as a sentence. @param decimals that a mark may have */
export function readMark(written: string, criterion: RoundRules['rubric'][number], decimals: number): { hundredths: number } | { fault: string } {
  const score = readScore(written, criterion, decimals);
  if (score.is === 'score') return { hundredths: score.hundredths };
  const decimalsMost = decimals === 0 ? '' : `, with ${decimals === 1 ? 'one decimal' : `${decimals} decimals`} at most`;
  return { fault: `expected a number from 0 to ${criterion.points}${decimalsMost} (found ${written.trim() === '' ? 'nothing' : `"${written}"`})` };
}
