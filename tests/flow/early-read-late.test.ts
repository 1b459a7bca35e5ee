import { expect, it } from 'vitest';
import { startMailServers } from '../../workers/demo/mail-servers.ts';
import { hauGiang } from '../support/contests.ts';
import { entryMail, TO } from '../support/mails.ts';
import { startTestService } from '../support/service.ts';
import { bring } from '../support/stage.ts';
import { until } from '../support/until.ts';

it('takes up an entry that came before the window opened, but was read only after', async () => {
  const base = hauGiang();
  const contest = { ...base, mailbox: { ...base.mailbox, address: TO, since: '2024-06-01T00:00:00+07:00' } };
  const servers = await startMailServers({ address: TO, zone: contest.zone, clock: () => new Date('2024-06-30T10:00:00Z') });
  await bring(servers, await entryMail('Gửi sớm, đọc muộn'), 'an@people.test', TO);
  const test = await startTestService({ contest, imapUrl: servers.imapUrl, smtpUrl: servers.smtpUrl, now: '2024-07-01T02:00:00Z' });
  await test.service.ready(AbortSignal.timeout(120_000));
  await until('the entry', async () => (await test.entries()).length === 1);
  await test.idle();
  expect((await test.entries()).map((e) => e.entry.state)).toEqual(['under-check']);
  expect((await test.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  await test.stop();
  await servers.stop();
});
