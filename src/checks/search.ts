/** Lines of an entry that say something: where evidence and comparisons stand. */
import type { Locale } from '../../schemas/contest.ts';
import type { MailDocument } from '../../schemas/reading.ts';
import { optionsIn } from '../entry/options.ts';
import { hasPhrase } from '../vietnamese/phrases.ts';
import { fold, foldWord } from '../vietnamese/fold.ts';
import { short, type EntryFacts } from './check.ts';

/** `file` null = a mail's own text, the newest one's unless `earlier`; `line` from 1 */
export type Said = { file: string | null; earlier?: boolean; line: number; text: string; folded: string };

/** Of all documents together: mail is read while others wait. */
export const MOST_SEARCHED = { documents: 60, characters: 300_000 } as const;
const LONGEST_LINE = 2_000;

/** Every line with words, those of the mails first; without printed choices, which say what could be ticked. */
export function linesOf({ documents, text = '', earlierTexts = [] }: Pick<EntryFacts, 'documents' | 'text' | 'earlierTexts'>): Said[] {
  const texts = [text, ...earlierTexts];
  const of = texts.join('\f');
  let known = seen.get(documents);
  if (known === undefined || known.of !== of) seen.set(documents, known = { of, lines: readLines(documents, texts) });
  return known.lines;
}

/** Several checks ask for the lines of one entry. */
const seen = new WeakMap<MailDocument[], { of: string; lines: Said[] }>();

function readLines(documents: MailDocument[], mails: string[]): Said[] {
  const sources: Pick<Said, 'file' | 'earlier' | 'text'>[] = [...mails.map((text, i) => ({ file: null, text, ...(i === 0 ? {} : { earlier: true }) })), ...documents.filter((d) => d.text?.state === 'read').slice(0, MOST_SEARCHED.documents).map((d) => ({ file: d.filename ?? d.storedName, text: d.text?.text ?? '' }))];
  let room: number = MOST_SEARCHED.characters;
  return sources.flatMap(({ text, ...source }) => {
    const within = text.slice(0, Math.max(0, room));
    room -= within.length;
    return within.split(/[\n\f]/).map((line, i) => ({ ...source, line: i + 1, text: line.slice(0, LONGEST_LINE) }))
      .filter((l) => l.text.trim() !== '' && optionsIn(l.text).length === 0).map((l) => ({ ...l, folded: fold(l.text) }));
  });
}

/** Lines that hold one of the phrases at word boundaries, at most so many of each file. */
export function linesSaying(lines: readonly Said[], phrases: readonly string[], mostOfFile = 1): Said[] {
  const wanted = phrases.map(foldWord).filter((p) => p !== '');
  const found = new Map<string | null, number>();
  return lines.filter((line) => {
    const before = found.get(line.file) ?? 0;
    if (before >= mostOfFile || !wanted.some((p) => hasPhrase(line.folded, p))) return false;
    found.set(line.file, before + 1);
    return true;
  });
}

/** "tệp “a.docx”, dòng 12: “…”", as evidence. */
export function quote({ file, earlier, line, text }: Pick<Said, 'file' | 'earlier' | 'line' | 'text'>, locale: Locale): string {
  const where = locale === 'vi' ? `${file === null ? `nội dung thư${earlier ? ' trước' : ''}` : `tệp “${file}”`}, dòng ${line}` : `${file === null ? `the text of ${earlier ? 'an earlier' : 'the'} mail` : `file “${file}”`}, line ${line}`;
  return `${where}: “${short(text)}”`;
}

/** Pages that are pictures have words that no machine has read yet; a picture by itself has none. */
const PAGES = new Set(['scan', 'pictures']);

/** Documents whose words are not known, or not all: what they say nobody can miss yet. */
export function unread(documents: readonly MailDocument[]): MailDocument[] {
  return documents.filter(({ from, text }) => from !== 'inline' && (text === undefined || text.state === 'failed' || text.state === 'skipped' || text.scannedPages !== undefined || PAGES.has(text.failure ?? '')));
}
