/** Entrants hear what staff changed of their entry. */
import { liveStates } from '../../schemas/states.ts';
import type { FieldName } from '../../src/entry/by-hand.ts';
import { registeredFacts } from '../../src/letters/facts.ts';
import type { ChangeRow } from '../../src/store/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { receiptWaits } from '../../src/store/letters.ts';
import { loadEntry, sendersOf, versionsOf, type EntryRow } from '../../src/store/entries.ts';
import { nameOf } from '../inbound/ask.ts';
import { postLetter } from '../outbox.ts';
import type { ByHand } from './change.ts';

type Told = { about: EntryRow; what: 'edit' | 'merge' | 'move-document' | 'senders'; undone?: boolean; other?: EntryRow; fields?: FieldName[]; files?: string[] };

/** To who sent the entry, and to who sent the other where that is somebody else. Of an entry that takes no part any more nobody hears. */
export async function tellChange(tx: Tx, services: ByHand, change: ChangeRow, { about, what, undone = false, other, fields = [], files = [] }: Told): Promise<void> {
  const entry = await loadEntry(tx, about.id);
  const version = (await versionsOf(tx, about.id)).at(-1);
  if (!entry || !version || !liveStates.includes(entry.state)) return;
  const facts = registeredFacts({ code: entry.code, n: version.n, fields: version.fields, findings: version.findings, documents: [], receivedAt: version.receivedAt, mayReplace: null }, services.loaded.contest);
  const stated = new Map(facts.understood.map((row) => [row.field, row]));
  const understood = fields.map((field) => stated.get(field) ?? { field, value: null, source: null, file: null });
  const senders = await sendersOf(tx, entry.id);
  const [own] = senders;
  const [others] = other ? await sendersOf(tx, other.id) : [];
  const hold = await held(tx, other ? [entry, other] : [entry]);
  for (const to of new Set([own, others].filter((a) => a !== undefined))) {
    await postLetter(tx, services, {
      hold, kind: 'entry-changed', key: `entry-changed:${change.id}:${undone ? 'undone' : 'done'}:${what}:${to}`, to, entryId: entry.id,
      facts: { code: entry.code, title: facts.title, what, undone, understood, other: other ? await nameOf(tx, other) : null, files, missing: to === own ? facts.missing : [], oneSender: others === undefined || others === own, senders: what === 'senders' ? senders : [] },
    });
  }
}

/** What keeps a receipt of any of them from leaving keeps this from leaving: a sender may be forged. */
async function held(tx: Tx, entries: EntryRow[]): Promise<string | null> {
  for (const entry of entries) {
    for (const version of await versionsOf(tx, entry.id)) {
      const waits = await receiptWaits(tx, version.id);
      if (waits !== null) return waits;
    }
  }
  return null;
}
