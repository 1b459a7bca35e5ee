/** The folders that are read, and where erased mails lie in them. */
import { and, asc, eq, ne } from 'drizzle-orm';
import { PAPER_BOX } from '../../../schemas/paper.ts';
import { erasure, mailbox, message } from '../../../schemas/tables.ts';
import type { Tx } from '../database.ts';
import type { ErasureRow } from './empty.ts';

/** user@host/FOLDER; entries on paper are in none */
export async function mailboxNames(tx: Tx): Promise<string[]> {
  return (await tx.select({ name: mailbox.name }).from(mailbox).where(ne(mailbox.name, PAPER_BOX)).orderBy(mailbox.name)).map((r) => r.name);
}

/** Oldest first. */
export async function listErasures(tx: Tx): Promise<ErasureRow[]> {
  return tx.select().from(erasure).orderBy(asc(erasure.n));
}

/** Mails that an erasure emptied, as they were numbered when they came. */
export async function erasedPlaces(tx: Tx, erasureId: string): Promise<{ uid: number; uidvalidity: bigint; internalDate: Date }[]> {
  return tx.select({ uid: message.uid, uidvalidity: message.uidvalidity, internalDate: message.internalDate }).from(message).innerJoin(mailbox, eq(mailbox.id, message.mailboxId)).where(and(eq(message.erasureId, erasureId), ne(mailbox.name, PAPER_BOX))).orderBy(asc(message.uid));
}

/** Addresses of everybody who wrote, or may speak for an entry; lower case. */
export async function knownAddresses(tx: Tx): Promise<string[]> {
  const rows = await tx.run<{ address: string }>(ADDRESSES);
  return rows.map((r) => r.address);
}

const ADDRESSES = 'select address from entry_sender union select from_address from message where from_address is not null';
