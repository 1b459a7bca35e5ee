/** The files of an entry, numbered, with what was released of them in a round. */
import type { EntryFields } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';
import { sendable, type Sendable } from '../../src/judging/package.ts';
import { wrongUse } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode, versionsOf } from '../../src/store/entries.ts';
import { releasesOf, type ReleaseRow } from '../../src/store/judging/releases.ts';
import { documentsOfVersions, readOfVersions } from '../../src/store/messages.ts';
import type { MailDocument } from '../../schemas/reading.ts';

export type ListedFile = Sendable & { documentId: string };
export type Files = { entryId: string; code: string; state: EntryState; fields: EntryFields; /** those that may be asked for */ list: ListedFile[]; /** all, what lies in archives and pictures of signatures included */ documents: MailDocument[]; /** withdrawn ones, too */ releases: ReleaseRow[] };

/** More nobody reads, and it counts as not looked through. */
const MOST_TO_READ = { documents: 500, characters: 3_000_000 };

/** @throws Problem `wrong-use` where there is no such entry, or it was erased */
export async function filesToRelease(tx: Tx, code: string, round: string): Promise<Files> {
  const [entry] = await entriesByCode(tx, [code.trim().toUpperCase()]);
  if (!entry) throw wrongUse(`no entry has the code ${code}; \`mailroom entries list\` shows all`);
  const versions = await versionsOf(tx, entry.id);
  const newest = versions.at(-1);
  if (entry.state === 'erased' || !newest) throw wrongUse(`${entry.code} was erased: nothing of it is left to release`);
  const { documents } = await readOfVersions(tx, versions, MOST_TO_READ);
  const rows = await documentsOfVersions(tx, versions);
  const list = sendable(documents).flatMap((f): ListedFile[] => {
    const row = rows.find((r) => r.sha256 === f.document.sha256);
    return row ? [{ ...f, documentId: row.id }] : [];
  });
  return { entryId: entry.id, code: entry.code, state: entry.state, fields: newest.fields, list, documents, releases: await releasesOf(tx, [entry.id], round, true) };
}

/** @param said its number in the list, or its name @throws Problem `wrong-use` where that is none of them, or several */
export function fileNamed({ code, list }: Pick<Files, 'code' | 'list'>, said: string): ListedFile {
  const name = said.trim().normalize('NFC').toLowerCase();
  const byNumber = list.filter((f) => /^\d{1,4}$/.test(name) && f.n === Number(name));
  const found = byNumber.length > 0 ? byNumber : list.filter((f) => [f.document.filename, f.document.storedName].some((n) => n?.normalize('NFC').toLowerCase() === name));
  const [one, another] = found;
  if (another) throw wrongUse(`${found.length} files of ${code} are called “${said}”: name it by its number, ${found.map((f) => f.n).join(' or ')}`);
  if (!one) throw wrongUse(`${code} has no file ${said}; \`mailroom assign release ${code}\` lists them`);
  return one;
}
