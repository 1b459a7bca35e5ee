/** Values of papers as people read them. */
import type { Contest, Locale } from '../../schemas/contest.ts';
import { spokenAmount, spokenDate, spokenNumber } from '../contest/spoken.ts';

/** "77,9" or "77.9": with exactly the decimals that it was computed with. */
export function spokenDecimal(decimal: string | null, locale: Locale): string {
  return decimal === null ? '' : locale === 'vi' ? decimal.replace('.', ',') : decimal;
}

/** @param day ISO; '' where there is none */
export function spokenIsoDay(day: string | null, { zone, locale }: Pick<Contest, 'zone' | 'locale'>): string {
  return day === null ? '' : spokenDate(new Date(`${day}T05:00:00Z`), zone, locale);
}

/** Papers write one digit as two: "05 bài". @param n whole */
export function spokenCount(n: number, locale: Locale): string {
  return locale === 'vi' && n > 0 && n < 10 ? `0${n}` : spokenNumber(n, locale);
}

export function money(amount: number, { prizes, locale }: Contest): string {
  return spokenAmount(amount, prizes[0]?.currency ?? 'VND', locale);
}
