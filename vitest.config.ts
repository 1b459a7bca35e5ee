import { defineConfig } from 'vitest/config';

const common = { environment: 'node' as const, globalSetup: ['tests/support/postgres-once.ts'], testTimeout: 60_000, hookTimeout: 60_000, pool: 'forks' as const };

/** fast: everything under `npm test`; slow: what takes longer. Real servers share two cores, so that two files run at a time. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'fast', include: ['tests/**/*.test.ts'], exclude: ['tests/slow/**'] } },
      { test: { ...common, name: 'slow', include: ['tests/slow/**/*.test.ts'], testTimeout: 600_000 } },
    ],
  },
});
