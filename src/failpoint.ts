/**
 * The steps of the spine at which a test may stop the program. `reach` does nothing unless main was started with FAILPOINT.
 * The list is the one place they are named; a test crosses each with a kill.
 */
export const failPoints = [
  'raw-fetched', // bytes are in memory
  'raw-stored', // bytes are on disk, no row yet
  'row-committed', // row and job exist
  'job-leased', // a worker holds the row
  'message-read', // parsed, nothing recorded
  'entry-written', // inside the transaction that registers
  'entry-committed', // registered, letter due
  'letter-claimed', // sending, nothing handed over
  'letter-handed-over', // the server accepted, nothing recorded
  'letter-recorded', // sent
] as const;
export type FailPoint = (typeof failPoints)[number];
export type Reach = (point: FailPoint) => void;
export const reachNothing: Reach = () => undefined;
