/** Entrants hear again what their entries still lack: one letter each, and nothing to those who lack nothing (plan items 27, 28). */
import { openGaps } from '../../src/entry/state.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesInState, sendersOf, takeTurn, versionsOf } from '../../src/store/entries.ts';
import { receiptWaits } from '../../src/store/letters.ts';
import { postLetter } from '../outbox.ts';
import type { Handler, Work } from '../services.ts';

type Lacking = { entryId: string; code: string; title: string | null; missing: string[]; hold: string | null };

export const remindGaps: Handler<'remind-gaps'> = async ({ days, until }, work) => {
  await work.finish(async (tx) => {
    // A service that was away for days reminds once, not once for each step it missed.
    if (tx.now >= new Date(until)) return;
    await takeTurn(tx);
    const lacking = await lackingBySender(tx);
    for (const [to, entries] of lacking) await remind(tx, work, to, entries, Number(days), until);
    work.log.info({ step: days, letters: lacking.size }, 'entrants were reminded of what is missing');
  });
};

async function lackingBySender(tx: Tx): Promise<Map<string, Lacking[]>> {
  const bySender = new Map<string, Lacking[]>();
  for (const entry of await entriesInState(tx, 'needs-info')) {
    const version = (await versionsOf(tx, entry.id)).at(-1);
    const [sender] = await sendersOf(tx, entry.id);
    const missing = openGaps(version?.findings ?? []).map((f) => f.forEntrant);
    if (!version || sender === undefined || missing.length === 0) continue;
    const one = { entryId: entry.id, code: entry.code, title: version.fields.title.value, missing, hold: await receiptWaits(tx, version.id) };
    bySender.set(sender, [...bySender.get(sender) ?? [], one]);
  }
  return bySender;
}

/** Entries named in one letter: more make a letter that nobody reads. */
const NAMED = 30;

async function remind(tx: Tx, work: Work, to: string, entries: Lacking[], days: number, until: string): Promise<void> {
  for (let at = 0; at < entries.length; at += NAMED) {
    const named = entries.slice(at, at + NAMED);
    const [first] = named;
    await postLetter(tx, work, {
      kind: 'gap-reminder', key: `gap-reminder:${until}:${days}:${to}:${at}`, to, hold: named.find((e) => e.hold !== null)?.hold ?? null, ...(first && entries.length === 1 ? { entryId: first.entryId } : {}),
      facts: { days, entries: named.map(({ code, title, missing }) => ({ code, title, missing })) },
    });
  }
}
