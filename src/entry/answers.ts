/**
 * Answers to the numbered points of a letter of ours, below each point in the quotation or by number above it:
 *
 *   > 1. Chưa thấy số điện thoại …            2. Cá nhân
 *   0900 000 811                              3) Cải cách thủ tục hành chính
 *
 * A number alone proves little, so that a value counts only where it can be what the point asks for; the rest is for people.
 */
import type { Contest } from '../../schemas/contest.ts';
import type { EntryFields, Sourced } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { cleanValue } from './clean-value.ts';
import { findCodes } from './code.ts';
import { dateIn } from './dates.ts';
import { UNIT } from './offices.ts';
import { namesIn, nobody } from './person.ts';
import { areasIn, declarationIn, emailsIn, oneKindIn, phonesIn } from './values.ts';

/** A point of the letter, in the order of their numbers. @param code of the finding it told of; null where it is none of ours to read */
export type Point = { code: string | null; says: string };
export type Answers = Partial<EntryFields>;

const BELOW = 0.95;
const BY_NUMBER = 0.85;
const LONGEST = 600;

/** @param text a person's own lines with the quoted ones between them marked by ">" (withQuotes) */
export function readAnswers(text: string, points: Point[], contest: Contest): Answers {
  const said = answersByPoint(text, points.map((p) => p.says));
  const answers: Answers = {};
  for (const [i, point] of points.entries()) {
    const answer = said.get(i);
    if (answer === undefined || point.code === null) continue;
    for (const [name, value] of valuesOf(point.code, answer.text, contest)) {
      if (value === null || name in answers) continue;
      const made: Sourced<unknown> = { value, source: `answer ${i + 1}`, confidence: answer.below ? BELOW : BY_NUMBER };
      Object.assign(answers, { [name]: made });
    }
  }
  return answers;
}

/** What was answered stands where the mail itself states nothing surer. @param known of the entry before: an answer that names its authors takes nothing else of them away */
export function withAnswers(read: EntryFields, answers: Answers, known: EntryFields | null): EntryFields {
  const surer = Object.entries(answers).filter(([name, field]) => field !== undefined && (read[name as keyof EntryFields].value === null || read[name as keyof EntryFields].confidence < field.confidence));
  const made: EntryFields = { ...read, ...Object.fromEntries(surer) };
  const before = known?.authors.value ?? [];
  const authors = isAnswered(made.authors) && made.authors.value !== null ? made.authors.value.map((a) => before.find((b) => fold(b.name) === fold(a.name)) ?? a) : made.authors.value;
  return { ...made, authors: { ...made.authors, value: authors } };
}

/** True for a field that an answer filled: its mail, read again without the letter, would not say so. */
export function isAnswered(field: { source: string } | undefined): boolean {
  return field?.source.startsWith('answer ') === true;
}

/**
 * The lines that belong to each of several entries: those below a line, quoted or not, that names its code and no other. What
 * stands above the first is nobody's.
 * @param codes of the entries that the letter asks about
 */
export function linesByCode(text: string, codes: string[], prefix: string): Map<string, string> {
  const lines = new Map<string, string[]>();
  let current: string | null = null;
  for (const line of text.split('\n').slice(0, MOST_LINES)) {
    const [code, another] = findCodes(line, prefix).valid;
    if (code !== undefined) current = another === undefined && codes.includes(code) ? code : null;
    if (current !== null) lines.set(current, [...lines.get(current) ?? [], line]);
  }
  return new Map([...lines].map(([code, own]) => [code, own.join('\n')]));
}

const MOST_LINES = 2_000;

type Answer = { text: string; /** it stood below the quoted point */ below: boolean };

function answersByPoint(text: string, points: string[]): Map<number, Answer> {
  const said = new Map<number, Answer>();
  const squeezed = points.map(plain);
  const longest = Math.max(0, ...points.map((says) => says.length)) * 2 + 40;
  let quoted = '';
  let current: number | null = null;
  for (const line of text.split('\n').slice(0, MOST_LINES)) {
    if (/^\s{0,3}>/.test(line)) {
      const own = line.replace(/^[>\s]+/, '');
      // A point goes on over a few lines; what is quoted beyond the longest is another matter, however long it is.
      quoted = /^\d{1,2}[.)]\s/.test(own) || own === '' ? own : `${quoted} ${own}`.slice(0, longest);
      current = quoted.length < longest ? pointOf(quoted, squeezed) : null;
      continue;
    }
    const [, number, rest] = /^\s{0,6}(?:\*{0,2})(\d{1,2})\s?[.):/-]\s{0,4}(\S.{0,500})$/.exec(line) ?? [];
    if (number !== undefined && rest !== undefined && current === null) add(said, Number(number) - 1, rest, false, points.length);
    else if (line.trim() !== '' && current !== null) add(said, current, line.trim(), true, points.length);
  }
  return said;
}

