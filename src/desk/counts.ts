/** Entries by day and by area, as the bars of a summary. */
import { DateTime } from 'luxon';
import type { Contest } from '../../schemas/contest.ts';
import { localDay } from '../contest/working-days.ts';
import type { DeskEntry } from './queue.ts';

export type Bar = { label: string; count: number };

const WEEKDAYS = { vi: ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'], en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] };

/** The last days up to today in the contest's zone, oldest first, those without an entry, too: "T2 1/7", "Mon 1 Jul". */
export function byDay(entries: Pick<DeskEntry, 'receivedAt'>[], { zone, locale }: Pick<Contest, 'zone' | 'locale'>, now: Date, days = 14): Bar[] {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  const since = today.minus({ days: days - 1 });
  const counts = new Map<string, number>();
  for (const { receivedAt } of entries) {
    if (receivedAt.getTime() < since.toMillis()) continue;
    const day = localDay(receivedAt, zone);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return Array.from({ length: days }, (_, i) => since.plus({ days: i })).map((day) => ({
    label: `${WEEKDAYS[locale][day.weekday - 1]} ${locale === 'vi' ? `${day.day}/${day.month}` : day.setLocale('en').toFormat('d LLL')}`, count: counts.get(day.toFormat('yyyy-MM-dd')) ?? 0,
  }));
}

/** Every area of the contest in its order, and entries that name none; an entry of two areas counts in both. */
export function byArea(entries: Pick<DeskEntry, 'areas'>[], { areas, locale }: Pick<Contest, 'areas' | 'locale'>): Bar[] {
  const counts = new Map<number, number>();
  for (const entry of entries) for (const n of new Set(entry.areas.length === 0 ? [0] : entry.areas)) counts.set(n, (counts.get(n) ?? 0) + 1);
  const none = counts.get(0) ?? 0;
  return [
    ...areas.map((area, i) => ({ label: area.name[locale] ?? String(i + 1), count: counts.get(i + 1) ?? 0 })),
    ...(none === 0 ? [] : [{ label: locale === 'vi' ? 'Chưa rõ nội dung' : 'No area named', count: none }]),
  ];
}
