/** Entries without a person: emptied where nobody else is in them, without the person's right to speak for them where others are. */
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { approval, assignment, entry, entryChange, entryDecision, entrySender, entryVersion, madeOf, roundOutcome, roundStanding } from '../../../schemas/tables.ts';
import type { EntryStanding } from '../../../schemas/changes.ts';
import { ERASED } from '../../personal/erased.ts';
import { emptied } from '../../personal/fields.ts';
import type { Tx } from '../database.ts';
import { enqueue } from '../jobs.ts';
import { packAgainWithout } from '../judging/packages.ts';
import { carriedFor, doom } from './doomed.ts';
import { forgetEntryTexts, takeComparisonTurn } from '../similarity.ts';

/** State `erased`: of what was stated, found, changed or said about them no words stay, and what was made of them for judges goes. */
export async function emptyEntries(tx: Tx, erasureId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await packAgainWithout(tx, ids);
  await doom(tx, await carriedFor(tx, ids));
  await tx.delete(madeOf).where(inArray(madeOf.entryId, ids));
  await tx.update(entry).set({ state: 'erased', stateBeforeWithdrawal: null, mergedInto: null, erasureId }).where(inArray(entry.id, ids));
  await tx.delete(entrySender).where(inArray(entrySender.entryId, ids));
  for (const { id, fields } of await tx.select({ id: entryVersion.id, fields: entryVersion.fields }).from(entryVersion).where(inArray(entryVersion.entryId, ids))) {
    await tx.update(entryVersion).set({ fields: emptied(fields), findings: [], documents: null }).where(eq(entryVersion.id, id));
  }
  await tx.update(entryDecision).set({ reason: null }).where(inArray(entryDecision.entryId, ids));
  await emptyChanges(tx, ids);
  await tx.execute(sql`update score_sheet set comment = null where assignment_id in (select id from assignment where entry_id = any(${sql.param(ids)}::uuid[]))`);
}

/** @param ids entries that others remain in */
export async function leaveEntries(tx: Tx, erasureId: string, ids: string[], addresses: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.update(entry).set({ erasureId }).where(inArray(entry.id, ids));
  if (addresses.length > 0) await tx.delete(entrySender).where(and(inArray(entrySender.entryId, ids), inArray(entrySender.address, addresses)));
}

async function emptyChanges(tx: Tx, ids: string[]): Promise<void> {
  const rows = await tx.select().from(entryChange).where(sql`${entryChange.entryIds} ?| ${sql.param(ids)}::text[]`);
  const without = (standings: EntryStanding[]): EntryStanding[] => standings.map((s) => (ids.includes(s.entryId) ? { ...s, state: 'erased', mergedInto: null, senders: [], version: null, documents: {} } : s));
  for (const row of rows) await tx.update(entryChange).set({ before: without(row.before), after: without(row.after), reason: ERASED }).where(eq(entryChange.id, row.id));
}

/** Takes their texts out of the comparison, and compares anew what is left of those that others are in. Who holds takeTurn has taken takeComparisonTurn before it. */
export async function forgetTexts(tx: Tx, erasureId: string, whole: string[], shared: string[]): Promise<void> {
  await takeComparisonTurn(tx);
  for (const id of [...whole, ...shared]) {
    await forgetEntryTexts(tx, id);
    const [newest] = shared.includes(id) ? await tx.select({ id: entryVersion.id }).from(entryVersion).where(eq(entryVersion.entryId, id)).orderBy(desc(entryVersion.n)).limit(1) : [];
    if (newest) enqueue(tx, 'compare-entry', { versionId: newest.id }, { key: `compare-entry:erasure:${erasureId}:${id}`, priority: 900 });
  }
}

/** Papers and questions as threads. */
export async function emptyDesk(tx: Tx, { messageIds, entryIds, addresses }: { messageIds: string[]; entryIds: string[]; addresses: string[] }): Promise<void> {
  const list = (values: string[], type: 'uuid' | 'text') => sql`any(${sql.param(values)}::${sql.raw(type)}[])`;
  await tx.execute(sql`update paper_record set sender = ${ERASED}, name = null, reason = ${ERASED} where message_id = ${list(messageIds, 'uuid')}`);
  const theirs = sql`select id from question where lower(asker) = ${list(addresses, 'text')} or entry_id = ${list(entryIds, 'uuid')}`;
  await tx.execute(sql`update question_post set text = ${ERASED}, by = case when answer then by else ${ERASED} end where question_id in (${theirs})`);
  await tx.execute(sql`update question set asker = ${ERASED}, subject = null, closed_reason = null, state = 'closed', closed_at = coalesce(closed_at, ${tx.now}) where id in (${theirs})`);
  await tx.execute(sql`delete from agency_contact_state where address = ${list(addresses, 'text')}`);
}

export type Obstacle = { code: string | null; why: 'judged' | 'result' | 'batch'; what: string };

/** What keeps these entries, or letters to these addresses, from being erased now. */
export async function obstaclesTo(tx: Tx, entryIds: string[], addresses: string[]): Promise<Obstacle[]> {
  if (entryIds.length + addresses.length === 0) return [];
  const ids = entryIds.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : entryIds;
  const judged = await tx.selectDistinct({ code: entry.code, what: assignment.round }).from(assignment).innerJoin(entry, eq(entry.id, assignment.entryId)).where(and(inArray(assignment.entryId, ids), sql`${assignment.endedAt} is null`));
  const results = await tx.selectDistinct({ code: entry.code, what: roundOutcome.round }).from(roundStanding).innerJoin(roundOutcome, eq(roundOutcome.id, roundStanding.outcomeId))
    .innerJoin(entry, eq(entry.id, roundStanding.entryId)).where(and(inArray(roundStanding.entryId, ids), sql`${roundOutcome.reopenedAt} is null`));
  const open = await tx.select({ code: approval.code, letters: approval.letters }).from(approval).where(eq(approval.state, 'open'));
  const batches = open.filter((a) => a.letters.some((l) => addresses.includes(l.to.toLowerCase()) || (l.entryId !== null && entryIds.includes(l.entryId))));
  return [
    ...results.map((r) => ({ ...r, why: 'result' as const })), ...judged.filter((j) => !results.some((r) => r.code === j.code)).map((j) => ({ ...j, why: 'judged' as const })),
    ...batches.map((b) => ({ code: null, why: 'batch' as const, what: b.code })),
  ];
}
