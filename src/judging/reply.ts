/**
 * What a judge's reply says, from all of its text: commands in lines of their own, scores in lines of the form, wherever a mail program put them:
 * above the quotation, inside it behind ">", below the line that asks, or in a form that was quoted without any mark.
 */
import { findCodes } from '../entry/code.ts';
import { leadingCode } from '../mail/kinds/decision-line.ts';
import { fold } from '../vietnamese/fold.ts';
import { bareScore, criterionLine, readScore, type Criterion } from './score-line.ts';
import { judgeWordIn, reasonIn, type JudgeWord } from './words.ts';

export type JudgeCommand = { word: JudgeWord; codes: string[]; /** all that the letter names */ all: boolean; reason: string | null; line: string };
export type Unread = { line: string; code: string | null; why: 'not-a-number' | 'out-of-range' | 'too-precise' | 'two-answers' | 'mistyped-code' | 'no-code' };
/** hundredths of a point, by key of the criterion: what this mail says, and no more. sheet = in a spreadsheet that came with it */
export type GivenScores = { code: string; marks: Record<string, number>; comment: string | null; sheet?: true };
export type JudgeReply = { commands: JudgeCommand[]; scores: GivenScores[]; unread: Unread[] };

export type ReplyForm = { prefix: string; criteria: readonly Criterion[]; decimals: number; /** the only entry that the letter is about, where there is one */ only: string | null; /** plain text of our letter that the mail answers */ letter: string };

const MOST_LINES = 5_000;
const MOST_UNREAD = 50;

/** @param own the judge's own words (MailReading.text); @param body all of the mail's text (MailReading.body) */
export function readJudgeReply(own: string, body: string, form: ReplyForm): JudgeReply {
  const commands = commandsIn(own, form);
  const { found, comments, unread } = scoresIn(body, form);
  const scores = new Map<string, GivenScores>();
  const of = (code: string): GivenScores => {
    const known = scores.get(code) ?? { code, marks: {}, comment: null };
    scores.set(code, known);
    return known;
  };
  for (const { code, key, hundredths } of settled(found, unread)) of(code).marks[key] = hundredths;
  for (const [code, comment] of comments) of(code).comment = comment.slice(0, 2_000);
  return { commands, scores: [...scores.values()], unread: unread.slice(0, MOST_UNREAD) };
}

/** A line so long that stands in our letter, however a mail program wrapped it there, is quoted: a judge's own words are not by chance the same. */
const SHORTEST_ECHO = 30;

/** Whole words of it: "…: 2" is not what stands there as "…: 25". */
function echoOf(letter: string): (line: string) => boolean {
  const said = `${squeezed(letter)} `;
  const lines = new Set(letter.split('\n').map(squeezed).filter((l) => l !== ''));
  return (line) => {
    const plain = squeezed(line).replace(/^[^\p{L}\p{N}]+/u, '');
    return lines.has(squeezed(line)) || (plain.length >= SHORTEST_ECHO && said.includes(`${plain} `));
  };
}

/** The score form as a spreadsheet, read as lines of cells; what the mail itself says stands above it. Commands are not looked for there. */
export function withSheets(reply: JudgeReply, sheets: readonly string[], form: ReplyForm): JudgeReply {
  const read = sheets.map((text) => readJudgeReply('', text, { ...form, only: null, letter: '' }));
  const scores = new Map(reply.scores.map((s) => [s.code, s]));
  for (const given of read.flatMap((r) => r.scores)) {
    const own = scores.get(given.code);
    scores.set(given.code, own ? { ...own, marks: { ...given.marks, ...own.marks }, comment: own.comment ?? given.comment } : { ...given, sheet: true });
  }
  return { ...reply, scores: [...scores.values()], unread: [...reply.unread, ...read.flatMap((r) => r.unread)].slice(0, MOST_UNREAD) };
}

function commandsIn(own: string, { prefix, only, letter }: ReplyForm): JudgeCommand[] {
  const isEcho = echoOf(letter);
  return own.split('\n').slice(0, MOST_LINES).filter((line) => !line.startsWith('>') && !isEcho(line)).flatMap((line) => {
    const spoken = judgeWordIn(line);
    if (!spoken) return [];
    const codes = findCodes(spoken.rest, prefix).valid;
    const last = codes.length === 0 ? spoken.rest : behindCodes(spoken.rest);
    return [{ word: spoken.word, codes: codes.length === 0 && !spoken.all && only !== null ? [only] : codes, all: spoken.all, reason: spoken.word === 'accept' || spoken.word === 'resume' ? null : reasonIn(last), line: line.trim().slice(0, 200) }];
  }).slice(0, 200);
}

