/** What is due each hour and each day, as rows: the key of the hour makes it one job, however many copies of the service run. */
import { within } from '../src/deadline.ts';
import { reasonOf } from '../src/problem.ts';
import { enqueue } from '../src/store/jobs.ts';
import type { Services } from './services.ts';

type Planning = Pick<Services, 'db' | 'log' | 'settings' | 'reach'>;

const CHECK_EVERY_MS = 60_000;

export function startHourly(services: Planning): { stop: () => void } {
  const tick = (): void => {
    within(services.settings.stuckMs, planNow(services)).catch((error: unknown) => services.log.warn({ error: reasonOf(error) }, 'hourly work not planned; tried again in a minute'));
  };
  const timer = setInterval(tick, CHECK_EVERY_MS);
  tick();
  return { stop: () => clearInterval(timer) };
}

async function planNow(services: Planning): Promise<void> {
  await services.db.transaction(async (tx) => {
    const hour = tx.now.toISOString().slice(0, 13);
    const day = hour.slice(0, 10);
    await enqueue(tx, 'verify', { hour }, { key: `verify:${hour}`, priority: 100 });
    await enqueue(tx, 'forget-unrelated', { day }, { key: `forget-unrelated:${day}`, priority: 100 });
  });
  await services.reach('hour-planned');
}
