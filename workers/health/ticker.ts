/** Something done again and again, never twice at a time, and sooner when asked. */
export type Ticker = { /** at the latest in so many ms */ within: (ms: number) => void; stopped: () => boolean; /** resolves when the last run has ended */ stop: () => Promise<void> };

/** @param work never rejects */
export function ticker(everyMs: number, work: () => Promise<void>): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let stopped = false;
  let next = Infinity;
  const run = (): void => {
    next = Infinity;
    running = work().finally(() => {
      running = null;
      within(Math.min(everyMs, Math.max(0, next - performance.now())));
    });
  };
  const within = (ms: number): void => {
    next = Math.min(next, performance.now() + ms);
    if (stopped || running) return;
    clearTimeout(timer);
    timer = setTimeout(run, Math.max(0, next - performance.now()));
  };
  return {
    within,
    stopped: () => stopped,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
