import { describe, expect, it } from 'vitest';
import type { LoopName } from '../../schemas/troubles.ts';
import { loopProbe } from '../../workers/health/probes.ts';

const idle = (poll: number, jobs: number) => (): { loop: LoopName; ago: number }[] => [{ loop: 'poll', ago: poll }, { loop: 'jobs', ago: jobs }];

describe('a loop that makes no progress', () => {
  it('is named with how long it has stood still', async () => {
    expect(await loopProbe(idle(11 * 60_000, 0), 10 * 60_000)()).toBe('the loop poll made no progress for 11 minutes');
  });

  it('is no trouble before its time, nor where no job had to be run', async () => {
    expect(await loopProbe(idle(9 * 60_000, 99 * 60_000), 10 * 60_000)()).toBeNull();
  });
});
