import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes begins first, so that nothing is waited for alone at the end; a fresh clone does not know how long a file took. Short rules come last and fill the gaps. */
class LongFirst extends BaseSequencer {
  private static readonly long = ['kill-on-postgres', 'kill-on-redis', 'season', 'whole-contest', 'matrix-hang', 'matrix-drop-database', 'matrix-drop-queue', 'matrix-drop-redis', 'matrix-error', 'matrix-judging', 'chaos', 'away-for-a-minute', 'conversation', 'command-line'];

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = LongFirst.long.indexOf(basename(moduleId, '.test.ts'));
      // A process goes on to the next file of its own project alone: the projects are kept together.
      return project.name === 'rules' ? LongFirst.long.length + 1 : at < 0 ? LongFirst.long.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

const common = { environment: 'node' as const, testTimeout: 300_000, hookTimeout: 300_000, pool: 'forks' as const };
const servers = { ...common, globalSetup: ['tests/support/postgres-once.ts', 'tests/support/built-parser.ts'] };

/**
 * rules and fast: everything under `npm test`; slow: what takes longer. Tests wait for real servers more than they compute: three files run at a time on two cores.
 * A process of the fast ones runs file after file, as the service runs for months: loading the program anew for each took longer than most of these tests do.
 */
export default defineConfig({
  test: {
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    projects: [
      { test: { ...common, name: 'rules', include: ['tests/*.test.ts', 'tests/rules/**/*.test.ts'], isolate: false } },
      { test: { ...servers, name: 'fast', include: ['tests/**/*.test.ts'], exclude: ['tests/*.test.ts', 'tests/slow/**', 'tests/rules/**'], isolate: false } },
      { test: { ...servers, name: 'slow', include: ['tests/slow/**/*.test.ts'], testTimeout: 600_000 } },
    ],
  },
});
