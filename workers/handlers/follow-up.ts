/** Staff look again at an entry that they follow up until it is in use elsewhere (plan item 47); nobody hears of one that was taken off the list. */
import { looksAgain } from '../../src/results/looks-again.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadEntry, versionsOf } from '../../src/store/entries.ts';
import { loadFollowUp, type FollowUpRow } from '../../src/store/results/awards.ts';
import { postLetter } from '../outbox.ts';
import type { Handler, Work } from '../services.ts';

export const followUpEntry: Handler<'follow-up'> = async ({ followUpId, months }, work) => {
  await work.finish(async (tx) => {
    const row = await loadFollowUp(tx, followUpId);
    if (row !== null) await tellStaff(tx, work, row, Number(months));
    await work.reach('follow-up-told');
  });
};

async function tellStaff(tx: Tx, work: Work, row: FollowUpRow, months: number): Promise<void> {
  const entry = await loadEntry(tx, row.entryId);
  const version = (await versionsOf(tx, row.entryId)).at(-1);
  if (!entry || !version) return;
  const { contest } = work.loaded;
  const next = row.months.filter((n) => n > months).toSorted((a, b) => a - b)[0];
  const facts = {
    code: entry.code, title: version.fields.title.value, unit: version.fields.unit.value, since: row.at.toISOString(), months, note: row.note || null,
    next: next === undefined ? null : looksAgain(row.at, next, contest).toISOString(),
  };
  for (const address of contest.staff.addresses) {
    const to = address.toLowerCase();
    await postLetter(tx, work, { kind: 'follow-up', key: `follow-up:${row.id}:${months}:${to}`, to, entryId: entry.id, facts });
  }
}
