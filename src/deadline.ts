/** Waiting with an end: what never answers counts as what failed. */

/** @param ms machine time @param late makes the error to reject with; the work itself cannot be stopped, its result is dropped */
export function within<T>(ms: number, work: Promise<T>, late: () => Error = () => new Error(`no answer within ${ms} ms`)): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(late()), ms); });
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}

export type Watchdog = {
  /** there was progress: the time begins anew */
  touch: () => void;
  /** resolves with the work, or rejects once nothing touched the watchdog for its time */
  over: <T>(work: Promise<T>) => Promise<T>;
};

/** For work of any length that must not stand still. @param late makes the error */
export function watchdog(ms: number, late: () => Error): Watchdog {
  let touched = performance.now();
  return {
    touch: () => { touched = performance.now(); },
    over: (work) => {
      touched = performance.now();
      let timer: NodeJS.Timeout | undefined;
      const stuck = new Promise<never>((_, reject) => {
        timer = setInterval(() => { if (performance.now() - touched > ms) reject(late()); }, Math.max(50, ms / 10));
      });
      return Promise.race([work, stuck]).finally(() => clearInterval(timer));
    },
  };
}
