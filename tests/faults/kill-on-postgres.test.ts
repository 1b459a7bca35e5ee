import { describe, it } from 'vitest';
import { everyThirdStep, survives } from '../support/matrix.ts';

/** Every third step; the others, and all with the queue on Redis, are in the slow tests. */
describe('with the queue on PostgreSQL, a service killed', () => {
  it.each(everyThirdStep)('at %s loses nothing and answers each entry once', async (point) => {
    await survives(point, 'kill', null);
  });
});
