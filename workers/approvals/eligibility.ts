/** The outcome of decisions that the entrants were not told of yet, as one batch. */
import type { ProposedLetter } from '../../schemas/desk.ts';
import { standingOf } from '../../src/desk/standing.ts';
import { wrongUse } from '../../src/problem.ts';
import { listApprovals, toldOutcomes, type ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesOnDesk, type OnDesk } from '../../src/store/decisions.ts';
import { sendersOf, takeTurn } from '../../src/store/entries.ts';
import { lettersByKeys, versionsWhoseReceiptWaits } from '../../src/store/letters.ts';
import type { ByHand } from '../by-hand/change.ts';
import { propose, proposed } from './propose.ts';

/**
 * Left out are entries that another batch tells of while it is open, and those whose receipt still waits: who does not know that
 * the entry arrived is not told what became of it.
 * @throws Problem `wrong-use` where nothing is left to tell
 */
export async function announceEligibility(tx: Tx, services: ByHand, askedBy: string): Promise<ApprovalRow> {
  await takeTurn(tx);
  const { locale } = services.loaded.contest;
  const { untold, told } = await decidedAndUntold(tx);
  const open = await inOpenBatches(tx);
  const held = await versionsWhoseReceiptWaits(tx, untold.map((e) => e.versionId));
  const letters: ProposedLetter[] = [];
  for (const entry of untold.filter((e) => !open.entries.has(e.entryId) && !held.has(e.versionId))) {
    const [to] = await sendersOf(tx, entry.entryId);
    if (to !== undefined) letters.push(outcomeLetter(tx, services, entry, to, told.get(entry.entryId)?.at ?? null));
  }
  if (letters.length === 0 && untold.length > 0) throw wrongUse(`there is no letter to send: of ${untold.length} outcomes that nobody was told of some wait in ${[...open.codes].join(', ') || 'no batch'}, ${held.size} behind a receipt that is held`);
  const about = locale === 'vi' ? `Kết quả xem xét điều kiện dự thi: ${letters.length} bài` : `Outcome of the eligibility check: ${letters.length} entries`;
  return propose(tx, services, { what: 'eligibility', about, letters, askedBy });
}

type Told = Awaited<ReturnType<typeof toldOutcomes>>;

/** Who was told the same before a decision was looked at again is not told once more. */
async function decidedAndUntold(tx: Tx): Promise<{ untold: OnDesk[]; told: Told }> {
  const decided = (await entriesOnDesk(tx)).filter((e) => e.decided !== null && e.decided !== 'supplement' && e.decided === e.state);
  const written = await lettersByKeys(tx, decided.map(keyOf));
  const told = await toldOutcomes(tx, decided.map((e) => e.entryId));
  const isSame = (e: OnDesk): boolean => {
    const before = told.get(e.entryId);
    return before !== undefined && before.eligible === (e.state === 'eligible') && before.reason === reasonOf(e);
  };
  return { untold: decided.filter((e) => !written.has(keyOf(e)) && !isSame(e)), told };
}

function reasonOf({ state, reason }: OnDesk): string | null {
  return state === 'eligible' ? null : reason;
}

async function inOpenBatches(tx: Tx): Promise<{ codes: Set<string>; entries: Set<string> }> {
  const batches = (await listApprovals(tx, 'open')).filter((b) => b.what === 'eligibility');
  return { codes: new Set(batches.map((b) => b.code)), entries: new Set(batches.flatMap((b) => b.letters.flatMap((l) => l.entryId ?? []))) };
}

/** @param replaces when another outcome was told */
function outcomeLetter(tx: Tx, services: ByHand, entry: OnDesk, to: string, replaces: Date | null): ProposedLetter {
  return proposed(services, tx.now, {
    kind: 'eligibility-result', key: keyOf(entry), to, entryId: entry.entryId, code: entry.code, standing: standingOf(entry),
    facts: { code: entry.code, title: entry.fields.title.value, eligible: entry.state === 'eligible', reason: reasonOf(entry), replaces: replaces?.toISOString() ?? null },
  });
}

/** A later decision on the same entry is told anew. */
function keyOf({ entryId, decisionId }: OnDesk): string {
  return `eligibility:${entryId}:${decisionId ?? ''}`;
}
