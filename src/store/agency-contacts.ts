/** Which contacts of agencies are away or cannot be reached, and which agencies were written to. */
import { and, desc, eq, gte, inArray, ne, sql } from 'drizzle-orm';
import { agencyContactState, approval, letter } from '../../schemas/tables.ts';
import type { Tx } from './database.ts';
import { agencyLetterKinds } from '../../schemas/letters.ts';
import type { LetterRow } from './letters.ts';

export type ContactState = typeof agencyContactState.$inferSelect;

/** The newest word of a contact counts; a mail that is read again, or an older one that is read late, changes nothing. */
export async function pauseContact(tx: Tx, state: ContactState): Promise<void> {
  const { agencyId: _agency, address: _address, ...known } = state;
  await tx.insert(agencyContactState).values(state).onConflictDoUpdate({
    target: [agencyContactState.agencyId, agencyContactState.address], set: known, setWhere: sql`${agencyContactState.at} < ${state.at}`,
  });
}

export async function contactStates(tx: Tx): Promise<ContactState[]> {
  return tx.select().from(agencyContactState);
}

/** Staff say that the address works again. False where it was not paused. */
export async function resumeContact(tx: Tx, address: string): Promise<boolean> {
  return (await tx.delete(agencyContactState).where(eq(agencyContactState.address, address)).returning({ address: agencyContactState.address })).length > 0;
}

/** The newest letter to an agency that left for this address since then; null where none did. */
export async function nudgeTo(tx: Tx, address: string, since: Date): Promise<LetterRow | null> {
  const [row] = await tx.select().from(letter)
    .where(and(eq(letter.toAddress, address), inArray(letter.kind, [...agencyLetterKinds]), inArray(letter.state, ['sending', 'sent', 'unknown', 'bounced']), gte(letter.createdAt, since))).orderBy(desc(letter.createdAt)).limit(1);
  return row ?? null;
}

/** When each agency was last written to, by its id; letters that staff cancelled were not. */
export async function lastNudges(tx: Tx): Promise<Map<string, Date>> {
  const agency = sql<string>`${letter.facts} ->> 'agencyId'`;
  const rows = await tx.select({ agency, at: sql<string>`max(${letter.createdAt})` }).from(letter).where(and(inArray(letter.kind, [...agencyLetterKinds]), ne(letter.state, 'cancelled'))).groupBy(agency);
  return new Map(rows.map((r) => [r.agency, new Date(r.at)]));
}

/** Keys of letters to agencies that are written, or wait for approval. */
export async function agencyLetterKeys(tx: Tx): Promise<Set<string>> {
  const written = await tx.select({ key: letter.key }).from(letter).where(inArray(letter.kind, [...agencyLetterKinds]));
  const waiting = await tx.select({ letters: approval.letters }).from(approval).where(and(inArray(approval.what, ['nudges', 'launch']), eq(approval.state, 'open')));
  return new Set([...written.map((l) => l.key), ...waiting.flatMap((a) => a.letters.map((l) => l.key))]);
}
