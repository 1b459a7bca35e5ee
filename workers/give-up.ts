/** What a dead job leaves behind: its subject gets an outcome, and staff are told. */
import type { Tx } from '../src/store/database.ts';
import { takeTurn } from '../src/store/entries.ts';
import type { LeasedJob } from '../src/store/jobs.ts';
import { loadMessage, recordOutcome } from '../src/store/messages.ts';
import { tellOfScans } from './inbound/read-again.ts';
import { alertStaff, refuse } from './outbox.ts';
import type { Services } from './services.ts';

export async function whenGivenUp(tx: Tx, services: Services, row: LeasedJob, reason: string): Promise<void> {
  if (row.name === 'read-message' && row.payload['messageId'] && (await loadMessage(tx, row.payload['messageId']))?.erasureId === null) {
    await recordOutcome(tx, row.payload['messageId'], { outcome: 'unreadable', reason: `given up: ${reason}`, kind: 'unreadable', why: ['given up'] });
  }
  if (row.name === 'send-letter' && row.payload['letterId']) {
    await refuse(tx, row.payload['letterId'], ['due', 'sending'], { reason: `given up: ${reason}` });
  }
  if (row.name === 'read-scan' && row.payload['messageId'] && row.payload['part']) {
    await takeTurn(tx);
    await tellOfScans(tx, services, row.payload['messageId'], row.payload['part']);
  }
  await alertStaff(tx, services, { what: 'job-dead', detail: `${row.name}: ${reason}`, command: 'mailroom status' }, row.id);
}
