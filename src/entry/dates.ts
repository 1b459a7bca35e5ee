/** Dates as people write them, as exact as they are. */

/** "15/7/2024", "ngày 15 tháng 7 năm 2024", "tháng 3/2024", "năm 2023" -> 2024-07-15, 2024-03, 2023; null where none is stated. Day before month. */
export function dateIn(text: string): string | null {
  const said = text.slice(0, 300).normalize('NFC');
  // A span, or the number of a decision, is no date of one day.
  if (new Set(said.match(/(?<!\d)(?:19|20)\d{2}(?!\d)/g) ?? []).size > 1 || /(?:số|so|no\.?)\s{0,3}\d/iu.test(said)) return null;
  const full = /(?<!\d)(\d{1,2})\s*(?:[/.-]|tháng|thang)\s*(\d{1,2})\s*(?:[/.-]|năm|nam)\s*((?:19|20)\d{2})(?!\d)/iu.exec(said);
  if (full) return valid(Number(full[3]), Number(full[2]), Number(full[1]));
  const iso = /(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)/.exec(said);
  if (iso) return valid(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const month = /(?<![\d/])(\d{1,2})\s*(?:[/.-]|năm|nam)\s*((?:19|20)\d{2})(?!\d)/iu.exec(said);
  if (month) return valid(Number(month[2]), Number(month[1]), null);
  return /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(said)?.[1] ?? null;
}

function valid(year: number, month: number, day: number | null): string | null {
  if (month < 1 || month > 12) return null;
  const start = `${year}-${String(month).padStart(2, '0')}`;
  if (day === null) return start;
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate() ? `${start}-${String(day).padStart(2, '0')}` : null;
}
