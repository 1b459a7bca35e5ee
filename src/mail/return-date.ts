/** When somebody is back, as their auto-reply says: dd/mm, dd/mm/yyyy, "ngày 5 tháng 8", 2024-08-05, "5 August", "August 5". */
import { DateTime } from 'luxon';
import { fold } from '../vietnamese/fold.ts';

/** Auto-replies say it at their beginning; what comes behind is a signature. */
const MOST_CHARACTERS = 4_000;
/** Further ahead nobody is away: such a date is about something else. */
const MOST_DAYS = 366;
const MOST_DATES = 50;
/** Characters before a date in which a word says what it is. */
const BEFORE = 40;

/** Behind these words stands the first day back; a date in any other place is the last day away. */
const BACK = /\b(?:tro lai|quay lai|di lam lai|lam viec lai|co mat lai|lam viec tu|back|return(?:ing|s)?|resume|available (?:again|from)|in the office (?:again|from))\b[^;.!?]*$/;
/** …unless one of these stands between: "trở lại sau ngày 12/8". */
const AFTER = /\b(?:sau|after|until|den het|het)\b/;
/** "từ 5/8" begins an absence; where it ends is another date. */
const FROM = /(?:\b(?:tu|tu ngay|from|starting|since)|\bke tu)\s*(?:\b(?:ngay|thu \w+|sang|chieu|on|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b[\s,]*)*$/;

/**
 * @param text the auto-reply's own words; the first 4,000 characters count
 * @param now the year of a date without one is that which brings it next to `now`
 * @returns the first instant of the day on which they are back, after `now`, in the zone; null where no such day is named
 */
export function returnDateIn(text: string, now: Date, zone: string): Date | null {
  const plain = fold(text.slice(0, MOST_CHARACTERS));
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  const named = datesIn(plain, today).map(({ day, at }) => {
    const before = plain.slice(Math.max(0, at - BEFORE), at);
    const isBack = BACK.test(before) && !AFTER.test(before.slice(Math.max(0, before.search(BACK))));
    return { isBack, begins: !isBack && FROM.test(before), day: isBack ? day : day.plus({ days: 1 }) };
  }).filter(({ day }) => day > today && day.diff(today, 'days').days <= MOST_DAYS);
  const back = named.filter((n) => n.isBack);
  const last = (back.length > 0 ? back : named.filter((n) => !n.begins)).map((n) => n.day).toSorted((a, b) => a.toMillis() - b.toMillis()).at(-1);
  return last?.toJSDate() ?? null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(?:(jan)(?:uary)?|(feb)(?:ruary)?|(mar)(?:ch)?|(apr)(?:il)?|(may)|(jun)e?|(jul)y?|(aug)(?:ust)?|(sep)(?:t|tember)?|(oct)(?:ober)?|(nov)(?:ember)?|(dec)(?:ember)?)\b\.?`;
/** Every repetition is bounded: an auto-reply is a stranger's text. Groups: year, month, day by name. */
const SHAPES = [
  /(?<![\d/])(?<y>20\d\d)-(?<m>\d\d)-(?<d>\d\d)(?!\d)/g,
  /(?<![\d/.])(?<d>\d{1,2})\s?\/\s?(?<m>\d{1,2})(?:\s?\/\s?(?<y>20\d\d|\d\d))?(?![\d/])/g,
  /(?<![\d/.-])(?<d>\d{1,2})[.-](?<m>\d{1,2})[.-](?<y>20\d\d)(?!\d)/g,
  /(?<!\d)(?<d>\d{1,2}) thang (?<m>\d{1,2})(?:,? nam (?<y>20\d\d))?(?!\d)/g,
  new RegExp(`(?<!\\d)(?<d>\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:,? (?<y>20\\d\\d))?`, 'g'),
  new RegExp(`\\b${MONTH} (?<d>\\d{1,2})(?:st|nd|rd|th)?(?:,? (?<y>20\\d\\d))?(?!\\d|:)`, 'g'),
];

function datesIn(plain: string, today: DateTime): { day: DateTime; at: number }[] {
  return SHAPES.flatMap((shape) => [...plain.matchAll(shape)].slice(0, MOST_DATES).flatMap((match) => {
    const { y, m, d } = match.groups ?? {};
    const word = match.slice(1).find((group) => group !== undefined && MONTHS.includes(group));
    const month = m === undefined ? MONTHS.indexOf(word ?? '') + 1 : Number(m);
    const day = dayOf(y === undefined ? null : Number(y.length === 2 ? `20${y}` : y), month, Number(d), today);
    return day === null ? [] : [{ day, at: match.index }];
  }));
}

function dayOf(year: number | null, month: number, day: number, today: DateTime): DateTime | null {
  const years = year === null ? [today.year - 1, today.year, today.year + 1] : [year];
  const days = years.map((y) => DateTime.fromObject({ year: y, month, day }, { zone: today.zone })).filter((d) => d.isValid);
  const far = (d: DateTime): number => Math.abs(d.toMillis() - today.toMillis());
  return days.toSorted((a, b) => far(a) - far(b))[0] ?? null;
}
