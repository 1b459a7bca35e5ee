/** The files a person gets to see: of mails that are the person's alone, and of the person's entries in mails that bring others', too. */
import type { Person } from '../../src/personal/resolve.ts';
import type { Tx } from '../../src/store/database.ts';
import { versionsOf, versionsOfMessage } from '../../src/store/entries.ts';
import { documentsOfVersions } from '../../src/store/messages.ts';
import { documentsHeld, type Held } from '../../src/store/personal/held.ts';

/** everybodys: it belongs to an entry of others, too, as the list beside ten forms does; what it says is not one person's to read */
export type PersonDocument = { name: string; size: number; sha256: string; words: string; everybodys: boolean };

export async function documentsOfPerson(tx: Tx, { entries }: Person, held: Held): Promise<PersonDocument[]> {
  const mails = [...held.partly, ...held.ofOthers].map((m) => m.id);
  const own = new Set(entries.map((e) => e.entryId));
  const versions = (await Promise.all(entries.map((e) => versionsOf(tx, e.entryId)))).flat().filter((v) => v.documents !== null || mails.includes(v.messageId));
  const others = (await Promise.all(mails.map((id) => versionsOfMessage(tx, id)))).flat().filter((v) => !own.has(v.entryId));
  const everybodys = new Set((await documentsOfVersions(tx, others)).map((d) => d.id));
  const theirs = held.messages.map((m) => m.id);
  const shown = await documentsOfVersions(tx, versions);
  const ids = new Set(shown.map((d) => d.id));
  const rows = await documentsHeld(tx, [...new Set([...theirs, ...shown.map((d) => d.messageId)])]);
  return rows.filter((d) => theirs.includes(d.messageId) || ids.has(d.id)).map((d) => ({ name: d.filename ?? d.storedName, size: d.size, sha256: d.sha256, words: d.words ?? '', everybodys: everybodys.has(d.id) }));
}
