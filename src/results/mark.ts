/** A mark as people write it. */
import type { RoundRules } from './sheet.ts';

/** "27,5", "27.5" or "27" as hundredths of a point; or what is wrong with it, as a sentence. */
export function readMark(written: string, criterion: RoundRules['rubric'][number], decimals: number): { hundredths: number } | { fault: string } {
  const expected = `expected a number from 0 to ${criterion.points}${decimals === 0 ? '' : `, with ${decimals === 1 ? 'one decimal' : `${decimals} decimals`} at most`}`;
  const [, whole = '', fraction = ''] = /^(\d{1,4})(?:[.,](\d{1,4}))?$/.exec(written.trim()) ?? [];
  if (whole === '') return { fault: written.trim() === '' ? `${expected} (found nothing)` : `${expected} (found "${written}")` };
  const hundredths = Number(whole) * 100 + Number(fraction.slice(0, 2).padEnd(2, '0'));
  const tooFine = /[1-9]/.test(fraction.slice(decimals));
  return tooFine || hundredths > criterion.points * 100 ? { fault: `${expected} (found "${written}")` } : { hundredths };
}
