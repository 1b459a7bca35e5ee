/** A person's decision about an entry takes effect: its state, its record, and what is asked of the entrant. */
import type { EntryWord } from '../../schemas/desk.ts';
import { answerDueAt } from '../../src/contest/working-days.ts';
import { standingOf } from '../../src/desk/standing.ts';
import { wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { addDecision, entriesOnDesk, type OnDesk } from '../../src/store/decisions.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadEntry, recordRules, setEntryState } from '../../src/store/entries.ts';
import type { ByHand } from '../by-hand/change.ts';
import { askEntrant } from '../by-hand/request.ts';

export type Decided = { word: EntryWord; reason: string | null; by: string; /** the reply, and the letter it answers */ messageId?: string; letterId?: string };

/** Call only after takeTurn, with the entry as it stands in this transaction. */
export async function decideEntry(tx: Tx, services: ByHand, entry: OnDesk, { word, reason, by, messageId, letterId }: Decided): Promise<void> {
  const { contest, rulesSha256 } = services.loaded;
  const row = await loadEntry(tx, entry.entryId);
  if (row === null) throw wrongUse(`${entry.code} is not there`);
  if (word === 'ineligible' && !reason) throw wrongUse(`${entry.code}: NOT ELIGIBLE needs the rule that it breaks`);
  if (word === 'supplement') await askEntrant(tx, services, by, row, reason === null ? [] : [reason], answerDueAt(tx.now, contest));
  else await setEntryState(tx, entry.entryId, word);
  // Who changed contest.yaml decides by it before the service is started anew.
  await recordRules(tx, services.loaded);
  const made = await addDecision(tx, { entryId: entry.entryId, versionId: entry.versionId, word, reason, actor: by, standing: standingOf(entry), rulesSha256, messageId: messageId ?? null, letterId: letterId ?? null });
  await recordDecision(tx, { actor: by, action: `decide-${word}`, subject: entry.code, detail: { decision: made.id, version: entry.version, message: messageId ?? null, letter: letterId ?? null, rules: rulesSha256 }, texts: { reason } });
}

/** States in which there is something to decide about an entry. */
export const decidable: readonly string[] = ['needs-info', 'under-check', 'late', 'late-borderline', 'eligible', 'ineligible'];

/** @throws Problem `wrong-use` where there is no such entry, or nothing to decide about it */
export async function entryOnDesk(tx: Tx, code: string): Promise<OnDesk> {
  const [entry] = await entriesOnDesk(tx, [code.trim().toUpperCase()]);
  if (!entry) throw wrongUse(`no entry has the code ${code}`);
  if (!decidable.includes(entry.state)) throw wrongUse(`${entry.code} is ${entry.state}: nothing is decided about it`);
  return entry;
}
