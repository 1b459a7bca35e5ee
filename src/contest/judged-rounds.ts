/** The rounds of a contest that are judged from the mailbox: what must hold between their settings, and how they are asked for. */
import { DateTime } from 'luxon';
import type { Contest } from '../../schemas/contest.ts';
import { wrongUse } from '../problem.ts';
import type { Wrong } from './expected.ts';

type Judging = NonNullable<Contest['rounds'][number]['judging']>;
export type JudgedRound = Judging & { key: string; name: Contest['name']; dueAt: Date; /** from when on nothing is taken by mail */ locksAt: Date; /** names and agencies are masked */ blind: boolean };

const LOCKS_AFTER_DAYS = 7;

/** @param key null = the only one, or the first that is not locked yet @throws Problem `wrong-use` where there is none */
export function judgedRound(contest: Contest, key: string | null, now: Date): JudgedRound {
  const rounds = allJudgedRounds(contest);
  const found = key === null ? rounds.find((r) => now < r.locksAt) ?? rounds.at(-1) : rounds.find((r) => r.key === key);
  if (found) return found;
  const known = rounds.map((r) => r.key).join(', ');
  throw wrongUse(rounds.length === 0 ? 'contest.yaml has no round with `judging`: dates, judges for each entry and the criteria stand there' : `no judged round “${String(key).slice(0, 40)}”; there ${rounds.length === 1 ? 'is' : 'are'} ${known}`);
}

/** The round that a letter of ours speaks of, by its name in any language; null where it names none, or several. */
export function roundNamed(contest: Contest, text: string): JudgedRound | null {
  const plain = text.replace(/\s+/g, ' ').toLowerCase();
  const named = allJudgedRounds(contest).filter(({ name }) => Object.values(name).some((n) => typeof n === 'string' && plain.includes(n.toLowerCase())));
  return named.length === 1 ? named[0] ?? null : null;
}

/** Rounds that have a judging section, in the order of contest.yaml. */
export function allJudgedRounds(contest: Contest): JudgedRound[] {
  return contest.rounds.flatMap(({ key, name, judging }) => (judging === undefined ? [] : [{
    ...judging, key, name, dueAt: new Date(judging.due), locksAt: locksAt(judging, contest.zone),
    blind: judging.documents === undefined ? contest.openQuestions.blindJudging ?? true : judging.documents === 'blind',
  }]));
}

function locksAt({ due, locks }: Judging, zone: string): Date {
  return locks === undefined ? DateTime.fromISO(due, { zone }).plus({ days: LOCKS_AFTER_DAYS }).toJSDate() : new Date(locks);
}

/** Times of judging that cannot be, each with its place in contest.yaml. */
export function judgingFaults({ rounds, window, zone }: Contest): Wrong[] {
  return rounds.flatMap(({ judging }, i) => {
    if (judging === undefined) return [];
    const at = (...path: PropertyKey[]): PropertyKey[] => ['rounds', i, 'judging', ...path];
    const faults: Wrong[] = [];
    if (Date.parse(judging.due) <= Date.parse(window.opens)) faults.push({ path: at('due'), told: `expected a moment after window.opens, ${window.opens} (found "${judging.due}")` });
    if (locksAt(judging, zone).getTime() < Date.parse(judging.due)) faults.push({ path: at('locks'), told: `expected no earlier than due, ${judging.due} (found "${judging.locks}")` });
    return faults;
  });
}
