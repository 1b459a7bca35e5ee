/** Hands one letter to SMTP, at most once unless the server certainly did not take it. */
import { letterMail } from '../../src/letters/compose.ts';
import { Problem } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { enqueue, jobAgeMs } from '../../src/store/jobs.ts';
import { claimLetter, loadLetter, moveLetter, SENDER_LOST, writeMove, type ClaimedLetter } from '../../src/store/letters.ts';
import type { SendOutcome } from '../../src/edges/smtp-outcome.ts';
import type { Handler, Work } from '../services.ts';

export const sendLetter: Handler<'send-letter'> = async ({ letterId }, work) => {
  if (work.dryRun) throw new Problem('dry-run', { forUser: 'Letters wait: this is a dry run.', retry: 'later' });
  const letter = await work.db.statement((tx) => claimLetter(tx, letterId));
  if (letter === null) return settleEarlierTry(letterId, work);
  await work.reach('letter-claimed');
  const outcome = await work.smtp.send(letterMail(letter, work.loaded.contest), work.signal);
  await work.reach('letter-handed-over');
  if (outcome.state === 'retry') return sendAgainLater(letter, outcome, work);
  await work.finish((tx) => record(tx, work, letter, outcome));
  await work.reach('letter-recorded');
};

async function record(tx: Tx, work: Work, letter: Pick<ClaimedLetter, 'id' | 'kind' | 'attempts'>, outcome: Exclude<SendOutcome, { state: 'retry' }>): Promise<void> {
  if (outcome.state === 'sent') writeMove(tx, letter.id, ['sending'], 'sent', { smtpReply: outcome.reply });
  if (outcome.state === 'rejected') await moveLetter(tx, letter.id, ['sending'], 'rejected', { smtpReply: outcome.reply, reason: `refused: ${outcome.reply}` });
  if (outcome.state === 'unknown') await unclear(tx, work, letter, outcome.reason);
  work.log.info({ letter: letter.id, kind: letter.kind, state: outcome.state }, 'letter handed to SMTP');
}

/** The server certainly does not have it: the letter is due again, and the job waits. */
async function sendAgainLater(letter: Pick<ClaimedLetter, 'id' | 'kind' | 'attempts'>, outcome: Extract<SendOutcome, { state: 'retry' }>, work: Work): Promise<void> {
  const age = await work.db.transaction((tx) => jobAgeMs(tx, work.row.id));
  if (!outcome.transport && age > work.settings.giveUpSendingMs) {
    await work.finish(async (tx) => {
      await moveLetter(tx, letter.id, ['sending'], 'rejected', { smtpReply: outcome.reply, reason: `given up: ${outcome.reply}` });
    });
    return;
  }
  await work.db.transaction((tx) => moveLetter(tx, letter.id, ['sending'], 'due', { smtpReply: outcome.reply }));
  throw new Problem('smtp-later', { forUser: 'The mail server asks to wait; the letter goes out later.', forStaff: `SMTP: ${outcome.reply}`, retry: 'later' });
}

/** Somebody began to send it and did not record how that ended, or it needs no sending any more. */
async function settleEarlierTry(letterId: string, work: Work): Promise<void> {
  await work.finish(async (tx) => {
    const letter = await loadLetter(tx, letterId);
    if (letter?.state === 'sending') await unclear(tx, work, letter, SENDER_LOST);
  });
}

/** Unclear is a state of its own: evidence is looked for before anything is sent again (reliability 2b). */
async function unclear(tx: Tx, work: Work, letter: Pick<ClaimedLetter, 'id' | 'kind' | 'attempts'>, reason: string): Promise<void> {
  await moveLetter(tx, letter.id, ['sending'], 'unknown', { reason });
  enqueue(tx, 'settle-letter', { letterId: letter.id }, { key: `settle-letter:${letter.id}:${letter.attempts}`, delayMs: work.settings.evidenceMs });
}
