/** What must be ended and deleted, however the benchmark ends: the latest first, each once. */
export type Ends = {
  /** the answer ends it now instead */
  add: (end: () => Promise<unknown>) => () => Promise<void>;
  all: () => Promise<void>;
};

export function openEnds(): Ends {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    add: (end) => {
      ends.push(end);
      return async () => {
        const at = ends.indexOf(end);
        if (at < 0) return;
        ends.splice(at, 1);
        await end();
      };
    },
    all: async () => { for (let end = ends.pop(); end; end = ends.pop()) await end(); },
  };
}
