import { afterAll, beforeAll, describe, it } from 'vitest';
import { faults, judgingPoints } from '../../src/failpoint.ts';
import { judgingSurvives, prepareJudging, type Prepared } from '../support/judging-matrix.ts';

describe('a judged contest', () => {
  let prepared: Prepared;
  beforeAll(async () => { prepared = await prepareJudging(); }, 240_000);
  afterAll(() => prepared.drop());

  describe.each(faults)('with a fault (%s)', (fault) => {
    it.each(judgingPoints)('at %s asks, reminds, sends and answers each judge once', async (point) => {
      await judgingSurvives(prepared, point, fault);
    });
  });
});
