/** Judges hear in one letter of all that is open; whoever is away is left in peace. At the last step staff get the late ones, each with somebody ready to take over. */
import { judgedRound, type JudgedRound } from '../../src/contest/judged-rounds.ts';
import { availability } from '../../src/judging/availability.ts';
import { JURY } from '../../src/judging/roster.ts';
import type { Tx } from '../../src/store/database.ts';
import { openAssignmentsOf, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import { addressOf, listMembers, openAbsences, type MemberRow } from '../../src/store/judging/members.ts';
import { entriesById } from '../../src/store/entries.ts';
import { namedFor, openFacts, roundFacts } from '../judging/said.ts';
import { askForSubstitute } from '../judging/substitute.ts';
import { postLetter } from '../outbox.ts';
import type { Handler, Work } from '../services.ts';

export const remindJudges: Handler<'remind-judges'> = async ({ round: key, step, until }, work) => {
  await work.finish(async (tx) => {
    // A service that was away for days reminds once, not once for each step it missed.
    if (tx.now >= new Date(until)) return;
    const { contest } = work.loaded;
    const round = judgedRound(contest, key, tx.now);
    const open = await stillOpen(tx, round);
    const absences = await openAbsences(tx);
    const last = Number(step) === Math.max(...round.remind.daysAfter);
    for (const member of await listMembers(tx, JURY)) {
      const own = open.filter((a) => a.memberId === member.id);
      const state = availability(member, absences.filter((a) => a.memberId === member.id), tx.now, null, contest.zone).state;
      if (own.length === 0 || state === 'over' || state === 'not-yet') continue;
      if (state === 'free') await remind(tx, work, member, round, own, `${round.dueAt.toISOString()}:${step}`);
      if (last) await askForSubstitute(tx, work, { member, round, why: 'late', entries: own, key: `late:${round.key}:${round.dueAt.toISOString()}:${member.id}` });
    }
    await work.reach('judges-reminded');
  });
};

/** What takes part and has no complete sheet; what has a due date of its own is reminded by it (remind-further-judge.ts). */
async function stillOpen(tx: Tx, round: JudgedRound): Promise<OpenAssignment[]> {
  const open = (await openAssignmentsOf(tx, { round: round.key })).filter((a) => a.sheet !== 'complete' && a.dueAt === null);
  const eligible = new Set((await entriesById(tx, open.map((a) => a.entryId))).filter((e) => e.state === 'eligible').map((e) => e.id));
  return open.filter((a) => eligible.has(a.entryId));
}

const SHOWN = 40;

/** @param key one for each time */
export async function remind(tx: Tx, work: Work, member: MemberRow, round: JudgedRound, own: OpenAssignment[], key: string): Promise<void> {
  const to = await addressOf(tx, member);
  if (to === undefined) return;
  const entries = [];
  for (const a of own.slice(0, SHOWN)) entries.push({ ...await namedFor(tx, a, round, work.loaded), stands: a.state === 'invited' ? 'unanswered' as const : a.sheet === 'draft' ? 'draft' as const : 'untouched' as const });
  await postLetter(tx, work, {
    kind: 'judge-reminder', key: `judge-reminder:${round.key}:${key}:${member.id}`, to,
    facts: { ...roundFacts(round, member.name, work.loaded), ...openFacts(round), late: tx.now >= round.dueAt, unanswered: own.filter((a) => a.state === 'invited').length, entries, more: Math.max(0, own.length - SHOWN) },
  });
}
