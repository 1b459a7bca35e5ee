import { describe, it } from 'vitest';
import { failPoints } from '../../src/failpoint.ts';
import { killedAt } from '../support/killed.ts';

describe('with the queue on PostgreSQL, a service killed between fetch and sent', () => {
  it.each(failPoints)('at %s loses nothing and answers each entry once', async (point) => {
    await killedAt(point, null);
  });
});
