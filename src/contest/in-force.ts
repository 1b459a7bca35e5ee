/** The contest in force: contest.yaml, and on top of it the newest change of the deadline that a person approved. */
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { DeadlineInForce, LoadedContest } from '../../schemas/contest.ts';

/**
 * @param loaded as contest.yaml says, or with an earlier change on top
 * @returns the same with its closing as changed, under rules of their own; as written where nothing was changed
 */
export function inForce(loaded: LoadedContest, deadline: DeadlineInForce | null): LoadedContest {
  const { deadline: _earlier, written = { closes: loaded.contest.window.closes, rulesSha256: loaded.rulesSha256 }, ...rest } = loaded;
  const closes = deadline === null ? written.closes : DateTime.fromJSDate(deadline.closes, { zone: rest.contest.zone }).toISO({ suppressMilliseconds: true });
  if (closes === null) throw new Error('a deadline that is no instant');
  const contest = { ...rest.contest, window: { ...rest.contest.window, closes } };
  return deadline === null ? { ...rest, contest, rulesSha256: written.rulesSha256 } : { ...rest, contest, rulesSha256: changedRules(written.rulesSha256, deadline), written, deadline };
}

/** Entries name the rules they were checked by: a changed deadline is another rule. */
function changedRules(sha256: string, { closes }: DeadlineInForce): string {
  return createHash('sha256').update(`${sha256}\nwindow.closes ${closes.toISOString()}\n`).digest('hex');
}
