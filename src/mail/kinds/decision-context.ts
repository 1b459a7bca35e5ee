/** The lines of a staff reply: which are quoted, and which go on with the line above. */
import type { DecisionLine } from './decision-line.ts';
import { codesIn, leadingCode, readDecisionLine } from './decision-line.ts';

export type ReplyLine = { text: string; quoted: boolean };

const MOST_CHARACTERS = 200_000;
const MOST_LINES = 5_000;
/** A shorter line may be a person's own, a code in a list above all. */
const SHORTEST_ECHO = 20;

/**
 * @param text with quoted lines marked by ">" or without them
 * @param letter plain text of our letter that the mail answers: lines of it count as quoted, since some programs quote without any mark
 */
export function replyLines(text: string, letter: string | null): ReplyLine[] {
  const echoed = new Set((letter ?? '').split('\n').map(squeezed).filter((line) => line.length >= SHORTEST_ECHO));
  const own = text.slice(0, MOST_CHARACTERS).normalize('NFKC').replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
  return own.split(/\r\n?|\n/).slice(0, MOST_LINES).map((line) => ({ text: line.trimEnd(), quoted: /^\s{0,3}>/.test(line) || echoed.has(squeezed(line)) }));
}

/**
 * A person's own lines with the quoted ones between them, marked: answers within a quotation need what they answer.
 * @param own without quotations (MailReading.text), lines in the order of the body; @param body all of the mail's text (MailReading.body)
 * History below the last line of the person's own is left out.
 */
export function withQuotes(own: string, body: string): string {
  const lines = own.split('\n').map((line) => line.trimEnd());
  const found: string[] = [];
  let next = 0;
  for (const line of body.slice(0, MOST_CHARACTERS).split('\n').slice(0, MOST_LINES)) {
    while (lines[next] === '') next++;
    if (next >= lines.length) break;
    const isOwn = line.trim() === lines[next]?.trim();
    if (isOwn) next++;
    found.push(isOwn || line.trim() === '' || line.startsWith('>') ? line : `> ${line}`);
  }
  return found.join('\n');
}

function squeezed(line: string): string {
  return line.slice(0, 2_000).normalize('NFKC').replace(/^[>\s]+/, '').replace(/\s+/g, ' ').trim();
}

/**
 * The one code that an answer between quoted lines is about: that of the last item which begins above it, if nothing
 * else is named from there on; else the only one that is quoted. Null in every other case: nobody may guess.
 */
export function quotedCode(quoted: string[], prefix: string): string | null {
  const lines = quoted.map((line) => line.replace(/^[>\s]+/, ''));
  const item = lines.findLastIndex((line) => leadingCode(line, prefix) !== null);
  const [code, another] = new Set(codesIn(lines.slice(Math.max(0, item)).join('\n'), prefix));
  return code === undefined || another !== undefined ? null : readDecisionLine(code, prefix).is === 'codes' ? code : null;
}

const SENTENCE_END = /[.!?;:]["'”’)]?$/;

/** Broken by a mail program rather than ended by a person: the next word would not have fitted. */
export function isWrapped(line: string, next: string): boolean {
  const word = /^\s*\S{1,80}/.exec(next)?.[0].trim() ?? '';
  return line.length <= 80 && line.length + 1 + word.length > 70 && !SENTENCE_END.test(line);
}

/** Whether `next` belongs to a line that decides: its reason, indented or wrapped, or more codes of its list. */
export function goesOn(read: DecisionLine, line: string, next: string, prefix: string): boolean {
  if (read.is !== 'decision' && read.is !== 'word') return false;
  const [indented, wrapped] = [/^(?: {2,}| ?\t)/.test(next), isWrapped(line, next)];
  const following = readDecisionLine(next, prefix);
  const listGoesOn = read.rest.replace(/[\s,;]+/g, '') === '';
  if (following.is === 'codes') {
    if (read.is === 'word') return false;
    return listGoesOn ? following.rest.trim().replace(/^[,;]$/, '') === '' && (indented || wrapped || /[,;]$/.test(line)) : indented || wrapped;
  }
  if (following.is === 'decision' || following.is === 'unclear') return wrapped && !(following.is === 'decision' && following.loud);
  return following.is === 'word' ? wrapped && !listGoesOn : indented || wrapped;
}
