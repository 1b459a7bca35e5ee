/** Do mailbox and table agree? One list of the server against the rows, tolerant of mail that comes or is moved meanwhile. */
import type { Listed, MailServer } from '../../src/edges/imap.ts';
import { reasonOf } from '../../src/problem.ts';
import type { Database } from '../../src/store/database.ts';
import { storedPlaces, type Place } from '../../src/store/intake.ts';
import { mailboxNamed, type MailboxRow } from '../../src/store/mailbox.ts';
import type { Invariant } from '../../src/store/verify.ts';

/** Opens a connection of its own with the folder selected for reading. */
export type OpenMailbox = { name: string; open: () => Promise<MailServer> };

const NAME = 'mailbox and table agree';

/** @param mailbox null = there is none to ask. What cannot be asked counts as not checked, with the reason. */
export async function checkMailbox(db: Pick<Database, 'transaction'>, mailbox: OpenMailbox | null): Promise<Invariant> {
  if (mailbox === null) return notChecked('IMAP_URL is not set');
  const before = await db.transaction((tx) => mailboxNamed(tx, mailbox.name));
  if (before?.uidvalidity == null) return notChecked('the mailbox was never read');
  const seen = await look(mailbox).catch((error: unknown) => reasonOf(error));
  if (typeof seen === 'string') return notChecked(seen);
  const { row, places } = await db.transaction(async (tx) => ({ row: await mailboxNamed(tx, mailbox.name), places: await storedPlaces(tx, before) }));
  if (row?.uidvalidity !== before.uidvalidity || row.generation !== before.generation) return notChecked('the mailbox is being read anew');
  if (seen.uidvalidity !== before.uidvalidity) return { name: NAME, checked: 0, violations: [`the server numbers its mail anew (UIDVALIDITY ${seen.uidvalidity}, ${before.uidvalidity} on record) and was not read since`] };
  return compare(before, seen.listed, places);
}

async function look({ open }: OpenMailbox): Promise<{ uidvalidity: bigint; listed: Listed[] }> {
  const server = await open();
  try {
    return { uidvalidity: server.box().uidvalidity, listed: await server.list(1) };
  } finally {
    server.close();
  }
}

/** Mail above the cursor is still to be read; rows without mail were moved or deleted by people, and stay. */
function compare(row: MailboxRow, listed: Listed[], places: Map<number, Place>): Invariant {
  const behind = listed.filter((mail) => mail.uid <= row.lastUid);
  const waiting = listed.length - behind.length;
  const violations = behind.flatMap((mail) => {
    const known = places.get(mail.uid);
    if (!known) return [`UID ${mail.uid} lies in the mailbox and has no row`];
    const same = known.size === mail.size && known.internalDate.getTime() === mail.internalDate.getTime();
    return same ? [] : [`UID ${mail.uid} is another mail than the one on record`];
  });
  return { name: NAME, checked: behind.length, violations: violations.slice(0, 1_000), ...(waiting > 0 ? { note: `mails above UID ${row.lastUid} that are still to be read: ${waiting}` } : {}) };
}

function notChecked(why: string): Invariant {
  return { name: NAME, checked: 0, violations: [], note: `not checked: ${why}` };
}
