/** Settles a letter whose sending ended unclear: by evidence, or by sending the same letter once more. */
import { Problem } from '../../src/problem.ts';
import { claimableAgain, evidenceWasLookedFor, loadLetter, lockLetter, settleAsSent } from '../../src/store/letters.ts';
import { alertStaff, enqueueSending } from '../outbox.ts';
import type { Handler } from '../services.ts';

/** Whether the mailbox was read meanwhile is looked at again after so long at least, ms. */
const LOOK_MS = 1_000;

/**
 * Evidence that came by mail (own copy, bounce, reply) has moved the letter already. Otherwise the Sent folder is asked.
 * Without evidence it is sent a second time under the same Message-ID; a second unclear end stays for staff to see.
 */
export const settleLetter: Handler<'settle-letter'> = async ({ letterId }, work) => {
  const { evidenceMs, stuckMs } = work.settings;
  const looking = { jobId: work.row.id, waitMs: evidenceMs, senderMs: stuckMs, ownAddress: work.loaded.contest.mailbox.address };
  const { letter, looked } = await work.db.transaction(async (tx) => ({
    letter: await loadLetter(tx, letterId), looked: await evidenceWasLookedFor(tx, letterId, looking),
  }));
  // Absence of evidence counts only once somebody looked: a copy may lie in a mailbox that was not read since. Until then nothing is asked of the server.
  if (letter?.state === 'unknown' && !looked) {
    throw new Problem('evidence-waits', { forUser: 'The letter waits until the mailbox was read.', forStaff: `letter ${letterId}: the mailbox was not read since it was sent`, retry: 'later', withinMs: Math.max(LOOK_MS, evidenceMs / 4) });
  }
  const inSentFolder = letter?.state === 'unknown' ? await work.findSentCopy(letter.rfcMessageId) : null;
  await work.reach('evidence-sought');
  await work.finish(async (tx) => {
    // Evidence may have come while the folder was looked at.
    if (letter?.state !== 'unknown' || (await lockLetter(tx, letterId))?.state !== 'unknown') return;
    if (inSentFolder === true) {
      await settleAsSent(tx, letterId, 'the copy in the Sent folder');
    } else if (letter.unclear < 2 && (await claimableAgain(tx, letterId))) {
      enqueueSending(tx, letter, undefined, letter.attempts + 1);
    } else {
      work.log.warn({ letter: letterId }, 'its end stays unclear; staff decide');
      await alertStaff(tx, work, { what: 'letters-held', detail: `letter ${letterId} to ${letter.toAddress}: whether it was delivered stays unclear`, command: `mailroom letters show ${letterId}` }, letterId);
    }
  });
  await work.reach('letter-settled');
};
