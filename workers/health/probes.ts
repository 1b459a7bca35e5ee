/** What nobody notices by itself: a clock that was moved, work that waits for nothing, a loop that hangs. */
import type { LoopName } from '../../schemas/troubles.ts';
import type { Clock } from '../../src/clock.ts';
import type { Database } from '../../src/store/database.ts';
import { databaseTime, longestWait } from '../../src/store/heartbeats.ts';
import type { Probe } from './health.ts';

/** Letters are dated by this machine's clock, leases by the database's: apart by more than this, one of the two is wrong. */
const CLOCKS_APART_MS = 3 * 60_000;

/** @param machine this machine's clock, not the contest's */
export function clockProbe(db: Database, machine: Clock): Probe {
  return async () => {
    const before = machine().getTime();
    const theirs = await db.transaction((tx) => databaseTime(tx));
    const after = machine().getTime();
    const ahead = (before + after) / 2 - theirs.getTime();
    // The answer took part of that time.
    if (Math.abs(ahead) < CLOCKS_APART_MS + (after - before)) return null;
    return `this machine's clock is ${apart(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} the database's`;
  };
}

function apart(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
}

/** @param explained true where something known keeps the work from being done */
export function backlogProbe(db: Database, afterMs: number, explained: () => boolean): Probe {
  return async () => {
    if (explained()) return null;
    const waits = await db.transaction((tx) => longestWait(tx));
    return waits < afterMs ? null : `the oldest piece of work that could be done has waited ${apart(waits)}`;
  };
}

/** @param idle ms since each loop got something done */
export function loopProbe(idle: () => { loop: LoopName; ago: number }[], afterMs: number): Probe {
  return async () => {
    const hanging = idle().filter(({ loop, ago }) => loop !== 'jobs' && ago > afterMs);
    return hanging.length === 0 ? null : hanging.map(({ loop, ago }) => `the loop ${loop} made no progress for ${apart(ago)}`).join('; ');
  };
}
