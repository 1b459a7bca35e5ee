/** What is due each hour and each day, as rows: the key of the hour makes it one job, however many copies of the service run. */
import { allJudgedRounds } from '../src/contest/judged-rounds.ts';
import { within } from '../src/deadline.ts';
import { reasonOf } from '../src/problem.ts';
import { deadlineNumber } from '../src/store/deadlines.ts';
import { enqueue } from '../src/store/jobs.ts';
import { tellOfFlood } from './flood.ts';
import { planLook } from './judging/divergence.ts';
import { planRecheckOfMembers } from './rechecks.ts';
import { planSummary } from './desk/plan-summary.ts';
import type { Services } from './services.ts';

type Planning = Pick<Services, 'db' | 'settings' | 'reach' | 'inForce'>;

export function startHourly(services: Services): { stop: () => void } {
  const { log, settings } = services;
  const tick = (): void => {
    within(settings.stuckMs, planNow(services)).catch((error: unknown) => log.warn({ error: reasonOf(error) }, 'hourly work not planned; tried again in a minute'));
    within(settings.stuckMs, tellOfFlood(services)).catch((error: unknown) => log.warn({ error: reasonOf(error) }, 'whether there is a flood was not looked at; tried again in a minute'));
  };
  const timer = setInterval(tick, settings.planMs);
  tick();
  return { stop: () => clearInterval(timer) };
}

async function planNow(services: Planning): Promise<void> {
  await services.db.transaction(async (tx) => {
    const hour = tx.now.toISOString().slice(0, 13);
    const day = hour.slice(0, 10);
    enqueue(tx, 'verify', { hour }, { key: `verify:${hour}`, priority: 100 });
    const { loaded } = await services.inForce(await deadlineNumber(tx));
    if (loaded.contest.mailbox.sentFolder !== undefined) enqueue(tx, 'find-answers', { hour }, { key: `find-answers:${hour}`, priority: 100 });
    planSummary(tx, loaded.contest);
    await planRecheckOfMembers(tx, loaded);
    for (const { key } of allJudgedRounds(loaded.contest)) planLook(tx, key, [], `${key}:${day}`);
    enqueue(tx, 'forget-unrelated', { day }, { key: `forget-unrelated:${day}`, priority: 100 });
  });
  await services.reach('hour-planned');
}
