import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { standMissing } from '../../bench/stand/stand.ts';
import type { Report } from '../../bench/run.ts';

const run = promisify(execFile);
if (standMissing !== null) console.log(`not run here: the benchmark (${standMissing})`);

describe.skipIf(standMissing !== null)('the benchmark', () => {
  it('drains the same mails with both drivers and says what each cost', async () => {
    await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'bench']);
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'bench/bench.ts', '--profile', 'tiny', '--n', '20', '--pairs', '1', '--only', 'throughput', '--json']);
    const report = JSON.parse(stdout) as Report;
    expect(report.machine.cores).toBeGreaterThan(0);
    expect(report.rows.map((r) => r.what)).toEqual(['drain rate', 'CPU per mail', 'peak memory of all our processes'].map((what) => `${what}, tiny, N = 20, 1 pair`));
    for (const row of report.rows) expect(row.measured).toMatch(/^\*\*[\d.]+ (x|MB)\*\*/);
  });

  it('refuses a measure that it does not have', async () => {
    const refused = await run(process.execPath, ['--import', 'tsx', 'bench/bench.ts', '--only', 'speed']).catch((error: { code: number; stderr: string }) => error);
    expect(refused).toMatchObject({ code: 1 });
    expect((refused as { stderr: string }).stderr).toContain('there is no speed');
  });
});
