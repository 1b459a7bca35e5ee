import { describe, it } from 'vitest';
import { failPoints } from '../../src/failpoint.ts';
import { survives } from '../support/matrix.ts';

describe('with the queue on PostgreSQL, a step that throws', () => {
  it.each(failPoints)('at %s loses nothing and answers each entry once', async (point) => {
    await survives(point, 'error', null);
  });
});
