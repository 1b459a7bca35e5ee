/** Does to the stand what the plan says, at its time, and makes everything whole again at the end. */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { toldInWords, type Action, type Fault } from './plan.ts';
import type { Stand } from './stand.ts';

export type Inflicted = { /** faults that struck; one on a part that was down already strikes nothing */ struck: Partial<Record<Action, number>>; /** in words, as they came */ told: string[] };

/**
 * Resolves when the plan ended, or nothing is left to disturb, and everything runs again.
 * @param pace how many times slower than planned faults follow each other just now: on a busy machine nothing else would ever happen
 */
export async function inflict(stand: Stand, plan: Fault[], pace: () => number, goOn: () => boolean): Promise<Inflicted> {
  const done: Inflicted = { struck: {}, told: [] };
  const effects = makeEffects(stand);
  const running: Promise<unknown>[] = [];
  let before = 0;
  for (const fault of plan) {
    await pause((fault.at - before) * pace());
    before = fault.at;
    if (!goOn()) break;
    running.push(effects[fault.action](fault).then((struck) => {
      done.told.push(`${toldInWords(fault)}${struck ? '' : ' - nothing to strike'}`);
      if (struck) done.struck[fault.action] = (done.struck[fault.action] ?? 0) + 1;
    }));
  }
  await Promise.all(running);
  for (const proxy of [stand.imapProxy, stand.postgresProxy]) { proxy.clear(); proxy.behave({}); }
  stand.sink.heal();
  return done;
}

type Effect = (fault: Fault) => Promise<boolean>;

function makeEffects(stand: Stand): Record<Action, Effect> {
  const { services, redis, postgres, imapProxy, postgresProxy, sink } = stand;
  const redisDown = alone(async ({ forMs = 0 }) => { await redis.kill(); await pause(forMs); await redis.start(); });
  const imapManner = alone(async ({ action, forMs = 0 }) => {
    imapProxy.behave(action === 'imap-refuse' ? { refuse: true } : { delayMs: 20, sliceBytes: 300 });
    if (action === 'imap-refuse') imapProxy.endAll('rst');
    await pause(forMs);
    imapProxy.behave({});
  });
  const mood = alone(async ({ action, forMs = 0 }) => {
    sink.mood(action === 'smtp-closed' ? 'closed' : action === 'smtp-silent' ? 'silent' : 'busy');
    await pause(forMs);
    sink.mood('usual');
  });
  return {
    'kill-poller': async ({ starting = false }) => services.poller.kill(starting),
    'kill-worker-1': async ({ starting = false }) => services.worker1.kill(starting),
    'kill-worker-2': async ({ starting = false }) => services.worker2.kill(starting),
    'redis-kill': redisDown,
    'redis-flush': () => flush(stand.redisUrl),
    'postgres-crash': alone(async () => { await postgres.crash(); await postgres.start(); }),
    // CommandComplete as PostgreSQL says it (PostgreSQL protocol 3.0, message "C")
    'postgres-cut-commit': async () => { postgresProxy.set({ steps: [{ direction: 'down', words: 'COMMIT\0' }], how: 'rst' }); return true; },
    'imap-cut': async ({ bytes = 0, how = 'rst' }) => { imapProxy.set({ steps: [{ direction: 'down', words: 'BODY[] {' }, { direction: 'down', bytes }], how }); return true; },
    'imap-silent': async () => { imapProxy.endAll('silence'); return true; },
    'imap-refuse': imapManner, 'imap-slow': imapManner, 'smtp-closed': mood, 'smtp-silent': mood, 'smtp-busy': mood,
  };
}

/** One at a time: what comes while it lasts strikes nothing. */
function alone(effect: (fault: Fault) => Promise<void>): Effect {
  let busy = false;
  return async (fault) => {
    if (busy) return false;
    busy = true;
    await effect(fault).finally(() => { busy = false; });
    return true;
  };
}

async function flush(url: string): Promise<boolean> {
  const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => null, lazyConnect: true });
  client.on('error', () => undefined);
  return client.connect().then(() => client.flushall()).then(() => true, () => false).finally(() => client.disconnect());
}
