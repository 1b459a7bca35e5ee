/**
 * The steps of the spine at which a test may make something go wrong. `reach` does nothing unless the process was started with
 * FAILPOINT. This list is the one place they are named; the fault matrix (tests/support/matrix.ts) is generated from it.
 */
export const failPoints = [
  // polling
  'mailbox-claimed', // this copy owns the mailbox
  'mailbox-opened', // connected and selected
  'mailbox-aligned', // UIDVALIDITY compared with the row
  'mailbox-listed', // what is new is known, nothing fetched
  'raw-fetched', // bytes are in memory
  'raw-stored', // bytes are on disk, no row yet
  'rows-written', // inside the transaction that records a batch
  'rows-committed', // rows, jobs and cursor exist
  'scan-recorded', // the folder was read to its end, and the table says so
  'mailbox-reconciled', // the server's list was compared with the table
  'mail-tidied', // flagged or moved on the server, not recorded
  'tidying-recorded',
  // relay
  'jobs-taken', // marked as handed over, not yet in the queue
  'jobs-queued', // in the queue
  'hour-planned', // the jobs of this hour exist
  // every job
  'job-leased', // a worker holds the row
  'effect-written', // inside the transaction that ends the job, before its commit
  'job-failed', // a failure is recorded, the job waits for its next try
  // reading and registering
  'message-read', // parsed, documents stored, nothing recorded
  'entry-written', // inside the transaction that registers
  'entry-committed', // registered, receipt due
  // sending
  'letter-claimed', // sending, nothing handed over
  'letter-handed-over', // the server answered or fell silent, nothing recorded
  'letter-recorded', // sent, refused, or unclear
  'evidence-sought', // the Sent folder was asked about an unclear letter, nothing decided
  'letter-settled', // an unclear letter was decided
] as const;
/** The same for jobs behind judging, which the spine's matrix does not come to (tests/support/judging-matrix.ts). */
export const judgingPoints = [
  'judge-heard', // inside the transaction that does what a judge wrote
  'package-made', // a judge's files are on disk, nothing written
  'package-written', // inside the transaction that writes the letters with them
  'judges-reminded', // inside the transaction of a step
  'follow-up-told', // inside the transaction that tells staff
] as const;
export type FailPoint = (typeof failPoints)[number] | (typeof judgingPoints)[number];

/** What may go wrong there: the process dies, the step throws, it never returns, or the connections it needs break. */
export const faults = ['kill', 'error', 'hang', 'drop-database', 'drop-queue'] as const;
export type Fault = (typeof faults)[number];

export type Reach = (point: FailPoint) => Promise<void>;
export const reachNothing: Reach = () => Promise.resolve();
