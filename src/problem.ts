/**
 * The one error type: what went wrong, told twice.
 * retry 'never' = the same input will fail again; 'later' = a missing service or a passing fault.
 *
 *   throw new Problem('smtp-unreachable', { forUser: 'Letters wait until the mail server answers.', forStaff: 'SMTP refused: ECONNREFUSED', retry: 'later' })
 */
export type Retry = 'never' | 'later';

export class Problem extends Error {
  readonly code: string;
  readonly forUser: string;
  readonly forStaff: string;
  readonly retry: Retry;
  /** where that is known: after so many ms of machine time at the latest it is worth another try */
  readonly withinMs: number | null;

  constructor(code: string, told: { forUser: string; forStaff?: string; retry?: Retry; withinMs?: number; cause?: unknown }) {
    super(told.forStaff ?? told.forUser, told.cause === undefined ? undefined : { cause: told.cause });
    this.name = 'Problem';
    this.code = code;
    this.forUser = told.forUser;
    this.forStaff = told.forStaff ?? told.forUser;
    this.retry = told.retry ?? 'never';
    this.withinMs = told.withinMs ?? null;
  }
}

/** Text of anything thrown, for logs and for staff. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof Problem) return thrown.forStaff;
  if (thrown instanceof Error) return thrown.message;
  return String(thrown);
}

/** What a person asked for cannot be done as it was asked: a sentence that says why, and what can. */
export function wrongUse(sentence: string): Problem {
  return new Problem('wrong-use', { forUser: sentence });
}
