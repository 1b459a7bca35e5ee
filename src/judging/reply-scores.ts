/**
 * Scores and remarks in a judge's reply: above the quotation, inside it behind ">", below the line that asks, or in a form that was quoted without
 * any mark. A line that names an entry begins its section; what follows a code that cannot be read is nobody's.
 */
import { entryCodesIn, leadingCodes } from '../mail/kinds/decision-line.ts';
import { fold } from '../vietnamese/fold.ts';
import { echoOf } from './echo.ts';
import { MOST_LINES, type ReplyForm } from './reply-form.ts';
import type { Unread } from './reply.ts';
import { bareScore, criterionLine, readScore, type CriterionLine } from './score-line.ts';

export type Found = { code: string; key: string; hundredths: number; depth: number; line: string };
type Result = { found: Found[]; comments: Map<string, string>; unread: Unread[] };
type Section = { code: string | null; /** the line that began it was told, or one below it */ told: boolean; /** a remark was made: numbers in it are no scores */ remarked: boolean; /** criteria that have one */ scored: Set<number> };
/** A remark that goes on below its line. */
type Remark = { code: string; depth: number; empty: boolean };
type Line = { text: string; depth: number; echo: boolean };

export function scoresIn(body: string, form: ReplyForm): Result {
  const isEcho = echoOf(form.letter);
  const result: Result = { found: [], comments: new Map(), unread: [] };
  let section: Section = { code: form.only, told: false, remarked: false, scored: new Set() };
  let asked: number | null = null;
  let remark: Remark | null = null;
  for (const raw of body.split('\n').slice(0, MOST_LINES)) {
    const { text, depth } = unquoted(raw);
    // Deeper quotations are history: what was given there was read then.
    if (depth > 1) continue;
    if (text === '') {
      if (remark?.empty === false) remark = null;
      continue;
    }
    const line: Line = { text, depth, echo: isEcho(text) };
    const begins = sectionIn(line, section, form);
    if (begins !== undefined) {
      section = begins;
      [asked, remark] = [null, null];
      if (begins.told) result.unread.push({ line: text.slice(0, 200), code: null, why: 'mistyped-code' });
      continue;
    }
    const label = remarkIn(text);
    if (label !== null) {
      section.remarked = true;
      asked = null;
      remark = section.code === null ? null : { code: section.code, depth, empty: label === '' };
      if (!line.echo && label !== '' && section.code !== null) result.comments.set(section.code, label);
      continue;
    }
    const scored = scoreIn(line, asked, section, form);
    if (scored === null) {
      remark = remark === null ? null : goneOn(remark, line, result);
      if (!line.echo) asked = null;
      continue;
    }
    remark = null;
    asked = scored.value === '' || scored.value === null ? scored.at : null;
    if (scored.value !== null) note(scored.value, scored, line, section, form, result);
  }
  return result;
}

type Scored = { at: number; value: string | null; other: boolean };

/** A line of the form, or a score below one; null = neither. */
function scoreIn({ text, echo }: Line, asked: number | null, section: Section, { criteria, others }: ReplyForm): Scored | null {
  const line = criterionLine(text, criteria, others);
  if (line && (!section.remarked || isScoreBelowRemark(text, line, section))) return { at: line.index, value: echo ? '' : line.value, other: line.other && !echo };
  return line === null && asked !== null && !echo && bareScore(text) ? { at: asked, value: text, other: false } : null;
}

/** A remark may be numbered, and speak of criteria; some write it before the scores. */
function isScoreBelowRemark(text: string, { index, value, named }: CriterionLine, { scored }: Section): boolean {
  return named ? /^[\s_.…]*(?:\d|$)/.test(value) : /[:=]/.test(text) && !scored.has(index) && bareScore(value);
}

