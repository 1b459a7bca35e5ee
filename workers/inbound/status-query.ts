/** "Did you get it?": answered to the sender about the sender's own entries, and about no other. */
import type { LetterFacts } from '../../schemas/letters.ts';
import { openGaps } from '../../src/entry/state.ts';
import type { Tx } from '../../src/store/database.ts';
import { versionsOf, type EntryRow } from '../../src/store/entries.ts';
import { documentsOfVersions } from '../../src/store/messages.ts';
import { maySay, postLetter } from '../outbox.ts';
import { holdReason, type Effect, type Ending, type Inbound } from './inbound.ts';

export const statusQuery: Effect = (tx, mail) => answerStatus(tx, mail, 'status query');

/** An unknown sender learns only that nothing is recorded from that address. */
export async function answerStatus(tx: Tx, mail: Inbound, why: string): Promise<Ending> {
  if (mail.sender === null || !mail.classification.mayAnswer) return { outcome: 'passed-to-staff', reason: `${why}; not safe to answer` };
  const may = await maySay(tx, mail.services, mail.sender, 'status-answer');
  if (!may.say) return { outcome: 'passed-to-staff', reason: `${why}; ${may.reason}` };
  const ids = new Set(mail.ownEntries.map((e) => e.id));
  const named = mail.namedEntries.filter((e) => ids.has(e.id));
  const entries = await Promise.all((named.length > 0 ? named : mail.ownEntries).map((e) => standing(tx, e)));
  await postLetter(tx, mail.services, {
    kind: 'status-answer', key: `status-answer:${mail.message.id}`, to: mail.sender, answers: mail.message,
    hold: may.hold ?? holdReason(mail), facts: { entries }, ...(named[0] ? { entryId: named[0].id } : {}),
  });
  return { outcome: 'answered', reason: `${why}; told of ${entries.length} entries`, ...(named[0] ? { entryId: named[0].id } : {}) };
}

async function standing(tx: Tx, entry: EntryRow): Promise<LetterFacts<'status-answer'>['entries'][number]> {
  const versions = await versionsOf(tx, entry.id);
  const latest = versions.at(-1);
  const files = await documentsOfVersions(tx, versions);
  return {
    code: entry.code, title: latest?.fields.title.value ?? null, state: entry.state, receivedAt: entry.receivedAt.toISOString(),
    versions: versions.length, files: files.length, missing: openGaps(latest?.findings ?? []).map((f) => f.forEntrant),
  };
}
