import { it } from 'vitest';
import { judgingSurvives, prepareJudging } from '../support/judging-matrix.ts';

/** One step for all; every step with every fault is in tests/slow/matrix-judging.test.ts. */
it('a service killed while it writes the letters with a judge\'s entries asks, reminds, sends and answers each judge once', async () => {
  const prepared = await prepareJudging();
  await judgingSurvives(prepared, 'package-written', 'kill').finally(prepared.drop);
}, 240_000);
