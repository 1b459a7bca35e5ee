/** Authors from labelled lines and rosters, in the order of the form. */
import type { Author, Sourced } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { fieldsOfLabel } from './lexicon.ts';
import { cleanValue, halfOf, type LabelledLine } from './lines.ts';
import { emailsIn, phonesIn } from './values.ts';

const CONFIDENCE = 0.95;
const MAX_AUTHORS = 50;

export function readAuthors(lines: LabelledLine[], text: string): Sourced<Author[]> | null {
  const roster = readRoster(lines, text);
  if (roster) return roster;
  const authors: Author[] = [];
  let from = 0;
  for (const line of lines) {
    line.fields.forEach((field, place) => {
      const value = halfOf(line, place);
      if (field === 'name') for (const name of namesIn(value)) {
        if (authors.some((a) => fold(a.name) === fold(name)) || authors.length >= MAX_AUTHORS) continue;
        authors.push({ name, unit: null, position: null, phone: null, email: null, share: null });
        from ||= line.line;
      }
      else addTo(authors.at(-1), field, value);
    });
  }
  return authors.length === 0 ? null : { value: authors, source: `body line ${from}`, confidence: CONFIDENCE };
}

/** A line behind a name speaks of that name; what is known is not overwritten. */
function addTo(author: Author | undefined, field: LabelledLine['fields'][number], value: string): void {
  if (!author || value === '') return;
  if (field === 'unit') author.unit ??= value;
  if (field === 'position') author.position ??= value;
  if (field === 'phone') author.phone ??= phonesIn(value)[0] ?? null;
  if (field === 'email') author.email ??= emailsIn(value)[0] ?? null;
  if (field === 'share') author.share ??= Number(/\d{1,3}/.exec(value)?.[0] ?? Number.NaN) || null;
}

/** "Nguyễn Văn A, Trần Thị B và Lê C": several names behind one label. */
function namesIn(value: string): string[] {
  return value.split(/\s*[,;&]\s*|\s+(?:và|va|and)\s+/u).map((n) => n.replace(/^(ông|bà|anh|chị|đ\/c|mr\.?|mrs\.?|ms\.?)\s+/iu, '').replace(/\s*\(.*$/, '').trim()).filter(isName);
}

function isName(text: string): boolean {
  const words = text.split(/\s+/);
  return words.length >= 2 && words.length <= 7 && words.every((w) => /^\p{Lu}[\p{L}.’'-]*$/u.test(w));
}

const ITEM = /^\s*(?:\d{1,2}[.)/-]|[-+*•])\s*(.{4,400})$/;

/** Numbered or dashed lines under "Nhóm tác giả:": name first, then unit, position, phone, email in any order. */
function readRoster(lines: LabelledLine[], text: string): Sourced<Author[]> | null {
  const heading = lines.find((l) => l.fields[0] === 'authors');
  if (!heading) return null;
  const all = text.split('\n');
  const authors: Author[] = [];
  for (const line of all.slice(heading.line, heading.line + MAX_AUTHORS * 2)) {
    const item = ITEM.exec(line)?.[1];
    if (item === undefined && line.trim() === '') continue;
    const author = item === undefined ? null : rosterLine(item);
    if (author === null) break;
    authors.push(author);
  }
  const inline = authors.length === 0 ? namesIn(heading.value).map((name) => ({ name, unit: null, position: null, phone: null, email: null, share: null })) : authors;
  return inline.length === 0 ? null : { value: inline, source: `body line ${heading.line}`, confidence: CONFIDENCE };
}

function rosterLine(item: string): Author | null {
  const parts = item.split(/\s*[,;|]\s*|\s+[-–]\s+/).map(cleanValue).filter((p) => p !== '');
  const [name = '', ...rest] = parts;
  const bare = name.replace(/^.*?:\s*/, '').replace(/^(ông|bà|anh|chị|đ\/c)\s+/iu, '');
  if (!isName(bare)) return null;
  const author: Author = { name: bare, unit: null, position: null, phone: null, email: null, share: null };
  for (const part of rest) {
    const [phone] = phonesIn(part);
    const [email] = emailsIn(part);
    const share = /^(\d{1,3})\s*%$/.exec(part)?.[1];
    if (phone) author.phone ??= phone;
    else if (email) author.email ??= email;
    else if (share) author.share = Number(share);
    else if (author.position === null && POSITION.test(fold(part))) author.position = part;
    else if (author.unit === null) author.unit = afterLabel(part);
    else author.position ??= part;
  }
  return author;
}

const POSITION = /^(chuyen vien|truong|pho|giam doc|chu tich|ke toan|cong chuc|vien chuc|can bo|nhan vien|giao vien|bac si|chanh|bi thu|thu ky|hieu truong|manager|director|officer|teacher|clerk|engineer|head)\b/;

function afterLabel(part: string): string {
  const colon = part.indexOf(':');
  return colon > 0 && fieldsOfLabel(fold(part.slice(0, colon))).length > 0 ? cleanValue(part.slice(colon + 1)) : part;
}
