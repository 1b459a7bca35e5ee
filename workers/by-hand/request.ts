/** Staff ask an entrant for something; the answer counts until its own due date, also after the closing. */
import { liveStates } from '../../schemas/states.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { receiptWaits } from '../../src/store/letters.ts';
import { sendersOf, versionsOf, type EntryRow } from '../../src/store/entries.ts';
import { openGaps } from '../../src/entry/state.ts';
import { wrongUse } from '../../src/problem.ts';
import { nameOf } from '../inbound/ask.ts';
import { postLetter } from '../outbox.ts';
import type { ByHand } from './change.ts';

/**
 * Call only after takeTurn.
 * @param entry as it stands in this transaction
 * @param asked in the words of whoever asks; with none, what the entry lacks
 * @param dueAt the last instant at which an answer counts
 * @throws Problem `wrong-use` where there is nothing to ask, or nobody, or the entry takes no part
 */
export async function askEntrant(tx: Tx, services: ByHand, by: string, entry: EntryRow, asked: string[], dueAt: Date): Promise<string> {
  if (!liveStates.includes(entry.state)) throw wrongUse(`${entry.code} is ${entry.state}: nothing is asked about it`);
  const version = (await versionsOf(tx, entry.id)).at(-1);
  const missing = asked.length > 0 ? asked : openGaps(version?.findings ?? []).map((f) => f.forEntrant);
  const [to] = await sendersOf(tx, entry.id);
  if (missing.length === 0 || to === undefined) throw wrongUse(`${entry.code} lacks nothing that could be asked for: say what to ask`);
  if (dueAt.getTime() <= tx.now.getTime()) throw wrongUse('the due date is past');
  const letter = await postLetter(tx, services, {
    kind: 'staff-request', key: `staff-request:${entry.id}:${version?.id ?? ''}:${dueAt.toISOString()}:${tx.now.toISOString()}`, to, entryId: entry.id, hold: version ? await receiptWaits(tx, version.id) : null,
    facts: { ...await nameOf(tx, entry), missing, dueAt: dueAt.toISOString() },
  });
  await recordDecision(tx, { actor: by, action: 'ask-entrant', subject: entry.code, detail: { points: missing.length, dueAt: dueAt.toISOString(), letter: letter?.id ?? null }, texts: { asked: missing.join('\n') } });
  return letter?.id ?? '';
}
