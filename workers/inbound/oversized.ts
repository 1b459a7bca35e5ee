/** A mail above the size limit was left in the mailbox unread: its sender hears how to send it in parts. */
import { classify } from '../../src/mail/kinds/index.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesOfSender } from '../../src/store/entries.ts';
import { recordOutcome, type MessageRow } from '../../src/store/messages.ts';
import { maySay, postLetter } from '../outbox.ts';
import type { Services } from '../services.ts';

export async function tellTooLarge(tx: Tx, services: Services, message: MessageRow): Promise<void> {
  const limit = services.loaded.contest.limits.messageBytes;
  const to = message.fromAddress;
  const record = (reason: string): Promise<void> =>
    recordOutcome(tx, message.id, { outcome: 'oversized', reason: `${message.size} bytes, the limit is ${limit}; ${reason}` });
  if (to === null || (message.reading !== null && !classify(message.reading, strangerTo(services)).mayAnswer)) return record('not safe to answer');
  const known = (await entriesOfSender(tx, to)).length > 0;
  if (services.loaded.contest.mailbox.kind === 'personal' && !known) return record('somebody\'s own mailbox, and nobody we know');
  const may = await maySay(tx, services, to, 'too-large');
  if (!may.say) return record(may.reason);
  await postLetter(tx, services, {
    kind: 'too-large', key: `too-large:${message.id}`, to, answers: message,
    hold: may.hold ?? (message.backlog ? 'older than an hour at the first scan of the mailbox' : null),
    facts: { subject: message.subject, receivedAt: message.internalDate.toISOString(), size: message.size, limit },
  });
  return record('the sender was told how to split it');
}

function strangerTo(services: Services): Parameters<typeof classify>[1] {
  return {
    contest: services.loaded.contest, thread: { ours: false, letterKind: null, entryCode: null, answers: false }, codes: [],
    knownSender: false, judge: false, staff: false, ownAddress: false, ownLetter: false,
  };
}
