/** Values of papers as people read them. */
import { DateTime } from 'luxon';
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

/** "Hậu Giang, ngày 05 tháng 02 năm 2024": days below 10 and the months 1 and 2 are written with two digits (Decree 30/2020/NĐ-CP, annex I). */
export function spokenPlaceAndDate({ papers, zone, locale }: Pick<Contest, 'papers' | 'zone' | 'locale'>, at: Date): string {
  const place = papers.place?.[locale] ?? '';
  const local = DateTime.fromJSDate(at, { zone });
  const date = locale === 'vi' ? `ngày ${local.toFormat('dd')} tháng ${local.month < 3 ? local.toFormat('MM') : local.month} năm ${local.year}` : spokenDate(at, zone, locale);
  return place === '' ? date : `${place}, ${date}`;
}
