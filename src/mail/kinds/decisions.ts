/**
 * What a member of staff decided, read from a reply. Only what is surely meant is a decision; a line that may have been meant
 * as one is `unclear`, and nothing is ever guessed:
 * - a line begins with the word and names its codes, or begins with the codes and says the word;
 * - or the word stands alone above a list of codes;
 * - or it stands alone below quoted lines that are about one code (quotedCode).
 * What is quoted decides nothing, nor does a wrong code, a word within a sentence, or one that is taken back, asked or made to depend on something.
 */
import type { Contest } from '../../../schemas/contest.ts';
import type { DecisionWord, Refusal } from '../../../schemas/desk.ts';
import { goesOn, isWrapped, quotedCode, replyLines, type ReplyLine } from './decision-context.ts';
import { codesIn, readDecisionLine, undecorated, type DecisionLine } from './decision-line.ts';
import { mentionsDecision, withoutCourtesy } from './decision-words.ts';

export type Decision = { word: DecisionWord; code: string; reason: string | null; /** as it was written, shortened */ line: string };
export type Unclear = { line: string; why: Refusal };
export type ReadDecisions = { decisions: Decision[]; unclear: Unclear[] };

const LONGEST_LINE = 2_000;
const LONGEST_REASON = 2_000;
const MOST_DECISIONS = 500;
const MOST_UNCLEAR = 50;

/**
 * Decisions on entries and batches, each code once, and the lines that may have been meant as one.
 * @param text what the person wrote; quoted lines in between stand with ">" (see `withQuotes`) or are gone
 * @param letter plain text of the letter of ours that is answered: its lines count as quoted
 */
export function readDecisions(text: string, contest: Pick<Contest, 'codePrefix'>, letter: string | null = null): ReadDecisions {
  const reader: Reader = { prefix: contest.codePrefix, decisions: [], unclear: [], quoted: [], heading: null, above: null };
  const lines = replyLines(text, letter);
  for (let at = 0; at < lines.length;) at += readAt(reader, lines, at);
  return settled(reader);
}

type Reader = {
  prefix: string; decisions: Decision[]; unclear: Unclear[];
  /** lines quoted since the last line of the person's own */
  quoted: string[];
  /** a word alone in its line, while codes follow; unclear until one does */
  heading: { word: DecisionWord; loose: Unclear; /** something else stood in its list */ broken: boolean } | null;
  /** the line of prose above, null at the beginning of a paragraph */
  above: string | null;
};

const NAMES: Record<DecisionWord, string> = { eligible: 'HỢP LỆ', ineligible: 'KHÔNG HỢP LỆ', supplement: 'BỔ SUNG', approve: 'DUYỆT', cancel: 'HỦY' };

/** @returns how many lines were taken */
function readAt(reader: Reader, lines: ReplyLine[], at: number): number {
  const { text, quoted } = lines[at] ?? { text: '', quoted: false };
  if (quoted || text.trim() === '') {
    if (quoted) reader.quoted.push(text);
    reader.heading = reader.above = null;
    return 1;
  }
  const { line, taken, read } = joined(reader, lines, at);
  const several = line.length > LONGEST_LINE ? [] : line.split(';').map((part) => parse(part, reader.prefix));
  if (reader.above !== null && isWrapped(reader.above, text) && !['other', 'codes'].includes(read.is)) note(reader, line, 'several-meanings');
  else if (several.length > 1 && several.every((part) => part.is === 'decision')) several.forEach((part) => take(reader, part, line));
  else take(reader, read, line);
  if (read.is === 'other' && reader.heading) reader.heading.broken = true;
  reader.above = read.is === 'other' || read.is === 'codes' ? text : null;
  reader.quoted = [];
  return taken;
}

/** A line and what goes on with it. */
function joined({ heading, prefix }: Reader, lines: ReplyLine[], at: number): { line: string; taken: number; read: DecisionLine } {
  let line = lines[at]?.text ?? '';
  let read = understood(line, heading?.word ?? null, prefix);
  let taken = 1;
  for (let last = line; line.length <= LONGEST_LINE; taken++) {
    const next = lines[at + taken];
    if (next === undefined || next.quoted || next.text.trim() === '' || next.text.length > LONGEST_LINE || !goesOn(read, last, next.text, prefix)) break;
    line = `${line}${isReasonBelow(read, next.text, prefix) ? ':' : ''} ${next.text.trim()}`;
    last = next.text;
    read = understood(line, heading?.word ?? null, prefix);
  }
  return { line, taken, read };
}

