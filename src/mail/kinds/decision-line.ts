/** One line of a staff reply as a decision: `WORD CODE, CODE: reason` or `CODE: WORD, reason`, or one half of it. */
import type { DecisionWord, Refusal } from '../../../schemas/desk.ts';
import { findCodes } from '../../entry/code.ts';
import { decisionWordAt, isDoubtful, isSetApart, mentionsDecision, withoutCourtesy, type SpokenWord } from './decision-words.ts';

/** Codes of batches, "CCHC24D-0007-K": never those of entries. */
export function approvalPrefix(codePrefix: string): string {
  return `${codePrefix}D`;
}

export type DecisionLine =
  | { is: 'decision'; word: DecisionWord; codes: string[]; mistyped: string[]; rest: string; /** begins with the word in capitals */ loud: boolean }
  /** a word with or without a reason: what it is about must stand elsewhere */
  | { is: 'word'; word: DecisionWord; rest: string }
  /** codes with or without more, and no word of decision */
  | { is: 'codes'; codes: string[]; mistyped: string[]; rest: string }
  | { is: 'unclear'; why: Refusal }
  | { is: 'other' };

const DECORATION = /^[\s*•·●▪–—+#_"'“”‘’«»([-]*(?:\(?\d{1,3}\s?[.)\]:]|[a-z][.)])?[\s*•·–—+_"'“”‘’«»([-]*/i;
/** "HỢP LỆ các bài: …" */
const FILLING = /^[\s:=*_–—-]{0,6}(?:(?:các|cac|những|nhung|the)\s)?\s?(?:(?:mã bài|ma bai|mã số|ma so|bài dự thi|bai du thi|bài|bai|mã|ma|hồ sơ|ho so|đợt|dot|batch|entries|entry|codes?)(?![\p{L}]))?[\s:=.*_–—-]{0,6}/iu;
const BETWEEN = /^(?:\s*(?:[,;&+/]|và|va|and)(?![\p{L}])\s*|\s+)(?:(?:và|va|and)\s+)?(?:(?:bài|bai|mã|ma|entry)\s+)?/iu;
const JOINT = /^[\s:=*_,–—-]{0,6}(?:(?:thì|thi|là|la|is)\s+)?/iu;
const MOST_CODES = 100;

/** A line without what stands before its first word: bullets, numbers, quotation marks. */
export function undecorated(line: string): string {
  return line.slice(DECORATION.exec(line)?.[0].length ?? 0);
}

/** @param line in NFC, no longer than the caller allows; @param prefix the contest's codePrefix */
export function readDecisionLine(line: string, prefix: string): DecisionLine {
  const start = DECORATION.exec(line)?.[0].length ?? 0;
  const word = decisionWordAt(line, start);
  return word ? wordFirst(line, start + word.length, word, prefix) : codesFirst(line, line.slice(start), prefix);
}

function wordFirst(line: string, at: number, word: SpokenWord, prefix: string): DecisionLine {
  const after = line.slice(at);
  const filling = FILLING.exec(after)?.[0] ?? '';
  const list = codeList(after.slice(filling.length), prefix);
  // "Bổ sung bài dự thi <code>" is how people call what they send.
  if (list && word.word === 'supplement' && !word.shouted && /\p{L}/u.test(filling)) return { is: 'unclear', why: 'several-meanings' };
  if (list) return decided(word, list, { strong: word.shouted, loud: word.shouted }, prefix);
  if (namesCode(line, prefix)) return { is: 'unclear', why: 'several-meanings' };
  // Somebody's name, as far as anybody can tell.
  if (word.weak) return { is: 'other' };
  if (withoutCourtesy(after) === '') return { is: 'word', word: word.word, rest: '' };
  if (isSetApart(after) && !isDoubtful(word.word, after) && !mentionsDecision(after)) return { is: 'word', word: word.word, rest: after };
  return word.shouted ? { is: 'unclear', why: 'several-meanings' } : { is: 'other' };
}

function codesFirst(line: string, text: string, prefix: string): DecisionLine {
  const list = codeList(text.replace(FILLING, ''), prefix);
  if (!list) return namesCode(line, prefix) && mentionsDecision(line) ? { is: 'unclear', why: 'several-meanings' } : { is: 'other' };
  const joint = JOINT.exec(list.rest)?.[0] ?? '';
  const word = decisionWordAt(list.rest, joint.length);
  if (!word) return mentionsDecision(list.rest) ? { is: 'unclear', why: 'several-meanings' } : { is: 'codes', ...list };
  // "<code>: HUY" may say whose it is.
  if (word.weak) return { is: 'unclear', why: 'several-meanings' };
  return decided(word, { ...list, rest: list.rest.slice(joint.length + word.length) }, { strong: word.shouted || /[:=–—-]/.test(joint), loud: false }, prefix);
}

type Codes = { codes: string[]; mistyped: string[]; rest: string };

/** @param strong a reason need not be set apart */
function decided(word: SpokenWord, { codes, mistyped, rest }: Codes, { strong, loud }: { strong: boolean; loud: boolean }, prefix: string): DecisionLine {
  const unclear: DecisionLine = { is: 'unclear', why: 'several-meanings' };
  if (codes.length + mistyped.length > MOST_CODES) return { is: 'unclear', why: 'too-many' };
  const said = withoutCourtesy(rest);
  if (word.weak && said === '' && /\p{L}/u.test(rest)) return unclear;
  if (said !== '') {
    const mayRunOn = strong && (word.word === 'ineligible' || word.word === 'supplement');
    if (!mayRunOn && !isSetApart(rest)) return unclear;
    if (word.weak && !/^\s*[:–—(-]|^\s*(?:vì|vi|do|lý do|ly do)\s/iu.test(rest)) return unclear;
    // "A – C": from one to the other, or one of them and its reason?
    if (codeAt(rest.replace(/^[\s–—~-]{1,6}/, ''), prefix)) return unclear;
    // What of the other one? Only a reason may name it.
    if (word.word !== 'ineligible' && word.word !== 'supplement' && namesCode(rest, prefix)) return unclear;
    if (isDoubtful(word.word, rest) || (mentionsDecision(rest) && namesCode(rest, prefix))) return unclear;
  }
  if (word.weak && word.written.startsWith('H') && !word.shouted) return unclear;
  return { is: 'decision', word: word.word, codes, mistyped, rest, loud };
}

/** One or more codes from the very beginning, and what follows the last; null where none stands there. */
function codeList(text: string, prefix: string): Codes | null {
  const found: Codes = { codes: [], mistyped: [], rest: text };
  for (let between = ''; found.codes.length + found.mistyped.length <= MOST_CODES;) {
    const code = codeAt(found.rest.slice(between.length), prefix);
    if (!code) break;
    if (code.valid !== null && !found.codes.includes(code.valid)) found.codes.push(code.valid);
    if (code.valid === null) found.mistyped.push(code.written.trim());
    found.rest = found.rest.slice(between.length + code.written.length).replace(/^["'”’»*_\])]{1,3}/, '');
    between = BETWEEN.exec(found.rest)?.[0] ?? '';
  }
  return found.codes.length + found.mistyped.length === 0 ? null : found;
}

/** What looks like a code at the very beginning, with its check character or without: only a right one is valid. */
function codeAt(text: string, prefix: string): { written: string; valid: string | null } | null {
  for (const known of [approvalPrefix(prefix), prefix]) {
    const [written] = lookalike(known).first.exec(text.slice(0, 60)) ?? [];
    if (written !== undefined) return { written, valid: findCodes(written, known).valid[0] ?? null };
  }
  return null;
}

const lookalikes = new Map<string, { first: RegExp; all: RegExp }>();

function lookalike(prefix: string): { first: RegExp; all: RegExp } {
  let known = lookalikes.get(prefix);
  if (!known) {
    const letters = [...prefix].map((c) => (/[0O]/.test(c) ? '[0O]' : /[1I]/.test(c) ? '[1IL]' : c)).join(' ?');
    const source = `${letters} ?[\\-–—_. ]? ?[0-9OIL]{1,6}(?: ?[\\-–—_.] ?[0-9A-Z]| [0-9A-Z]|[A-Z])?(?![\\p{L}\\p{N}\\p{M}])`;
    lookalikes.set(prefix, known = { first: new RegExp(`^[\\[("'“]?${source}`, 'iu'), all: new RegExp(source, 'giu') });
  }
  return known;
}

/** A stranger's words without anything that looks like a code (of these prefixes): a title must not speak for another entry in a letter that staff answers. */
export function withoutCodes(text: string, prefix: string, prefixes: string[] = [approvalPrefix(prefix), prefix]): string {
  return prefixes.reduce((rest, known) => rest.replace(lookalike(known).all, '…'), text.slice(0, 10_000).normalize('NFKC'));
}

/** The code a line begins with, behind bullets and numbers; null where none does, or a wrong one. */
export function leadingCode(line: string, prefix: string): string | null {
  return codeAt(undecorated(line), prefix)?.valid ?? null;
}

/** One or more codes that a text begins with, behind "các bài:" and the like; null where it begins with none. */
export function leadingCodes(text: string, prefix: string): Codes | null {
  return codeList(undecorated(text).replace(FILLING, ''), prefix);
}

/** All that look like codes of entries in a text, each once: right ones as they are kept, and whether there are others, mistyped or cut short. */
export function entryCodesIn(text: string, prefix: string): { valid: string[]; wrong: boolean } {
  const found = [...text.normalize('NFKC').matchAll(lookalike(prefix).all)].map(([written]) => findCodes(written, prefix).valid[0] ?? null);
  return { valid: [...new Set(found.filter((code) => code !== null))], wrong: found.includes(null) };
}

/** All that look like codes in a text, of entries and of batches, each once; wrong ones as written. */
export function codesIn(text: string, prefix: string): string[] {
  return [prefix, approvalPrefix(prefix)].flatMap((known) => Object.values(findCodes(text, known)).flat());
}

function namesCode(text: string, prefix: string): boolean {
  return codesIn(text, prefix).length > 0;
}