function note(value: string, { at, other }: Scored, { text, depth }: Line, section: Section, { criteria, decimals }: ReplyForm, result: Result): void {
  const criterion = criteria[at];
  if (!criterion) return;
  const score = readScore(value, criterion, decimals);
  if (score.is === 'empty') return;
  const line = text.slice(0, 200);
  section.scored.add(at);
  if (section.code === null) {
    if (!section.told) result.unread.push({ line, code: null, why: 'no-code' });
    section.told = true;
  } else if (other) result.unread.push({ line, code: section.code, why: 'other-form' });
  else if (score.is === 'wrong') result.unread.push({ line, code: section.code, why: score.why });
  else result.found.push({ code: section.code, key: criterion.key, hundredths: score.hundredths, depth, line });
}

const CLOSING = /^(?:tran trong|kinh chao|kinh thu|than ai|thanh kinh|xin (?:chan thanh )?cam on|cam on|(?:best |kind |warm )?regards|best wishes|yours|sincerely|thanks|thank you|sent from|gui tu|da gui tu|--)/;

/** Up to a blank line, a closing phrase or our own words. */
function goneOn(remark: Remark, { text, depth, echo }: Line, { comments }: Result): Remark | null {
  if (echo || depth > remark.depth || CLOSING.test(fold(text)) || (text.endsWith(':') && depth === 0 && remark.depth === 0 && !remark.empty)) return null;
  const before = comments.get(remark.code);
  comments.set(remark.code, before === undefined ? text : `${before} ${text}`);
  return { ...remark, empty: false };
}

function unquoted(raw: string): { text: string; depth: number } {
  const marks = /^(?:\s*>)+/.exec(raw.slice(0, 200))?.[0] ?? '';
  const text = raw.slice(marks.length).normalize('NFKC').replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '').replace(/\s+/g, ' ').trim()
    .replace(/^[•·*▪–—]\s*/, '').replace(/^[-+]\s+(?=\d{1,2}\s*[.:)/=–—-])/, '');
  return { text, depth: marks.split('>').length - 1 };
}

/** Before the code: "Mã bài …", "Đối với bài …". */
const LEADING = /^(?:(?:entry|code|về|ve|đối với|doi voi|với|voi|cho|chấm|cham|điểm|diem|phiếu chấm|phieu cham|for|about|on)(?![\p{L}\p{N}])\s*:?\s*)+/iu;
/** As our form has it, with the title behind it in a workbook. */
const LABEL = /^(?:mã bài|ma bai|entry|code)\s*:/iu;
const LONGEST_HEADING = 120;

/** The section that a line begins; undefined = it begins none. A line that names other entries in passing makes it unclear whose the scores below are. */
function sectionIn({ text, echo }: Line, now: Section, { prefix, criteria, others }: ReplyForm): Section | undefined {
  const section = (code: string | null, told = false): Section => ({ code, told, remarked: false, scored: new Set() });
  const led = leadingCodes(text.replace(LEADING, ''), prefix);
  if (led !== null && (text.length <= LONGEST_HEADING || LABEL.test(text))) {
    if (led.codes.length + led.mistyped.length > 1) return section(null);
    return led.codes[0] === undefined ? section(null, true) : section(led.codes[0]);
  }
  if (echo || remarkIn(text) !== null || criterionLine(text, criteria, others) !== null) return undefined;
  const { valid, wrong } = entryCodesIn(text.slice(0, 400), prefix);
  if (valid.length === 0 && !wrong) return undefined;
  if (text.endsWith(':') && text.length <= LONGEST_HEADING) return wrong ? section(null, true) : section(valid.length === 1 ? valid[0] ?? null : null);
  // A remark may speak of another entry; scores below it may be of either.
  return now.remarked || (valid.length === 1 && !wrong && valid[0] === now.code) ? undefined : section(null);
}

function remarkIn(text: string): string | null {
  const [label] = /^[^:]{1,20}:/.exec(text) ?? [];
  return label !== undefined && /^(?:nhan xet|y kien|gop y|comments?|remarks?)\s*:$/.test(fold(label)) ? text.slice(label.length).trim() : null;
}
