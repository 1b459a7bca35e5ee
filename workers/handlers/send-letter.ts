/** Hands one letter to SMTP, at most once unless the server certainly did not take it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LAST } from '../../src/mail/urgency.ts';
import { letterMail, type LetterAttachment } from '../../src/letters/compose.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { enqueue, jobAgeMs } from '../../src/store/jobs.ts';
import { claimLetter, endUnclear, loadLetter, moveLetter, SENDER_LOST, writeMove, type ClaimedLetter } from '../../src/store/letters.ts';
import type { SendOutcome } from '../../src/edges/smtp-outcome.ts';
import { claimApproved } from '../approvals/bind.ts';
import { attachmentsAsFiles } from '../sending/attachments.ts';
import { refuse } from '../outbox.ts';
import type { Handler, Work } from '../services.ts';
import type { Passage } from '../sending/smtp-gate.ts';

export const sendLetter: Handler<'send-letter'> = async ({ letterId }, work) => {
  if (work.dryRun) throw new Problem('dry-run', { forUser: 'Letters wait: this is a dry run.', retry: 'later' });
  if (work.gate.inHand(letterId)) throw new Problem('letter-in-hand', { forUser: 'The letter is just being sent.', retry: 'later' });
  const passage = work.gate.enter(letterId);
  // A step that hangs holds the letter until the job counts as stuck; an answer that waits to be written down holds it until it is.
  work.signal.addEventListener('abort', () => { if (!passage.writing) passage.leave(); });
  try {
    await handOver(letterId, work, passage);
  } finally {
    passage.leave();
  }
};

async function handOver(letterId: string, work: Work, passage: Passage): Promise<void> {
  const letter = await work.db.statement((tx) => claimLetter(tx, letterId)) ?? await claimApproved(work.db, work, letterId);
  if (letter === null) return settleEarlierTry(letterId, work);
  await work.reach('letter-claimed');
  const outcome = await send(letter, work);
  passage.saw(outcome);
  await work.reach('letter-handed-over');
  if (outcome.state === 'retry') return sendAgainLater(letter, outcome, work, passage);
  await onRecord(work, passage, async () => {
    // Whoever thought that this worker had died or was stuck has taken the job; what the server said is known here alone.
    const ours = !work.signal.aborted && await work.finish((tx) => record(tx, work, letter, outcome));
    if (!ours) await work.db.transaction((tx) => correct(tx, letter, outcome));
  });
  await work.reach('letter-recorded');
}

/** A letter whose papers cannot be made waits as one that the server did not want yet. */
async function send(letter: ClaimedLetter, work: Work): Promise<SendOutcome> {
  const { contest } = work.loaded;
  let attachments: LetterAttachment[];
  try {
    attachments = await attachmentsAsFiles(letter.attached ?? [], { contest, blobs: work.blobs, letter });
  } catch (error) {
    return { state: 'retry', reply: `its attachments cannot be made: ${reasonOf(error)}`, transport: false };
  }
  return work.smtp.send(letterMail(letter, contest, attachments), work.signal);
}

/** What the server said is kept in memory while the database is away, for as long as this process lives: it must not become unclear. */
async function onRecord<T>(work: Work, passage: Passage, write: () => Promise<T>): Promise<T> {
  passage.writing = true;
  for (let pause = 200; ; pause = Math.min(pause * 1.5, 5_000)) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof Problem && (error.code === 'database-away' || error.code === 'database-full'))) throw error;
      work.health.failed(error);
      await sleep(pause);
    }
  }
}

type Sent = Pick<ClaimedLetter, 'id' | 'kind' | 'attempts'>;
type Ended = Exclude<SendOutcome, { state: 'retry' }>;

async function record(tx: Tx, work: Work, letter: Sent, outcome: Ended): Promise<void> {
  if (outcome.state === 'sent') writeMove(tx, letter.id, ['sending'], 'sent', { smtpReply: outcome.reply });
  if (outcome.state === 'rejected') await refuse(tx, letter.id, ['sending'], { smtpReply: outcome.reply, reason: `refused: ${outcome.reply}` });
  if (outcome.state === 'unknown') await unclear(tx, work, letter, outcome.reason);
  work.log.info({ letter: letter.id, kind: letter.kind, state: outcome.state }, 'letter handed to SMTP');
}

/** The letter may count as unclear by now, but the server's answer is definite. */
async function correct(tx: Tx, letter: Sent, outcome: Ended): Promise<void> {
  if (outcome.state === 'sent') await moveLetter(tx, letter.id, ['sending', 'unknown', 'due'], 'sent', { smtpReply: outcome.reply, reason: 'settled by what the server had said' });
  if (outcome.state === 'rejected') await refuse(tx, letter.id, ['sending', 'unknown'], { smtpReply: outcome.reply, reason: `refused: ${outcome.reply}` });
}

/** The server certainly does not have it: the letter is due again, and the job waits. */
async function sendAgainLater(letter: Sent, outcome: Extract<SendOutcome, { state: 'retry' }>, work: Work, passage: Passage): Promise<void> {
  const givenUp = await onRecord(work, passage, async () => {
    const age = await work.db.transaction((tx) => jobAgeMs(tx, work.row.id));
    if (!outcome.transport && age > work.settings.giveUpSendingMs && !work.signal.aborted) {
      await work.finish((tx) => refuse(tx, letter.id, ['sending'], { smtpReply: outcome.reply, reason: `given up: ${outcome.reply}` }));
      return true;
    }
    await work.db.transaction((tx) => moveLetter(tx, letter.id, ['sending'], 'due', { smtpReply: outcome.reply }));
    return false;
  });
  if (!givenUp) throw new Problem('smtp-later', { forUser: 'The mail server asks to wait; the letter goes out later.', forStaff: `SMTP: ${outcome.reply}`, retry: 'later' });
}

/** Somebody began to send it and did not record how that ended, or it needs no sending any more, or must wait for a person. */
async function settleEarlierTry(letterId: string, work: Work): Promise<void> {
  await work.finish(async (tx) => {
    const letter = await loadLetter(tx, letterId);
    if (letter?.state === 'sending') await unclear(tx, work, letter, SENDER_LOST);
  });
}

/** Unclear is a state of its own: evidence is looked for before anything is sent again (reliability 2b), and not before the mail that may be the evidence is read. */
async function unclear(tx: Tx, work: Work, letter: Sent, reason: string): Promise<void> {
  await endUnclear(tx, letter.id, reason);
  enqueue(tx, 'settle-letter', { letterId: letter.id }, { key: `settle-letter:${letter.id}:${letter.attempts}`, delayMs: work.settings.evidenceMs, priority: LAST });
}
