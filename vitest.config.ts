import { defineConfig } from 'vitest/config';

const common = { environment: 'node' as const, globalSetup: ['tests/support/postgres-once.ts'], testTimeout: 60_000, hookTimeout: 60_000, pool: 'forks' as const };

/** fast: everything under `npm test`; slow: what takes longer. Tests wait for real servers more than they compute: three files run at a time on two cores. */
export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      { test: { ...common, name: 'fast', include: ['tests/**/*.test.ts'], exclude: ['tests/slow/**'] } },
      { test: { ...common, name: 'slow', include: ['tests/slow/**/*.test.ts'], testTimeout: 600_000 } },
    ],
  },
});
