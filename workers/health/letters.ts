/** What lasted too long, told to staff: once while it lasts where letters can leave, and once when it is over. */
import type { LetterFacts } from '../../schemas/letters.ts';
import type { TroublePart } from '../../schemas/troubles.ts';
import { markTold, untoldTroubles } from '../../src/store/troubles.ts';
import { alertStaff } from '../outbox.ts';
import type { Services } from '../services.ts';
import type { Seen } from './ledger.ts';

type Needs = Pick<Services, 'db' | 'log' | 'settings' | 'loaded' | 'writer' | 'secretKeys' | 'dryRun'>;

const whatOf: Record<TroublePart, LetterFacts<'staff-alert'>['what']> = {
  mailbox: 'mailbox-unreachable', 'mailbox-login': 'mailbox-login-refused', queue: 'queue-away', database: 'database-away', storage: 'storage-fails',
  smtp: 'smtp-unreachable', 'smtp-login': 'smtp-login-refused', parser: 'parser-fails', clock: 'clock-wrong', backlog: 'work-waits', loop: 'loop-stopped',
};

/** Letters speak in contest time: what was so long ago in machine time was so long ago. */
export async function tellTroubles(needs: Needs, host: string, troubles: Seen[]): Promise<void> {
  const urgent = { host, parts: troubles.filter((t) => t.urgent).map((t) => t.part) };
  await needs.db.transaction(async (tx) => {
    const ago = (ms: number): string => new Date(tx.now.getTime() - ms).toISOString();
    for (const trouble of await untoldTroubles(tx, needs.settings.alertAfterMs, urgent)) {
      await alertStaff(tx, needs, {
        what: whatOf[trouble.part], since: ago(trouble.since), until: trouble.ended === null ? null : ago(trouble.ended),
        detail: trouble.host === '' ? trouble.detail : `${trouble.host}: ${trouble.detail}`, command: 'mailroom status',
      }, `${trouble.part}:${trouble.host}:${trouble.ended === null ? 'lasts' : 'over'}`);
      await markTold(tx, trouble);
    }
  });
}
