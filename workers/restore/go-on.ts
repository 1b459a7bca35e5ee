/** The next mail that waited for a restore, and the end of it. */
import { Problem } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { goOn, heldByRestore } from '../../src/store/restoration.ts';
import { alertStaff } from '../outbox.ts';
import type { Services } from '../services.ts';
import { recallAssignments } from './judging.ts';

/** Call when a mail was handled, and now and then. At the end staff hear of what waits for them. */
export async function goOnReading(tx: Tx, services: Pick<Services, 'loaded' | 'writer' | 'secretKeys' | 'dryRun' | 'givenCodes' | 'log'>): Promise<void> {
  if ((await goOn(tx, services.loaded.contest.mailbox.address)) !== 'ended') return;
  // Before the commit: a mark too early is made good by the next one, a missing one would begin everything anew at the next start.
  await services.givenCodes.markRestored();
  await recallAssignments(tx, services);
  const held = await heldByRestore(tx);
  services.log.info({ held }, 'the restored database has caught up with the mailbox');
  if (held > 0) await alertStaff(tx, services, { what: 'letters-held', detail: `${held} letters wait since an older database was restored: they may have been sent before`, command: 'mailroom letters list --state draft' });
}

/** What a worker says that holds a mail before all mail is stored. */
export function waitsForRestore(): Problem {
  return new Problem('restoring', { forUser: 'An older database was restored: mail is handled once the whole mailbox was read.', retry: 'later' });
}
