/** Times, amounts and sizes as letters say them, in the zone and language of the contest: never a machine format. */
import { DateTime } from 'luxon';
import type { Locale } from '../../schemas/contest.ts';

/** "16/8/2024, 23 giờ 59 (giờ Việt Nam)" or "16 August 2024, 23:59 (Vietnam time)". Seconds are said where there are any. */
export function spokenInstant(instant: Date, zone: string, locale: Locale): string {
  return `${spokenDate(instant, zone, locale)}, ${spokenTime(instant, zone, locale)} (${spokenZone(instant, zone, locale)})`;
}

/** "thứ Sáu, ngày 16/8/2024" or "Friday, 16 August 2024". */
export function spokenDay(instant: Date, zone: string, locale: Locale): string {
  const day = WEEKDAYS[locale][local(instant, zone).weekday - 1];
  return `${day}, ${locale === 'vi' ? 'ngày ' : ''}${spokenDate(instant, zone, locale)}`;
}

/** "16/8/2024" or "16 August 2024". */
export function spokenDate(instant: Date, zone: string, locale: Locale): string {
  const at = local(instant, zone);
  return locale === 'vi' ? `${at.day}/${at.month}/${at.year}` : `${at.day} ${MONTHS[at.month - 1]} ${at.year}`;
}

/** "23 giờ 59", "00 giờ 00 phút 01 giây" or "23:59", "00:00:01". */
export function spokenTime(instant: Date, zone: string, locale: Locale): string {
  const at = local(instant, zone);
  if (locale === 'en') return at.toFormat(at.second === 0 ? 'HH:mm' : 'HH:mm:ss');
  return at.toFormat(at.second === 0 ? "HH 'giờ' mm" : "HH 'giờ' mm 'phút' ss 'giây'");
}

/** The last minute that is in time, for people: `closes` itself is already too late. */
export function lastMoment(closes: string): Date {
  return new Date(Date.parse(closes) - 60_000);
}

/**
 * The deadline in words: "hết thứ Sáu, ngày 16/8/2024 (23 giờ 59, giờ Việt Nam)", "the end of Friday, 16 August 2024 (23:59, Vietnam time)";
 * closing within a day: "17 giờ 00, thứ Sáu, ngày 16/8/2024 (giờ Việt Nam)", "17:00 on Friday, 16 August 2024 (London time)".
 */
export function spokenDeadline(closes: string, zone: string, locale: Locale): string {
  const at = new Date(closes);
  const name = spokenZone(at, zone, locale);
  const midnight = local(at, zone).equals(local(at, zone).startOf('day'));
  const last = lastMoment(closes);
  const day = spokenDay(midnight ? last : at, zone, locale);
  const time = spokenTime(midnight ? last : at, zone, locale);
  if (midnight) return `${locale === 'vi' ? 'hết' : 'the end of'} ${day} (${time}, ${name})`;
  return `${time}${locale === 'vi' ? ',' : ' on'} ${day} (${name})`;
}

/** "9f86 d081 884c": the beginning of a SHA-256, to be compared by people. */
export function spokenFingerprint(sha256: string): string {
  return sha256.slice(0, 12).replace(/(.{4})(?=.)/g, '$1 ');
}

/** "1 giây", "25 phút", "3 giờ", "2 ngày", rounded up: how late something is. */
export function spokenDuration(ms: number, locale: Locale): string {
  const step = STEPS.find((s) => ms < s.below) ?? LAST_STEP;
  const n = Math.max(1, Math.ceil(ms / step.ms));
  return locale === 'vi' ? `${spokenNumber(n, locale)} ${step.vi}` : `${spokenNumber(n, locale)} ${step.en}${n === 1 ? '' : 's'}`;
}

/** "10.000.000 đồng" or "VND 10,000,000"; whole units of the currency. */
export function spokenAmount(amount: number, currency: string, locale: Locale): string {
  const number = spokenNumber(amount, locale);
  if (locale === 'en') return `${currency} ${number}`;
  return `${number} ${currency === 'VND' ? 'đồng' : currency}`;
}

/** "59 kB", "1,2 MB": thousands, as mail programs show them. */
export function spokenSize(bytes: number, locale: Locale): string {
  if (bytes < 1_000) return `${bytes} byte${locale === 'en' && bytes !== 1 ? 's' : ''}`;
  if (bytes < 999_500) return `${spokenNumber(Math.round(bytes / 1_000), locale)} kB`;
  return `${spokenNumber(Math.round(bytes / 100_000) / 10, locale)} MB`;
}

/** "10.000,5" or "10,000.5". Written here, since the separators of Intl differ between versions of Node. */
export function spokenNumber(n: number, locale: Locale): string {
  const [whole = '0', fraction] = String(n).split('.');
  const [thousands, decimal] = locale === 'vi' ? ['.', ','] : [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
}

/** "giờ Việt Nam" or "Vietnam time"; else by the zone's city, "Dublin time". Written here, since the names of Intl differ between versions of Node. */
function spokenZone(instant: Date, zone: string, locale: Locale): string {
  const place = PLACES[zone]?.[locale] ?? zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  // "Etc/GMT+5" lies five hours behind, not ahead: the offset is said instead
  if (!zone.includes('/') || zone.startsWith('Etc/')) return `UTC${local(instant, zone).toFormat('ZZ').replace('+00:00', '')}`;
  return locale === 'vi' ? `giờ ${place}` : `${place} time`;
}

/** One instant is asked for its date, its time and its zone: the offset, which costs most, is looked up once. */
function local(instant: Date, zone: string): DateTime {
  const ms = instant.getTime();
  if (last.at === null || last.ms !== ms || last.zone !== zone) last = { ms, zone, at: DateTime.fromJSDate(instant, { zone }) };
  return last.at as DateTime;
}
let last: { ms: number; zone: string; at: DateTime | null } = { ms: 0, zone: '', at: null };

const PLACES: Record<string, Record<Locale, string>> = {
  'Asia/Ho_Chi_Minh': { vi: 'Việt Nam', en: 'Vietnam' },
  'Asia/Saigon': { vi: 'Việt Nam', en: 'Vietnam' },
};
/** Vietnamese capitals as Decree 30/2020/NĐ-CP, annex II, writes them. */
const WEEKDAYS = {
  vi: ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const LAST_STEP = { below: Infinity, ms: 86_400_000, vi: 'ngày', en: 'day' };
const STEPS = [
  { below: 60_000, ms: 1_000, vi: 'giây', en: 'second' },
  { below: 3_600_000, ms: 60_000, vi: 'phút', en: 'minute' },
  { below: 86_400_000, ms: 3_600_000, vi: 'giờ', en: 'hour' },
  LAST_STEP,
];
