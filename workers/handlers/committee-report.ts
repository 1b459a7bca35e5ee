/** The committee hears once a week how the contest stands (plan item 5). */
import { committeeFacts } from '../../src/desk/committee-report.ts';
import { allCoverage } from '../../src/store/coverage.ts';
import { entriesByChannel } from '../../src/store/paper.ts';
import { questionsForThemes } from '../../src/store/questions.ts';
import { reportEntries } from '../../src/store/report-entries.ts';
import { postLetter } from '../outbox.ts';
import type { Handler } from '../services.ts';

export const reportToCommittee: Handler<'committee-report'> = async ({ week, until }, work) => {
  const { loaded } = work;
  await work.finish(async (tx) => {
    // A service that was away for weeks reports once, not once for each week it missed.
    if (tx.now >= new Date(until)) return;
    const units = loaded.agencies.length === 0 ? null : (await allCoverage(tx, loaded)).units;
    const facts = committeeFacts({ entries: await reportEntries(tx), units, channels: await entriesByChannel(tx), questions: await questionsForThemes(tx) }, loaded.contest, tx.now);
    const addresses = [...new Set(loaded.contest.committee.addresses.map((a) => a.toLowerCase()))];
    for (const to of addresses) await postLetter(tx, work, { kind: 'committee-report', key: `committee-report:${week}:${to}`, to, facts });
    work.log.info({ week, letters: addresses.length }, 'the committee was sent its report');
  });
};
