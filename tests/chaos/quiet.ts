/** Waiting until nothing moves any more: only then can be said what is lost. */
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { readStatus } from '../../src/store/status.ts';
import type { Stand } from './stand.ts';

/**
 * All evidence has shown, every mail of the mailbox has a row and an outcome, no job is open, no letter is on its way.
 * @throws Error that says what still moves, where `ms` pass without a step forward: a busy machine is slow, not stuck
 */
export async function untilQuiet(stand: Stand, ms: number): Promise<void> {
  const db = openDatabase(stand.databaseUrl, () => new Date(), { poolSize: 1 });
  try {
    let furthest = 0;
    let at = performance.now();
    for (;;) {
      const { quiet, done, words } = await look(stand, db);
      if (quiet) return;
      if (done > furthest) { furthest = done; at = performance.now(); }
      if (performance.now() - at > ms) throw new Error(`nothing went forward for ${Math.round(ms / 1000)} s, and this is not done: ${words}`);
      await pause(500);
    }
  } finally {
    await db.close();
  }
}

/** done: mails handled, letters that left and jobs that ended; it can only grow */
async function look(stand: Stand, db: Database): Promise<{ quiet: boolean; done: number; words: string }> {
  const settled = stand.sink.settled();
  const present = (await stand.world.uids()).length;
  const status = await db.transaction((tx) => readStatus(tx));
  const open = await stand.query<{ name: string; n: number; error: string | null }>(`select name, count(*)::int as n, max(last_error) as error from job
    where done_at is null and dead_at is null and due_at <= now() group by name`);
  const [{ n: ended } = { n: 0 }] = await stand.query<{ n: number }>('select count(*)::int as n from job where done_at is not null or dead_at is not null');
  const quiet = settled && status.idle && open.length === 0 && status.mailbox.stored === present && !status.letters['due'] && !status.letters['sending'];
  const { waiting = 0, ...handled } = status.messages;
  return {
    quiet, done: ended + (status.letters['sent'] ?? 0) + Object.values(handled).reduce((sum, n) => sum + n, 0) + waiting,
    words: JSON.stringify({ settled, present, messages: status.messages, letters: status.letters, mailbox: status.mailbox, open }),
  };
}
