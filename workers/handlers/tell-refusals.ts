/** One letter an hour to staff: which letters came to nothing, since their addresses do not take them. */
import { markRefusalsTold, untoldRefusals } from '../../src/store/letters.ts';
import { alertStaff } from '../outbox.ts';
import type { Handler } from '../services.ts';

/** So many are named; the rest is counted. */
const NAMED = 30;

export const tellRefusals: Handler<'tell-refusals'> = async (_payload, work) => {
  await work.finish(async (tx) => {
    const letters = await untoldRefusals(tx);
    if (letters.length === 0) return;
    await alertStaff(tx, work, {
      what: 'letters-refused', detail: '', command: 'mailroom letters release ID',
      refused: letters.slice(0, NAMED).map((l) => ({ id: l.id.slice(0, 8), to: l.toAddress, subject: l.subject, said: (l.reason ?? '').replace(/^refused: /, '') })),
      more: Math.max(0, letters.length - NAMED),
    });
    await markRefusalsTold(tx, letters.map((l) => l.id));
  });
};
