/** The mailbox as a row: who reads it (a lease in machine time), and how far it was read. */
import { and, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import { mailbox } from '../../schemas/tables.ts';
import { Problem } from '../problem.ts';
import type { Tx } from './database.ts';

export type MailboxRow = typeof mailbox.$inferSelect;
/** Proof of ownership: checked in every transaction that writes for the mailbox. */
export type Ownership = { mailboxId: string; owner: string; epoch: number };

/** @param name user@host/FOLDER, without secrets */
export async function ensureMailbox(tx: Tx, name: string): Promise<MailboxRow> {
  await tx.insert(mailbox).values({ name }).onConflictDoNothing({ target: mailbox.name });
  const [row] = await tx.select().from(mailbox).where(eq(mailbox.name, name));
  if (!row) throw new Error('insert into mailbox returned nothing');
  return row;
}

/** The row, for whoever only looks; null where the mailbox was never read. */
export async function mailboxNamed(tx: Tx, name: string): Promise<MailboxRow | null> {
  const [row] = await tx.select().from(mailbox).where(eq(mailbox.name, name));
  return row ?? null;
}

/** Takes the mailbox where nobody holds it; null while somebody else does. */
export async function claimMailbox(tx: Tx, mailboxId: string, owner: string, leaseMs: number): Promise<Ownership | null> {
  // A lease that runs so far ahead was taken before the database's clock was set back.
  const free = or(isNull(mailbox.leasedUntil), lte(mailbox.leasedUntil, sql`now()`), gt(mailbox.leasedUntil, sql`now() + interval '15 minutes'`), eq(mailbox.owner, owner));
  const [row] = await tx.update(mailbox).set({ owner, ownerEpoch: sql`${mailbox.ownerEpoch} + 1`, leasedUntil: inMs(leaseMs) })
    .where(and(eq(mailbox.id, mailboxId), free)).returning({ epoch: mailbox.ownerEpoch });
  return row ? { mailboxId, owner, epoch: row.epoch } : null;
}

/** False where another copy of the service reads it by now. */
export async function renewMailbox(tx: Tx, own: Ownership, leaseMs: number): Promise<boolean> {
  const rows = await tx.update(mailbox).set({ leasedUntil: inMs(leaseMs) }).where(owned(own)).returning({ id: mailbox.id });
  return rows.length > 0;
}

/** Free for whoever asks next. */
export async function releaseMailbox(tx: Tx, own: Ownership): Promise<void> {
  await tx.update(mailbox).set({ leasedUntil: null, owner: null }).where(owned(own));
}

/** The row, locked, for its owner. @throws Problem `mailbox-lost` where another copy of the service reads it by now */
export async function ownMailbox(tx: Tx, own: Ownership): Promise<MailboxRow> {
  const [row] = await tx.select().from(mailbox).where(owned(own)).for('update');
  if (!row) throw new Problem('mailbox-lost', { forUser: 'Another copy of the service reads the mailbox by now.', retry: 'later' });
  return row;
}

/** Nothing where it is not ours any more. */
export async function updateMailbox(tx: Tx, own: Ownership, set: Partial<Omit<MailboxRow, 'id' | 'name' | 'owner' | 'ownerEpoch' | 'leasedUntil'>>): Promise<void> {
  await tx.update(mailbox).set(set).where(owned(own));
}

/** The folder was read to its end, by a look that began then in machine time: what lay there by then is known. */
export async function markScanned(tx: Tx, own: Ownership, began: Date): Promise<void> {
  await tx.update(mailbox).set({ lastScanAt: began }).where(owned(own));
}

function owned(own: Ownership) {
  return and(eq(mailbox.id, own.mailboxId), eq(mailbox.owner, own.owner), eq(mailbox.ownerEpoch, own.epoch));
}

function inMs(ms: number) {
  return sql`now() + ${ms} * interval '1 millisecond'`;
}
