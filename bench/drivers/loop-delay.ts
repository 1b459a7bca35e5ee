/**
 * Loaded before the service (node --import): notes how long its event loop stood still between one SIGUSR2 and the next,
 * and writes that into LOOP_DELAY_FILE. The service itself knows nothing of it.
 */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export type LoopDelay = { p50Ms: number; p99Ms: number; maxMs: number };

const STEP_MS = 10;
const delays = monitorEventLoopDelay({ resolution: STEP_MS });
let measuring = false;

process.on('SIGUSR2', () => {
  measuring = !measuring;
  if (measuring) {
    delays.reset();
    delays.enable();
    return;
  }
  delays.disable();
  // A timer of 10 ms that is on time shows as 10 ms: what is above it is the stall.
  const stall = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - STEP_MS);
  const found: LoopDelay = { p50Ms: stall(delays.percentile(50)), p99Ms: stall(delays.percentile(99)), maxMs: stall(delays.max) };
  writeFileSync(process.env['LOOP_DELAY_FILE'] ?? 'loop-delay.json', JSON.stringify(found));
});
