/** A batch is let go, or given up, once. */
import type { LetterKind } from '../../schemas/letters.ts';
import { batchHash, shownLetter } from '../../src/desk/batch.ts';
import { closeApproval, type ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { refused, type ByHand } from '../by-hand/change.ts';
import { postWritten } from '../outbox.ts';

/** @param row open, and locked by the caller */
export async function decideBatch(tx: Tx, services: ByHand, row: ApprovalRow, word: 'approve' | 'cancel', by: string, reason: string | null): Promise<void> {
  if (row.state !== 'open') throw refused(`${row.code} is ${row.state} since ${row.decidedAt?.toISOString() ?? '?'}`);
  if (word === 'approve') await letGo(tx, services, row);
  await closeApproval(tx, row.id, word === 'approve' ? 'approved' : 'cancelled', by, reason);
  await recordDecision(tx, { actor: by, action: word === 'approve' ? 'approve-letters' : 'cancel-letters', subject: row.code, detail: { letters: row.letters.length, hash: row.hash }, texts: { reason } });
}

async function letGo(tx: Tx, services: ByHand, row: ApprovalRow): Promise<void> {
  const { letters } = row;
  if (batchHash(letters.map(shownLetter)) !== row.hash) throw refused(`${row.code}: its letters are not those that were previewed`);
  for (const l of letters) await postWritten(tx, services, { kind: l.kind as LetterKind, key: l.key, to: l.to, ...(l.entryId === null ? {} : { entryId: l.entryId }), facts: l.facts, words: { subject: l.subject, text: l.text, html: l.html } });
}
