/** A batch is let go, or given up, once. */
import { batchHash, shownLetter } from '../../src/desk/batch.ts';
import { movedIn, toldIn } from '../../src/desk/moved.ts';
import { wrongUse } from '../../src/problem.ts';
import { closeApproval, type ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesOnDesk } from '../../src/store/decisions.ts';
import { sendersByEntry } from '../../src/store/entries.ts';
import { takeTurnToAssign } from '../../src/store/judging/assignments.ts';
import { takeResultsTurn } from '../../src/store/results/sheets.ts';
import { movedResults } from '../announce/holds.ts';
import type { ByHand } from '../by-hand/change.ts';
import { callFurtherJudge } from '../judging/called.ts';
import { movedDivergence } from '../judging/divergence.ts';
import { approvalBy, noteFirst } from './four-eyes.ts';
import { bind } from './bind.ts';
import { postProposed } from './propose.ts';
import { outdatedQuestions } from './questions.ts';

/** What a word on a batch came to. With `moved`, codes of entries that no longer stand as its letters tell, nothing was done. */
export type BatchDecided = { state: 'moved'; moved: string[] } | { state: 'awaits-second' | 'done'; moved: [] };

/**
 * Call only after takeTurn, so that no entry changes meanwhile.
 * @param row open, and locked by the caller
 * @throws Problem `wrong-use` where it is open no longer, or this person may not approve it (four-eyes.ts)
 */
export async function decideBatch(tx: Tx, services: ByHand, row: ApprovalRow, word: 'approve' | 'cancel', by: string, reason: string | null): Promise<BatchDecided> {
  if (row.state !== 'open') throw wrongUse(`${row.code} is ${row.state} since ${row.decidedAt?.toISOString() ?? '?'}`);
  // It is more than letters: workers/deadline/carry-out.ts.
  if (word === 'approve' && row.what === 'deadline') throw wrongUse(`${row.code} changes the deadline: mailroom contest deadline approve ${row.hash.slice(0, 12)}`);
  if (word === 'approve' && isAboutSheets(row)) await takeTurnToAssign(tx);
  if (word === 'approve' && (row.what === 'results' || isAboutSheets(row))) await takeResultsTurn(tx);
  const moved = word === 'approve' ? await movedSince(tx, services, row) : [];
  if (moved.length > 0) return { state: 'moved', moved };
  if (word === 'approve' && approvalBy(services, row, by) === 'first-of-two') {
    await noteFirst(tx, services, row, by);
    return { state: 'awaits-second', moved: [] };
  }
  if (word === 'approve' && row.what === 'further-judge') await callFurtherJudge(tx, services, row, by);
  if (word === 'approve') await letGo(tx, services, row);
  await closeApproval(tx, row.id, word === 'approve' ? 'approved' : 'cancelled', by, reason);
  await recordDecision(tx, { actor: by, action: word === 'approve' ? 'approve-letters' : 'cancel-letters', subject: row.code, detail: { letters: row.letters.length, hash: row.hash }, texts: { reason } });
  return { state: 'done', moved: [] };
}

/** Codes of entries that no longer stand as the batch tells; of questions to the committee, addresses that would be asked what is decided by now. */
export async function movedSince(tx: Tx, services: Pick<ByHand, 'loaded'>, row: ApprovalRow): Promise<string[]> {
  if (isAboutSheets(row)) return movedDivergence(tx, services, row);
  if (row.what === 'questions') return outdatedQuestions(services, row);
  if (row.what === 'results') return movedResults(tx, row.letters);
  const told = toldIn(row);
  if (told.length === 0) return [];
  const entries = await entriesOnDesk(tx, told.map((l) => l.code));
  return movedIn(row, new Map(entries.map((e) => [e.code, e])), await sendersByEntry(tx, entries.map((e) => e.entryId)));
}

/** Somebody is to be asked, since sheets lie too far apart. */
export function isAboutSheets({ what }: Pick<ApprovalRow, 'what'>): boolean {
  return what === 'further-judge' || what === 'chair';
}

async function letGo(tx: Tx, services: ByHand, row: ApprovalRow): Promise<void> {
  const { letters } = row;
  if (batchHash(letters.map(shownLetter)) !== row.hash) throw wrongUse(`${row.code}: its letters are not those that were previewed`);
  const written: Parameters<typeof bind>[2] = [];
  for (const l of letters) {
    const letter = await postProposed(tx, services, l);
    if (letter !== null) written.push({ letter, made: l });
  }
  await bind(tx, row, written);
}
