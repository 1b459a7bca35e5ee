/**
 * Turns that transactions take, by PostgreSQL's advisory locks: each has a number of its own, held to the end of the transaction.
 * Whoever takes several takes them in the order in which they stand here, or two may wait for each other.
 */
export const LOCKS = {
  /** brings the schema up to date; of a session, not of a transaction */
  migrations: 745_201_983,
  /** adds texts, or compares them (similarity/texts.ts); before registrations, since what a comparison finds is written into entries */
  comparisons: 745_201_987,
  /** registers, changes or decides entries (entries.ts) */
  registrations: 745_201_984,
  /** changes assignments of judges (judging/assignments.ts) */
  assignments: 745_201_991,
  /** decides of results (results/sheets.ts) */
  results: 745_202_006,
  /** brings in lists of people (judging/members.ts) */
  members: 745_201_990,
  /** numbers of batches (approvals.ts) */
  approvals: 745_201_988,
  /** numbers of erasures (personal/empty.ts) */
  erasures: 745_201_993,
  /** numbers of requests about personal data (personal/requests.ts) */
  requests: 745_201_994,
  /** numbers of questions (questions.ts) */
  questions: 745_201_992,
  /** letters about nothing registered, which have caps (letters.ts) */
  letters: 745_201_986,
  /** the record of what people decided (audit.ts) */
  audit: 745_201_985,
} as const;
