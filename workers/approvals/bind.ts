/** A letter of an approved batch leaves only while what it tells is so: looked at once more by whoever hands it over. */
import type { LetterKind } from '../../schemas/letters.ts';
import type { ProposedLetter } from '../../schemas/desk.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import { bindLetters, boundLetter, cancelMoved, entriesStand, MOVED_HOLD, type Bound } from '../../src/store/approved-letters.ts';
import type { Database, Tx } from '../../src/store/database.ts';
import { sendersByEntry, takeTurn } from '../../src/store/entries.ts';
import { claimLetter, moveLetter, type ClaimedLetter, type LetterRow } from '../../src/store/letters.ts';
import { takeResultsTurn } from '../../src/store/results/sheets.ts';
import { movedResults } from '../announce/holds.ts';
import { alertStaff } from '../outbox.ts';

/** Keeps what the letters of a batch rest on: for outcomes state and last decision of their entry, for results what their facts say. Others rest on nothing. Call only after takeTurn, once they were found to hold. */
export async function bind(tx: Tx, batch: Pick<ApprovalRow, 'id' | 'what'>, written: { letter: LetterRow; made: ProposedLetter }[]): Promise<void> {
  const bound = written.filter(({ made }) => batch.what === 'results' || (made.entryId !== null && (batch.what === 'eligibility' || made.standing !== undefined)));
  const stood = await entriesStand(tx, bound.flatMap(({ made }) => made.entryId ?? []));
  await bindLetters(tx, bound.map(({ letter, made: { entryId, to } }) => {
    const stands = batch.what === 'results' || entryId === null ? undefined : stood.get(entryId);
    return { letterId: letter.id, approvalId: batch.id, entryState: stands?.state ?? null, decisionId: stands?.lastDecision ?? null, reader: entryId === null ? null : to };
  }));
  await cancelMoved(tx, bound.map((b) => b.letter));
}

/** due -> sending where it still holds; else it becomes a draft, and staff hear of it. Null where it is not due, rests on nothing, or holds no more. */
export async function claimApproved(db: Pick<Database, 'transaction'>, services: Parameters<typeof alertStaff>[1], letterId: string): Promise<ClaimedLetter | null> {
  return db.transaction(async (tx) => {
    const bound = await boundLetter(tx, letterId, 'due');
    if (bound === null) return null;
    if (await stillHolds(tx, bound)) return claimLetter(tx, letterId, true);
    const { code, letter } = bound;
    await alertStaff(tx, services, { what: 'letters-moved', detail: `${code}: ${(letter.facts as { code?: string }).code ?? letter.id}`, command: 'mailroom letters list --state draft' }, code);
    return null;
  });
}

/** May a letter that waits to be printed be printed? One that rests on what is so no more becomes a draft. */
export async function mayBePrinted(tx: Tx, letterId: string): Promise<boolean> {
  const bound = await boundLetter(tx, letterId, 'to-print');
  return bound === null || stillHolds(tx, bound);
}

async function stillHolds(tx: Tx, bound: Bound): Promise<boolean> {
  // As whoever changes an entry or a result does: what is seen here stays so until the letter is on its way.
  await takeTurn(tx);
  if (bound.what === 'results') await takeResultsTurn(tx);
  if (await holds(tx, bound)) return true;
  await moveLetter(tx, bound.letterId, ['due', 'to-print'], 'draft', { reason: MOVED_HOLD });
  return false;
}

/** Findings and files are no part of it: what a recheck says otherwise makes no outcome another. */
async function holds(tx: Tx, { what, entryState, decisionId, reader, letter }: Bound): Promise<boolean> {
  if (what === 'results') return (await movedResults(tx, [asProposed(letter, reader)])).length === 0;
  if (letter.entryId === null) return true;
  const stands = (await entriesStand(tx, [letter.entryId])).get(letter.entryId);
  if (stands?.state !== entryState || stands?.lastDecision !== decisionId) return false;
  return reader !== null && (await sendersByEntry(tx, [letter.entryId])).get(letter.entryId)?.has(reader) === true;
}

function asProposed({ kind, key, toAddress, entryId, facts, subject }: Bound['letter'], reader: string | null): ProposedLetter {
  return { kind: kind as LetterKind, key, to: reader ?? toAddress, entryId, code: null, facts, subject, text: '', html: '' };
}
