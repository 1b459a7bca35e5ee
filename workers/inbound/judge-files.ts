/** Files that come with a judge's reply: workbooks are read as the form; what nobody can read scores from is named, and shown to staff. */
import type { MailDocument, MailReading } from '../../schemas/reading.ts';
import type { Tx } from '../../src/store/database.ts';
import { hashesOfEntries } from '../../src/store/documents.ts';
import type { LetterRow } from '../../src/store/letters.ts';

const SPREADSHEETS: readonly string[] = ['xlsx', 'xls', 'ods', 'csv'];
/** In which a person may have put a form that was filled in. */
const PAPERS: readonly string[] = ['docx', 'doc', 'odt', 'rtf', 'pdf', 'jpg', 'png', 'heic', 'tif', 'xlsx', 'xls', 'xlsm', 'ods', 'csv'];
/** Smaller pictures within a text are logos. */
const LOGO = 40_000;

export type JudgeFiles = { /** text of workbooks */ sheets: string[]; /** names of files that only a person can read scores from */ unread: string[] };

/** What we sent ourselves, and what entrants sent, says nothing of the judge: some programs send all files back. */
export async function filesOf(tx: Tx, { documents }: Pick<MailReading, 'documents'>, letter: LetterRow): Promise<JudgeFiles> {
  const papers = documents.filter((d) => PAPERS.includes(d.detectedType) && !isLogo(d));
  const known = new Set([...carried(letter), ...await hashesOfEntries(tx, papers.map((d) => d.sha256))]);
  const own = papers.filter((d) => !known.has(d.sha256));
  const isSheet = (d: MailDocument): boolean => SPREADSHEETS.includes(d.detectedType) && d.text?.state === 'read';
  return { sheets: own.filter(isSheet).map((d) => d.text?.text ?? ''), unread: [...new Set(own.filter((d) => !isSheet(d)).map((d) => d.filename ?? d.storedName))].slice(0, 20) };
}

function isLogo(d: MailDocument): boolean {
  return d.from === 'inline' && ['jpg', 'png'].includes(d.detectedType) && d.size < LOGO;
}

function carried({ facts }: LetterRow): string[] {
  const { attached = [] } = facts as { attached?: (string | { sha256?: string })[] };
  return attached.flatMap((a) => (typeof a === 'string' || a.sha256 === undefined ? [] : [a.sha256]));
}
