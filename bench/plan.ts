/** What is measured, and how often: a quick look of some minutes, or what stands in the docs. */
import type { Profile } from './corpus.ts';

export const measures = ['throughput', 'memory', 'old', 'jobs', 'latency', 'reading', 'stall', 'assignment'] as const;
export type MeasureName = (typeof measures)[number];

export type Plan = {
  seed: string;
  only: readonly MeasureName[];
  throughput: { profile: Profile; n: number; pairs: number }[];
  /** memory with a short and a long queue of normal mail */
  memory: { few: number; many: number; pairs: number };
  /** old mails in the mailbox, and how often `n` new ones are drained beside them */
  old: { sizes: number[]; n: number; drains: number };
  /** jobs that wait, and how often `n` mails are drained beside them */
  jobs: { waiting: number; n: number; pairs: number };
  /** mails that arrive one by one */
  latency: { n: number };
  /** submissions whose words stand in their files, one by one */
  reading: { n: number };
  stall: { profile: Profile; n: number }[];
  /** who judges what */
  assignment: { entries: number; judges: number; perEntry: number; runs: number };
};

export const quick: Omit<Plan, 'seed'> = {
  only: measures,
  throughput: [{ profile: 'normal', n: 200, pairs: 3 }, { profile: 'heavy', n: 20, pairs: 1 }],
  memory: { few: 100, many: 400, pairs: 1 },
  old: { sizes: [1_000], n: 100, drains: 2 },
  jobs: { waiting: 5_000, n: 100, pairs: 1 },
  latency: { n: 15 },
  reading: { n: 15 },
  stall: [{ profile: 'normal', n: 200 }],
  assignment: { entries: 600, judges: 40, perEntry: 3, runs: 3 },
};

export const full: Omit<Plan, 'seed'> = {
  only: measures,
  throughput: [
    { profile: 'normal', n: 200, pairs: 3 }, { profile: 'normal', n: 600, pairs: 3 }, { profile: 'heavy', n: 60, pairs: 3 }, { profile: 'tiny', n: 600, pairs: 3 },
  ],
  memory: { few: 200, many: 2_000, pairs: 1 },
  old: { sizes: [1_000, 10_000, 50_000], n: 200, drains: 3 },
  jobs: { waiting: 50_000, n: 200, pairs: 3 },
  latency: { n: 60 },
  reading: { n: 60 },
  stall: [{ profile: 'normal', n: 600 }, { profile: 'heavy', n: 60 }],
  assignment: { entries: 600, judges: 40, perEntry: 3, runs: 9 },
};
