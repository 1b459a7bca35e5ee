import { describe, it } from 'vitest';
import { failPoints } from '../../src/failpoint.ts';
import { everyThirdStep, survives } from '../support/matrix.ts';

/** The steps that `npm test` leaves out. */
describe('with the queue on PostgreSQL, a service killed', () => {
  it.each(failPoints.filter((point) => !everyThirdStep.includes(point)))('at %s loses nothing and answers each entry once', async (point) => {
    await survives(point, 'kill', null);
  });
});