function add(said: Map<number, Answer>, point: number, line: string, below: boolean, points: number): void {
  if (point < 0 || point >= points) return;
  const before = said.get(point);
  said.set(point, { text: `${before ? `${before.text}\n` : ''}${line}`.slice(0, LONGEST), below: below || (before?.below ?? false) });
}

/** The point whose sentence is being quoted, wrapped over lines perhaps; what is quoted behind it is another matter. */
function pointOf(quoted: string, points: string[]): number | null {
  const [, number = '', said = ''] = /^(\d{1,2})[.)]\s+(.+)$/s.exec(quoted) ?? [];
  const at = Number(number) - 1;
  const begun = plain(said);
  return begun.length >= 12 && points[at]?.startsWith(begun) === true ? at : null;
}

function plain(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

type Value = [keyof EntryFields, unknown];

/** What the answer says, if it can be what the point asks for. */
function valuesOf(code: string, text: string, contest: Contest): Value[] {
  const line = text.replace(/\s+/g, ' ').trim();
  switch (code) {
    case 'missing-title': case 'title-disagrees': return [['title', titleIn(line)]];
    case 'missing-authors': case 'group-too-small': case 'authors-disagrees': return [['authors', authorsIn(text)]];
    case 'missing-unit': case 'ambiguous-agency': return [['unit', unitIn(line)]];
    case 'missing-contact': return [['phone', phonesIn(line)[0] ?? null], ['email', contactIn(line, contest)]];
    case 'missing-area': case 'unknown-area': case 'areas-disagrees': return [['areas', areasOf(line, contest)]];
    case 'missing-declaration': case 'declaration-disagrees': return [['declaration', declarationOf(line)]];
    case 'several-authors': case 'entrant-kind-not-admitted': case 'kind-disagrees': return [['entrantKind', oneKindIn(line, contest)]];
    case 'first-applied-later': case 'missing-first-applied': case 'first-applied-disagrees': return [['firstApplied', dateIn(line)]];
    default: return [];
  }
}

const PROSE = /^(?:da|toi|em|chung toi|nhom|xin|vang|dung|ok|co|khong|kinh gui|thua|i |we |yes|no|please)\b/;

function titleIn(line: string): string | null {
  const title = cleanValue(line.replace(/^(?:tên\s+(?:bài|giải pháp|sáng kiến|mô hình)[^:：]{0,40}|title)\s*[:：]/iu, ''));
  return title.length >= 8 && title.length <= 300 && !PROSE.test(fold(title)) && !title.endsWith('?') ? title : null;
}

function authorsIn(text: string) {
  const names = namesIn(text.replace(/^[^:：\n]{0,40}[:：]/u, ''));
  return names.length === 0 ? null : names.map(nobody);
}

function unitIn(line: string): string | null {
  const unit = cleanValue(line.replace(/^(?:đơn vị|cơ quan|nơi công tác|nơi cư trú|unit|organisation)[^:：]{0,30}[:：]/iu, ''));
  return unit.length <= 200 && UNIT.test(fold(unit)) ? unit : null;
}

function contactIn(line: string, { mailbox }: Contest): string | null {
  return emailsIn(line).find((e) => e.toLowerCase() !== mailbox.address.toLowerCase()) ?? null;
}

function areasOf(line: string, contest: Contest): number[] | null {
  const named = areasIn(line, contest);
  if (named.length > 0 && named.length <= 3) return named;
  const numbers = /^(?:nội dung|lĩnh vực|số|area|\s)*(\d{1,2}(?:\s*[,;&]\s*\d{1,2})*)\.?$/iu.exec(line)?.[1]?.split(/[,;&]/).map(Number) ?? [];
  return numbers.length > 0 && numbers.every((n) => n >= 1 && n <= contest.areas.length) ? numbers : null;
}

/** A plain yes answers the question for a declaration; anything more must say what it declares. */
function declarationOf(line: string): boolean | null {
  const folded = fold(line).replace(/[.!]+$/, '').trim();
  if (/^(?:co|da co|dong y|yes|i do|we do|(?:vang|da|co)?[,.\s]{0,3}(?:(?:toi|em|chung toi|nhom|tac gia)\s)?(?:xin )?cam (?:ket|doan)|vang)$/.test(folded)) return true;
  return declarationIn(line);
}
