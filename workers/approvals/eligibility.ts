/** The outcome of decisions that the entrants were not told of yet, as one batch. */
import type { ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesOnDesk, type OnDesk } from '../../src/store/decisions.ts';
import { sendersOf } from '../../src/store/entries.ts';
import { lettersByKeys } from '../../src/store/letters.ts';
import type { ByHand } from '../by-hand/change.ts';
import { propose, proposed } from './propose.ts';

/** @throws Problem `wrong-use` where every decision was told, or none was made */
export async function announceEligibility(tx: Tx, services: ByHand, askedBy: string): Promise<ApprovalRow> {
  const { locale } = services.loaded.contest;
  const decided = (await entriesOnDesk(tx)).filter((e) => (e.state === 'eligible' || e.state === 'ineligible') && e.decisionId !== null);
  const told = await lettersByKeys(tx, decided.map(keyOf));
  const letters = [];
  for (const entry of decided.filter((e) => !told.has(keyOf(e)))) {
    const [to] = await sendersOf(tx, entry.entryId);
    if (to === undefined) continue;
    letters.push(proposed(services, tx.now, {
      kind: 'eligibility-result', key: keyOf(entry), to, entryId: entry.entryId, code: entry.code,
      facts: { code: entry.code, title: entry.fields.title.value, eligible: entry.state === 'eligible', reason: entry.state === 'eligible' ? null : entry.reason },
    }));
  }
  const about = locale === 'vi' ? `Kết quả xem xét điều kiện dự thi: ${letters.length} bài` : `Outcome of the eligibility check: ${letters.length} entries`;
  return propose(tx, services, { what: 'eligibility', about, letters, askedBy });
}

/** A later decision on the same entry is told anew. */
function keyOf({ entryId, decisionId }: OnDesk): string {
  return `eligibility:${entryId}:${decisionId ?? ''}`;
}
