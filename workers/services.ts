/** What a handler may use. Made once in main.ts; tests make their own. */
import type { LoadedContest } from '../schemas/contest.ts';
import type { JobName, Jobs } from '../schemas/jobs.ts';
import type { Clock } from '../src/clock.ts';
import type { ErasureList } from '../src/edges/erasure-list.ts';
import type { GivenCode, GivenCodes } from '../src/edges/given-codes.ts';
import type { PaperRecords } from '../src/edges/paper-records.ts';
import type { Blobs } from '../src/edges/blobs.ts';
import type { Log } from '../src/edges/log.ts';
import type { Clamd } from '../src/edges/clamd.ts';
import type { Embeddings } from '../src/edges/embeddings.ts';
import type { Mailauth } from '../src/edges/mailauth.ts';
import type { Ocr } from '../src/edges/ocr.ts';
import type { Parser } from '../src/edges/parser.ts';
import type { Smtp } from '../src/edges/smtp.ts';
import type { Reach } from '../src/failpoint.ts';
import type { LetterWriter } from '../src/letters/render.ts';
import type { Database, Tx } from '../src/store/database.ts';
import type { LeasedJob } from '../src/store/jobs.ts';
import type { Health } from './health/health.ts';
import type { OpenMailbox } from './oracle/mailbox.ts';
import type { ReadSent } from './sending/sent-folder.ts';
import type { SmtpGate } from './sending/smtp-gate.ts';

export type Services = {
  db: Database;
  blobs: Blobs;
  parser: Parser;
  ocr: Ocr;
  /** null where no virus scanner is set */
  clamd: Clamd | null;
  smtp: Smtp;
  /** holds all letters together while the outgoing server takes none */
  gate: SmtpGate;
  /** hears what fails and what works */
  health: Health;
  loaded: LoadedContest;
  writer: LetterWriter;
  /** both as they stand under a change of the deadline: work on a job has them so already */
  inForce: (n: number | null) => Promise<Pick<Services, 'loaded' | 'writer'>>;
  clock: Clock;
  log: Log;
  /** the first signs, all verify */
  secretKeys: string[];
  /** whose Authentication-Results headers count; null = nobody's */
  authservId: string | null;
  /** looks for proof of a sender where our server says nothing; null where that is off */
  mailauth: Mailauth | null;
  /** null unless the contest names a service */
  embeddings: Embeddings | null;
  /** registers and writes letters, but keeps every letter as a draft */
  dryRun: boolean;
  settings: Settings;
  /** true where a copy of this letter lies in the contest's Sent folder; null where that cannot be known */
  findSentCopy: (rfcMessageId: string) => Promise<boolean | null>;
  /** newest mails of the contest's Sent folder whose heads are wanted; null where that cannot be known */
  readSent: ReadSent;
  /** for a look of its own, beside the loop that reads it */
  mailbox: OpenMailbox;
  reach: Reach;
  /** the codes that were given, beside the mails: what an older database may not know */
  givenCodes: GivenCodes;
  /** entries on paper, beside their messages: what no mailbox has */
  paperRecords: PaperRecords;
  /** who was erased, by keyed hashes: what an older database does not know */
  erasures: ErasureList;
  /** while one mail is handled, or a job that writes letters: that may have been done before an older database was restored */
  mayBeAnswered?: boolean;
  /** while one mail is handled, or a job: when it came, or was due. What a copy shows to have been said since then was said about it */
  since?: Date;
  /** while one mail is handled: collects the codes that are given, to be noted after the commit */
  given?: GivenCode[];
};

/** Machine time, in milliseconds. Tests shorten them; nothing else about them changes. */
export type Settings = {
  /** of a job */
  leaseMs: number;
  /** of the mailbox: a host that is gone is replaced within this and a fifth of it more */
  mailboxLeaseMs: number;
  relayMs: number;
  /** after this long a row handed to the queue is handed over again */
  repeatMs: number;
  backoffMs: number;
  /** how long evidence of an unclear send is waited for */
  evidenceMs: number;
  giveUpSendingMs: number;
  /** after which a statement of the database counts as failed, and its line as dead */
  statementMs: number;
  /** a job, or a step of a loop, that takes longer counts as failed, whatever it still does */
  stuckMs: number;
  /** between two looks at what is due each hour, and at whether mail arrives in a flood */
  planMs: number;
  /** the longest time between two looks at the mailbox */
  pollMs: number;
  /** pause before a lost mailbox is tried again; grows to 15 times as much */
  reconnectMs: number;
  /** after three refused logins a server is left alone for so long */
  loginHoldMs: number;
  /** the folder is selected anew after so long: a session may show the old numbers of one that was made anew */
  reselectMs: number;
  /** pause before an outgoing server that took no letter is looked at again; doubles up to `smtpPauseMostMs` */
  smtpPauseMs: number;
  smtpPauseMostMs: number;
  /** how often troubles and heartbeats are written down */
  healthMs: number;
  /** staff hear of a trouble that lasts so long */
  alertAfterMs: number;
  /** work that waits for nothing is a trouble after so long, a loop without progress after twice that */
  stallMs: number;
};

export const usualSettings: Settings = {
  leaseMs: 30_000, mailboxLeaseMs: 15_000, relayMs: 1_000, repeatMs: 20_000, backoffMs: 2_000, evidenceMs: 10 * 60_000, giveUpSendingMs: 72 * 3_600_000, statementMs: 25_000, stuckMs: 5 * 60_000,
  planMs: 60_000, pollMs: 60_000, reconnectMs: 2_000, loginHoldMs: 15 * 60_000, reselectMs: 60_000, smtpPauseMs: 5_000, smtpPauseMostMs: 5 * 60_000,
  healthMs: 5_000, alertAfterMs: 30_000, stallMs: 5 * 60_000,
};

/** One piece of work on one job row. */
export type Work = Services & {
  row: LeasedJob;
  /** aborted once the job counts as stuck: somebody else does it by now, so that nothing may leave any more */
  signal: AbortSignal;
  /**
   * Ends the job: runs `effect` and marks the row done in one transaction. Call it exactly once.
   * Where somebody else finished the row before, nothing is written and the answer is false.
   */
  finish: (effect: (tx: Tx) => Promise<void>) => Promise<boolean>;
};

export type Handler<N extends JobName> = (payload: Jobs[N], work: Work) => Promise<void>;
export type Handlers = { [N in JobName]: Handler<N> };
