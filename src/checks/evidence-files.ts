/** What of an entry's files is evidence by its kind: figures in tables, pictures and videos, links to them. */
import type { Locale } from '../../schemas/contest.ts';
import type { MailDocument } from '../../schemas/reading.ts';
import { linksIn, sharingService } from '../mail/links.ts';
import type { EntryFacts } from './check.ts';
import { quote, type Said } from './search.ts';

const SHEETS = new Set(['xlsx', 'xls', 'ods', 'csv']);
const PICTURES = new Set(['jpg', 'jpeg', 'png', 'gif', 'webp', 'heic', 'tif', 'bmp']);
const VIDEOS = new Set(['mp4', 'mov', 'avi', 'mkv', 'webm', '3gp', 'wmv', 'm4v', 'mpg', 'flv']);
const VIDEO_HOSTS = ['youtube.com', 'youtu.be', 'vimeo.com', 'tiktok.com'];

/** Where the first file shows figures: a spreadsheet with one, a table of two rows with two each, sentences with three, or with a percentage. Quoted as evidence, or null. */
export function figuresIn(lines: readonly Said[], documents: readonly MailDocument[], locale: Locale): string | null {
  const sheets = new Set(documents.filter((d) => SHEETS.has(d.detectedType)).map((d) => d.filename ?? d.storedName));
  const seen = new Map<string, { rows: number; told: number }>();
  const found = lines.find(({ file, text }) => {
    if (file === null) return false;
    const counted = seen.get(file) ?? { rows: 0, told: 0 };
    seen.set(file, counted);
    counted.rows += figures(text) >= (sheets.has(file) ? 1 : 2) ? 1 : 0;
    counted.told += figuresTold(text);
    return counted.rows >= (sheets.has(file) ? 1 : 2) || counted.told >= 3;
  });
  return found === undefined ? null : quote(found, locale);
}

/** Numbers of a sentence that count something; a percentage counts for three. Labels are short, and house numbers, hours, dates and numbers of documents count nothing. */
function figuresTold(line: string): number {
  if (line.length < A_SENTENCE || line.includes('\t')) return 0;
  const numbers = line.matchAll(/(?<![\p{L}\d/.,:–-]|\d\s)\d{1,3}(?:\.\d{3}){0,3}(?:,\d{1,3})?(?![\p{L}\d/:]|[.,\s]\d|\s{0,2}(?:giờ|h|tháng|năm)(?!\p{L}))\s?%?/gu);
  return [...numbers].filter((m) => !COUNTS_NOTHING.test(line.slice(Math.max(0, m.index - 16), m.index))).reduce((n, [number]) => n + (number.endsWith('%') ? 3 : 1), 0);
}

const A_SENTENCE = 60;
const COUNTS_NOTHING = /(?:^|[^\p{L}])(?:số|đường|khu vực|phường|quận|ấp|tổ|điều|mục|khoản|điểm|phần|chương|bước|lần|quý|thứ|ngày|tháng|năm|lúc|giờ|no\.?|street|ward|article|section|page|trang)\s{0,3}$/iu;

/** Cells behind the first that are a number with its unit; a telephone number or a date is none. */
function figures(line: string): number {
  return line.split('\t', 40).slice(1).filter((cell) => /^\s{0,9}[+-]?\d{1,4}(?:[.,]\d{1,3}){0,3}\s{0,3}(?:%|\p{L}{1,8})?\s{0,9}$/u.test(cell)).length;
}

/** Name of the first picture, video or link to one; null where there is none. A photographed page of text is no picture. */
export function pictureIn({ documents, links = [] }: EntryFacts): string | null {
  const file = documents.find((d) => VIDEOS.has(d.detectedType) || (PICTURES.has(d.detectedType) && d.from !== 'inline' && (d.text?.characters ?? 0) < A_PAGE));
  if (file !== undefined) return file.filename ?? file.storedName;
  const all = [...links, ...documents.slice(0, 20).flatMap((d) => linksIn(d.text?.text.slice(0, 40_000) ?? ''))];
  return all.find((link) => isVideo(link) || sharingService(link) !== null) ?? null;
}

const A_PAGE = 300;

function isVideo(link: string): boolean {
  const host = URL.canParse(link) ? new URL(link).hostname.toLowerCase() : '';
  return VIDEO_HOSTS.some((h) => host === h || host.endsWith(`.${h}`));
}
