/** What a dead job leaves behind: its subject gets an outcome, and staff are told. */
import type { Tx } from '../src/store/database.ts';
import type { LeasedJob } from '../src/store/jobs.ts';
import { recordOutcome } from '../src/store/messages.ts';
import { alertStaff, refuse } from './outbox.ts';
import type { Services } from './services.ts';

export async function whenGivenUp(tx: Tx, services: Services, row: LeasedJob, reason: string): Promise<void> {
  if (row.name === 'read-message' && row.payload['messageId']) {
    await recordOutcome(tx, row.payload['messageId'], { outcome: 'unreadable', reason: `given up: ${reason}`, kind: 'unreadable', why: ['given up'] });
  }
  if (row.name === 'send-letter' && row.payload['letterId']) {
    await refuse(tx, row.payload['letterId'], ['due', 'sending'], { reason: `given up: ${reason}` });
  }
  await alertStaff(tx, services, { what: 'job-dead', detail: `${row.name}: ${reason}`, command: 'mailroom status' }, row.id);
}
