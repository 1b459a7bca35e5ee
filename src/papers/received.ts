/** When papers reached the office, as staff write it. */
import { DateTime } from 'luxon';
import { wrongUse } from '../problem.ts';

/** "9 giờ 30" and "9h30" as well as "09:30"; the day first, as Vietnamese forms have it. */
const SPOKEN = /^(?:(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?\s*(?:phút)?\s*(?:,|ngày|\s)\s*)?(?:ngày\s*)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/iu;
const SPOKEN_BACK = /^(?:ngày\s*)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s*,?\s*(?:lúc\s*)?(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?\s*(?:phút)?)?$/iu;

/**
 * "2024-08-10 09:30", "10/8/2024 09:30" or "9 giờ 30, 10/8/2024" in the contest's zone; ISO 8601 with an offset wherever it was.
 * A day alone, as on a postmark, counts from its first instant: what is not known is not held against the entrant.
 * @throws Problem `wrong-use` where it is no time
 */
export function receivedIn(text: string, zone: string): Date {
  const written = text.trim().normalize('NFC');
  const at = spoken(written, zone) ?? DateTime.fromISO(written.replace(/^(\d{4}-\d{2}-\d{2})\s+/, '$1T'), { zone });
  if (!at.isValid) throw wrongUse(`“${written.slice(0, 40)}” is no time; expected one as "2024-08-10 09:30" or 2024-08-10`);
  return at.toJSDate();
}

function spoken(text: string, zone: string): DateTime | null {
  const first = SPOKEN.exec(text);
  const back = first ? null : SPOKEN_BACK.exec(text);
  const [day, month, year, hour, minute] = first ? [first[3], first[4], first[5], first[1], first[2]] : back ? back.slice(1) : [];
  return day === undefined ? null : DateTime.fromObject({ year: Number(year), month: Number(month), day: Number(day), hour: Number(hour ?? 0), minute: Number(minute ?? 0) }, { zone });
}
