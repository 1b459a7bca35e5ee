/** A flood of mail is handled behind other mail without anybody's doing; staff hear of it once an hour, in numbers. */
import { readCrowd } from '../src/store/crowd.ts';
import { countHeld } from '../src/store/letters.ts';
import { alertStaff, BREAKER_HOLD } from './outbox.ts';
import type { Services } from './services.ts';

export async function tellOfFlood(services: Pick<Services, 'db' | 'loaded' | 'writer' | 'secretKeys' | 'dryRun'>): Promise<void> {
  await services.db.transaction(async (tx) => {
    const { mails, senders, loudest, flood } = await readCrowd(tx);
    if (!flood || loudest === null) return;
    await alertStaff(tx, services, {
      what: 'flood', detail: `${mails} mails from ${senders} addresses within an hour`, command: 'mailroom status',
      flood: { mails, senders, loudest: loudest.from || '?', loudestMails: loudest.mails, held: await countHeld(tx, BREAKER_HOLD) },
    });
  });
}
