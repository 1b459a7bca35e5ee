/** Telling what a person wrote now from what they quote. Line by line, in linear time. */
import { fold } from '../vietnamese/fold.ts';

export type Split = { text: string; quoted: string };

/** Above this many characters of new text before a forwarded mail, the forward counts as history rather than as the message. */
const FORWARD_NOTE = 400;
const LONGEST_LINE = 2_000;

/**
 * New text and quoted history. Answers written between quoted lines stay in the text; a forwarded mail stays too,
 * where what stands above it is a short note: agencies forward their colleagues' entries.
 */
export function splitQuoted(body: string): Split {
  const lines = body.split('\n');
  const cut = historyStart(lines);
  const own = lines.slice(0, cut);
  const text: string[] = [];
  const quoted: string[] = [];
  own.forEach((line, i) => {
    const isQuote = line.startsWith('>') || (isIntroduction(own, i) && nextIsQuote(own, i));
    (isQuote ? quoted : text).push(line);
  });
  return { text: tidy(withoutSignature(text)), quoted: tidy([...quoted, ...lines.slice(cut)]) };
}

/** The first line from which on everything is history. */
function historyStart(lines: string[]): number {
  let characters = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line.length <= LONGEST_LINE) {
      const folded = fold(line);
      if (FORWARD_MARK.test(folded)) return characters <= FORWARD_NOTE ? lines.length : i;
      if (ORIGINAL_MARK.test(folded)) return i;
      if (isHeaderBlock(lines, i)) return isForwardBlock(lines, i, characters) ? lines.length : i;
      if (isIntroduction(lines, i) && !answersFollow(lines, i)) return i;
    }
    characters += line.trim().length;
  }
  return lines.length;
}

const FORWARD_MARK = /^[-_ ]*(begin forwarded message|forwarded message|thu (da |duoc )?chuyen tiep|tin nhan (da |duoc )?chuyen tiep|noi dung chuyen tiep)\s*:?[-_ ]*$/;
const ORIGINAL_MARK = /^[-_ ]{2,}\s*(original message|original appointment|thu goc|tin nhan goc|ursprungliche nachricht|message d'origine)\s*[-_ ]*$/;
const INTRODUCTION_END = /(wrote|da viet|viet|schrieb|a ecrit|escribio)\s*:?$/;
const INTRODUCTION_START = /^(on|vao|ngay|luc|am|le|el|thu|\d{1,4}[-/. ])/;

/** "On … wrote:", "Vào … đã viết:", also broken over two or three lines. */
function isIntroduction(lines: string[], i: number): boolean {
  const line = fold(lines[i]?.slice(0, 400) ?? '');
  if (!INTRODUCTION_START.test(line)) return false;
  let joined = line;
  for (let n = 0; n < 3; n++) {
    if (INTRODUCTION_END.test(joined) && (/[<@]|\d{1,2}[:hg]\d{2}|\d{4}/.test(joined))) return true;
    const next = lines[i + n + 1];
    if (next === undefined || next.trim() === '' || next.startsWith('>') || joined.length > 400) return false;
    joined = `${joined} ${fold(next.slice(0, 300))}`;
  }
  return false;
}

function nextIsQuote(lines: string[], i: number): boolean {
  return lines.slice(i + 1, i + 6).some((line) => line.startsWith('>'));
}

/** Below the introduction stand quoted lines with answers between them. */
function answersFollow(lines: string[], i: number): boolean {
  const rest = lines.slice(i + 1).slice(0, 5_000);
  const lastQuote = rest.findLastIndex((line) => line.startsWith('>'));
  if (lastQuote < 0) return false;
  const firstQuote = rest.findIndex((line) => line.startsWith('>'));
  return rest.slice(firstQuote).some((line) => !line.startsWith('>') && line.trim() !== '');
}

const HEADER_LINE = /^\*?(from|sent|date|to|cc|subject|tu|da gui|ngay|gui|den|toi|chu de|tieu de|von|gesendet|an|betreff|de|envoye|objet)\s*:\*?\s/;
const HEADER_FROM = /^\*?(from|tu|von|de)\s*:\*?\s/;

/** Outlook's block: From, Sent, To, Subject in Vietnamese or English, three of them in a row. */
function isHeaderBlock(lines: string[], i: number): boolean {
  if (!HEADER_FROM.test(`${fold((lines[i] as string).slice(0, 300))} `)) return false;
  let found = 1;
  for (let n = i + 1; n < Math.min(lines.length, i + 7); n++) if (HEADER_LINE.test(`${fold((lines[n] as string).slice(0, 300))} `)) found++;
  return found >= 3;
}

/** The block is a forward where next to nothing stands above it. */
function isForwardBlock(lines: string[], i: number, characters: number): boolean {
  const above = fold(lines.slice(0, i).join(' ').slice(0, 2_000));
  return characters === 0 || (characters <= FORWARD_NOTE && /chuyen tiep|forward|fyi|kinh chuyen|gui kem bai|chuyen bai/.test(above));
}

const MOBILE_SIGNATURE = /^(sent from my |get outlook for |duoc gui tu |da gui tu |gui tu (iphone|ipad|dien thoai)|tai outlook)/;

/** The standard delimiter "-- " and the lines that phones add. */
function withoutSignature(lines: string[]): string[] {
  return lines.filter((line) => line.length > 120 || !MOBILE_SIGNATURE.test(fold(line)));
}

function tidy(lines: string[]): string {
  const out: string[] = [];
  let blank = 0;
  for (const line of lines) {
    const trimmed = line.trimEnd();
    blank = trimmed === '' ? blank + 1 : 0;
    if (blank <= 1) out.push(trimmed);
  }
  return out.join('\n').trim();
}
