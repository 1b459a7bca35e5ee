/** A chaos run as a test: never retried, and one that fails says how to run it again. */
import { expect, it } from 'vitest';
import { dovecotMissing } from '../support/dovecot.ts';
import { redisMissing } from '../support/redis.ts';
import { failureInWords, inWords } from './report.ts';
import { runChaos } from './run.ts';

export const chaosMissing = dovecotMissing ?? redisMissing;

/** The same seed each time, so that a failure is a change of the code; CHAOS_SEED chooses another. */
export function chaosKeepsEveryPromise(n: number, timeoutMs: number): void {
  it('are all registered once, answered once, and stored whole', { timeout: timeoutMs, retry: 0 }, async () => {
    const report = await runChaos({ seed: process.env['CHAOS_SEED'] ?? 'every-time', n, faults: 'all' });
    console.log(inWords(report).join('\n'));
    expect(report.violations, failureInWords(report).join('\n')).toEqual([]);
    // A run in which next to nothing went wrong shows nothing.
    expect(Object.values(report.faults).reduce((sum, times) => sum + times, 0)).toBeGreaterThanOrEqual(8);
    expect(report.accepted).toBeGreaterThanOrEqual(report.mails.entries);
  });
}