/** What follows the last thing that looks like a code's end. */
function behindCodes(rest: string): string {
  const at = [...rest.matchAll(/[0-9OIL]{4,6}\s?[-–—_. ]?\s?[0-9A-Z](?![0-9A-Z])/giu)].at(-1);
  return at === undefined ? rest : rest.slice(at.index + at[0].length);
}

type Found = { code: string; key: string; hundredths: number; depth: number; line: string };
type Section = { code: string | null; /** the line that began it was mistyped */ told: boolean };

function scoresIn(body: string, form: ReplyForm): { found: Found[]; comments: Map<string, string>; unread: Unread[] } {
  const isEcho = echoOf(form.letter);
  const result = { found: [] as Found[], comments: new Map<string, string>(), unread: [] as Unread[] };
  let section: Section = { code: form.only, told: false };
  let asked: number | null = null;
  for (const raw of body.split('\n').slice(0, MOST_LINES)) {
    const { text, depth } = unquoted(raw);
    // Deeper quotations are history: what was given there was read then.
    if (depth > 1 || text === '') continue;
    const begins = sectionIn(text, form.prefix);
    if (begins !== undefined) {
      section = { code: begins, told: begins === null };
      asked = null;
      if (begins === null) result.unread.push({ line: text.slice(0, 200), code: null, why: 'mistyped-code' });
      continue;
    }
    const echo = isEcho(text);
    const remark = remarkIn(text);
    if (remark !== null) {
      if (!echo && remark !== '' && section.code !== null) result.comments.set(section.code, remark);
      continue;
    }
    const line = criterionLine(text, form.criteria);
    if (line) asked = line.index;
    const value = line ? (echo ? '' : line.value) : asked !== null && bareScore(text) && !echo ? text : null;
    if (value === null || asked === null) continue;
    note(value, { at: asked, depth, text }, section, form, result);
    if (!line) asked = null;
  }
  return result;
}

function note(value: string, { at, depth, text }: { at: number; depth: number; text: string }, section: Section, { criteria, decimals }: ReplyForm, result: { found: Found[]; unread: Unread[] }): void {
  const criterion = criteria[at];
  if (!criterion) return;
  const score = readScore(value, criterion, decimals);
  if (score.is === 'empty') return;
  const line = text.slice(0, 200);
  if (section.code === null) {
    if (!section.told) result.unread.push({ line, code: null, why: 'no-code' });
    section.told = true;
  } else if (score.is === 'wrong') result.unread.push({ line, code: section.code, why: score.why });
  else result.found.push({ code: section.code, key: criterion.key, hundredths: score.hundredths, depth, line });
}

/** The judge's newer words stand above, or less deeply quoted; two different ones of the same depth are asked about. */
function settled(found: Found[], unread: Unread[]): Found[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) groups.set(`${one.code} ${one.key}`, [...groups.get(`${one.code} ${one.key}`) ?? [], one]);
  return [...groups.values()].flatMap((group) => {
    const least = Math.min(...group.map((g) => g.depth));
    const [first, ...others] = group.filter((g) => g.depth === least);
    if (!first) return [];
    if (others.every((o) => o.hundredths === first.hundredths)) return [first];
    unread.push({ line: first.line, code: first.code, why: 'two-answers' });
    return [];
  });
}

function unquoted(raw: string): { text: string; depth: number } {
  const marks = /^(?:\s*>)+/.exec(raw.slice(0, 200))?.[0] ?? '';
  const text = raw.slice(marks.length).normalize('NFKC').replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '').replace(/\s+/g, ' ').trim().replace(/^[•·*▪–—]\s*/, '');
  return { text, depth: marks.split('>').length - 1 };
}

/** A line that names the entry whose scores follow; null = it means to, and its code is mistyped; undefined = it is no such line. */
function sectionIn(text: string, prefix: string): string | null | undefined {
  const named = /^(?:mã bài|ma bai|bài dự thi|bài|entry|code)(?: (?:dự thi|du thi))?\s*:?\s*/iu.exec(text)?.[0].length ?? 0;
  const rest = text.slice(named);
  const code = leadingCode(rest, prefix);
  if (code !== null && (named > 0 || rest.replace(/^\W*/u, '').length <= 120)) return code;
  const { valid, mistyped } = findCodes(rest.slice(0, 60), prefix);
  return named > 0 && valid.length === 0 && mistyped.length > 0 ? null : undefined;
}

function remarkIn(text: string): string | null {
  const [label] = /^[^:]{1,20}:/.exec(text) ?? [];
  return label !== undefined && /^(?:nhan xet|y kien|gop y|comments?|remarks?)\s*:$/.test(fold(label)) ? text.slice(label.length).trim() : null;
}

function squeezed(line: string): string {
  return line.normalize('NFKC').replace(/\s+/g, ' ').trim();
}
