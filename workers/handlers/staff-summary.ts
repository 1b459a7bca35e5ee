/** Staff hear each working morning what waits for them, how the contest stands, and whether all is well; nothing where there is nothing. */
import { summaryFacts } from '../../src/desk/summary.ts';
import { summaryInput } from '../../src/store/desk.ts';
import { planSummary } from '../desk/plan-summary.ts';
import { postLetter } from '../outbox.ts';
import type { Handler } from '../services.ts';

export const staffSummary: Handler<'staff-summary'> = async ({ at, until }, work) => {
  await work.finish(async (tx) => {
    const { contest } = work.loaded;
    planSummary(tx, contest);
    if (tx.now >= new Date(until)) return;
    const facts = summaryFacts(await summaryInput(tx, work.loaded), contest, tx.now);
    if (facts === null) return;
    for (const address of contest.staff.addresses) {
      const to = address.toLowerCase();
      await postLetter(tx, work, { kind: 'staff-summary', key: `staff-summary:${at}:${to}`, to, facts });
    }
  });
};
