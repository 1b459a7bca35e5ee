/** Waiting for what must become true, without guessing how long it takes. */
import { setTimeout as pause } from 'node:timers/promises';

/** Gives the first value that is neither null nor false. @param ms a limit for failure alone, however crowded the machine. @throws Error naming what was waited for */
export async function until<T>(what: string, probe: () => Promise<T | null | false> | T | null | false, ms = 120_000): Promise<T> {
  const deadline = performance.now() + ms;
  for (;;) {
    const value = await probe();
    if (value !== null && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`waited ${ms} ms for: ${what}`);
    await pause(25);
  }
}
