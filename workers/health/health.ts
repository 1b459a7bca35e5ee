/**
 * How this process fares. Loops and jobs say what fails and what works; every few seconds that goes into the table, with a
 * heartbeat of each loop, and what lasted too long becomes a letter to staff. Writing it down is itself the look at the database.
 */
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { LoopName, TroublePart } from '../../schemas/troubles.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import { retire, type ProcessName } from '../../src/store/heartbeats.ts';
import type { Services } from '../services.ts';
import { openLedger, type Ledger, type More } from './ledger.ts';
import { loopProbe } from './probes.ts';
import { ticker } from './ticker.ts';
import { openWriter } from './writer.ts';

/** Looks at a part: what is wrong with it, in words for staff, or null. It may take its time, but not longer than a few seconds. */
export type Probe = () => Promise<string | null>;

export type Health = Pick<Ledger, 'fails' | 'works' | 'forget' | 'failing'> & {
  /** sorts an error into the part it speaks of; `otherwise` where it speaks of none that is known by its code */
  failed: (error: unknown, more?: More, otherwise?: TroublePart) => void;
  /** the loop got something done, and rests for so many ms */
  progress: (loop: LoopName, restMs?: number) => void;
  /** looks at a part every few seconds */
  watch: (part: TroublePart, probe: Probe) => void;
  /** @param loops those that this process runs */
  start: (loops: readonly LoopName[]) => void;
  stop: () => Promise<void>;
};
export type HealthNeeds = Pick<Services, 'db' | 'log' | 'settings' | 'loaded' | 'writer' | 'secretKeys' | 'dryRun'>;

/** A change is written down this soon, ms. */
const SOON_MS = 100;

const partOf: Record<string, TroublePart> = {
  'mailbox-away': 'mailbox', 'mailbox-login': 'mailbox-login', 'queue-away': 'queue', 'database-away': 'database', 'database-full': 'storage', storage: 'storage',
};

export function openHealth(needs: HealthNeeds): Health {
  const { db, log, settings } = needs;
  const process_: ProcessName = { id: randomUUID(), host: hostname(), pid: process.pid };
  const progressAt = new Map<LoopName, number>();
  const loops = (): { loop: LoopName; ago: number }[] => [...progressAt].map(([loop, at]) => ({ loop, ago: Math.max(0, performance.now() - at) }));
  const probes = new Map<TroublePart, Probe>([['loop', loopProbe(loops, 2 * settings.stallMs)]]);
  const ledger = openLedger(() => performance.now(), (part, what, detail) => {
    if (what === 'began') log.warn({ part, error: detail }, 'trouble');
    else log.info({ part }, 'trouble is over');
    ticks.within(SOON_MS);
  });
  const failed: Health['failed'] = (error, more, otherwise) => {
    const part = (error instanceof Problem ? partOf[error.code] : undefined) ?? otherwise;
    if (part) ledger.fails(part, reasonOf(error), more);
  };
  const write = openWriter(needs, process_, ledger, { failed, loops });
  const ticks = ticker(settings.healthMs, async () => {
    await Promise.all([...probes].map(([part, probe]) => look(ledger, log, part, probe, ticks.stopped)));
    await write();
  });
  return {
    ...ledger, failed,
    progress: (loop, restMs = 0) => { progressAt.set(loop, performance.now() + restMs); },
    watch: (part, probe) => { probes.set(part, probe); },
    start: (mine) => {
      for (const loop of mine) progressAt.set(loop, performance.now());
      ticks.within(0);
    },
    stop: async () => {
      await ticks.stop();
      await write();
      await db.transaction((tx) => retire(tx, process_)).catch((error: unknown) => log.debug({ error: reasonOf(error) }, 'heartbeat not taken back'));
    },
  };
}

/** What a part is found in while the service stops counts for nothing: it is being closed. */
async function look(ledger: Ledger, log: Services['log'], part: TroublePart, probe: Probe, stopped: () => boolean): Promise<void> {
  try {
    const wrong = await probe();
    if (stopped()) return;
    if (wrong !== null) ledger.fails(part, wrong, { subject: 'probe' });
    else ledger.works(part, 'probe');
    // A process that stopped may have left it on record as failing.
    if (!ledger.failing().includes(part)) ledger.works(part);
  } catch (error) {
    // What keeps a probe from looking is another part's trouble.
    log.debug({ part, error: reasonOf(error) }, 'could not look');
  }
}
