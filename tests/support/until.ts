/** Waiting for what must become true, without guessing how long it takes. */
import { setTimeout as pause } from 'node:timers/promises';

/** Gives the first value that is neither null nor false. @param ms a limit for failure alone, however crowded the machine. @throws Error naming what was waited for */
export async function until<T>(what: string, probe: () => Promise<T | null | false> | T | null | false, ms = 120_000): Promise<T> {
  const deadline = performance.now() + ms;
  // Less and less often: to look takes the processor from those that are waited for.
  for (let rest = 15; ; rest = Math.min(rest * 1.3, 100)) {
    const value = await probe();
    if (value !== null && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`waited ${ms} ms for: ${what}`);
    await pause(rest);
  }
}
