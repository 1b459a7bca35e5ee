/** Documents of an entry by the part numbers that `entries show` prints, and taking them away from its versions. */
import type { DocumentPlace } from '../../schemas/changes.ts';
import { setDocuments } from '../../src/store/changes.ts';
import { givenBack } from '../../src/entry/merge.ts';
import { wrongUse } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { updateVersion, versionsOf, type EntryRow } from '../../src/store/entries.ts';
import { documentsOfVersions, type DocumentRow } from '../../src/store/messages.ts';

/**
 * @param names part numbers, where needed behind the beginning of a message id: "2/3", "3f0c91aa:2/3". With an archive goes all that is in it.
 * @throws Problem `wrong-use` where one is not there, or may be several
 */
export async function documentsNamed(tx: Tx, entry: EntryRow, names: string[]): Promise<DocumentRow[]> {
  const all = await documentsOfVersions(tx, await versionsOf(tx, entry.id));
  const found = names.flatMap((name) => {
    const [, message = '', part = ''] = /^(?:([0-9a-f-]{4,36}):)?(.+)$/i.exec(name.trim()) ?? [];
    const same = all.filter((d) => d.part === part && d.messageId.startsWith(message.toLowerCase()));
    if (same.length === 0) throw wrongUse(`${entry.code} has no document ${name}; \`mailroom entries show ${entry.code}\` lists them`);
    if (same.length > 1) throw wrongUse(`${entry.code} has several documents ${part}, of several mails: say which by the beginning of its message's id, as ${same.map((d) => `${d.messageId.slice(0, 8)}:${part}`).join(' or ')}`);
    return same.flatMap((d) => [d, ...all.filter((inner) => inner.messageId === d.messageId && inner.part.startsWith(`${d.part}/`))]);
  });
  return all.filter((d) => found.includes(d));
}

export function placeOf({ messageId, part }: DocumentRow): DocumentPlace {
  return { messageId, part };
}

/** Every version of the entry without these. */
export async function takeAway(tx: Tx, entry: EntryRow, taken: DocumentRow[]): Promise<void> {
  const gone = new Set(taken.map((d) => d.id));
  for (const version of await versionsOf(tx, entry.id)) {
    const own = await documentsOfVersions(tx, [version]);
    if (!own.some((d) => gone.has(d.id))) continue;
    await setDocuments(tx, version.id, own.filter((d) => !gone.has(d.id)).map(placeOf));
    const elsewhere = taken.filter((d) => d.messageId !== version.messageId).map((d) => d.part);
    await updateVersion(tx, version.id, { fields: givenBack(version.fields, new Set(elsewhere)), findings: version.findings });
  }
}