/** Indented below a line that ends with its codes: as good as behind a colon. */
function isReasonBelow(read: DecisionLine, next: string, prefix: string): boolean {
  return read.is === 'decision' && read.rest === '' && /^[ \t]/.test(next) && readDecisionLine(next, prefix).is === 'other';
}

function parse(line: string, prefix: string): DecisionLine {
  if (line.length <= 2 * LONGEST_LINE) return readDecisionLine(line, prefix);
  const start = line.slice(0, LONGEST_LINE);
  return mentionsDecision(start) && codesIn(start, prefix).length > 0 ? { is: 'unclear', why: 'several-meanings' } : { is: 'other' };
}

/** As it reads by itself, or with the word that stands above its list. */
function understood(line: string, heading: DecisionWord | null, prefix: string): DecisionLine {
  const read = parse(line, prefix);
  return read.is === 'codes' && heading !== null ? parse(`${NAMES[heading]}: ${undecorated(line)}`, prefix) : read;
}

function take(reader: Reader, read: DecisionLine, line: string): void {
  if (read.is === 'unclear') return note(reader, line, read.why);
  if (read.is === 'word') return wordAlone(reader, read, line);
  if (read.is !== 'decision') return;
  if (reader.heading?.broken && !mentionsDecision(line)) return note(reader, line, 'several-meanings');
  reader.unclear = reader.unclear.filter((u) => u !== reader.heading?.loose);
  for (const written of read.mistyped) note(reader, `${written}: ${line}`, 'mistyped-code');
  for (const code of read.codes) decide(reader, { word: read.word, code, reason: reasonIn(read.rest), line: shortened(line) });
}

function wordAlone(reader: Reader, { word, rest }: { word: DecisionWord; rest: string }, line: string): void {
  const code = quotedCode(reader.quoted, reader.prefix);
  if (code !== null) return decide(reader, { word, code, reason: reasonIn(rest), line: shortened(line) });
  const loose: Unclear = { line: shortened(line), why: 'no-code' };
  reader.heading = rest === '' && reader.quoted.length === 0 ? { word, loose, broken: false } : null;
  if (reader.unclear.length < MOST_UNCLEAR) reader.unclear.push(loose);
}

function decide(reader: Reader, decision: Decision): void {
  if (decision.word === 'ineligible' && decision.reason === null) return note(reader, decision.line, 'needs-reason');
  if (reader.decisions.length >= MOST_DECISIONS) return note(reader, decision.line, 'too-many');
  reader.decisions.push(decision);
}

function note(reader: Reader, line: string, why: Refusal): void {
  if (reader.unclear.length < MOST_UNCLEAR) reader.unclear.push({ line: shortened(line), why });
}

function shortened(line: string): string {
  const start = line.trim().slice(0, 1_000);
  const letters = [...start];
  return letters.length <= 300 ? letters.join('') : `${letters.slice(0, 299).join('')}…`;
}

function reasonIn(rest: string): string | null {
  if (withoutCourtesy(rest) === '') return null;
  return [...rest.replace(/^[\s:=,;.*_–—-]+/, '').replace(/[\s,;:*_-]+$/, '')].slice(0, LONGEST_REASON).join('');
}

/** Each code once: said twice it counts once, answered in two ways not at all. */
function settled({ decisions, unclear }: Reader): ReadDecisions {
  const byCode = new Map<string, Decision[]>();
  for (const decision of decisions) byCode.set(decision.code, [...byCode.get(decision.code) ?? [], decision]);
  const all = [...byCode.values()];
  const agreed = all.filter((said) => new Set(said.map((d) => d.word)).size === 1);
  return {
    decisions: agreed.flatMap((said) => said.filter((d) => d.reason !== null).concat(said).slice(0, 1)),
    unclear: [...unclear, ...all.filter((said) => !agreed.includes(said)).flat().map(({ line }): Unclear => ({ line, why: 'two-answers' }))],
  };
}
