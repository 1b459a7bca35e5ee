import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes begins first, so that nothing is waited for alone at the end; a fresh clone does not know how long a file took. */
class LongFirst extends BaseSequencer {
  private static readonly long = ['kill-on-postgres', 'kill-on-redis', 'season', 'whole-contest', 'matrix-hang', 'matrix-drop-database', 'matrix-drop-queue', 'matrix-drop-redis', 'matrix-error', 'chaos', 'away-for-a-minute', 'conversation', 'command-line'];

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LongFirst.long.indexOf(basename(moduleId, '.test.ts'));
      return at < 0 ? LongFirst.long.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

const common = { environment: 'node' as const, globalSetup: ['tests/support/postgres-once.ts'], testTimeout: 60_000, hookTimeout: 60_000, pool: 'forks' as const };

/** fast: everything under `npm test`; slow: what takes longer. Tests wait for real servers more than they compute: three files run at a time on two cores. */
export default defineConfig({
  test: {
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    projects: [
      { test: { ...common, name: 'fast', include: ['tests/**/*.test.ts'], exclude: ['tests/slow/**'] } },
      { test: { ...common, name: 'slow', include: ['tests/slow/**/*.test.ts'], testTimeout: 600_000 } },
    ],
  },
});
