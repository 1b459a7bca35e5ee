/** One entry to one judge, by staff: beside the others, or in place of one of them. */
import { judgedRound } from '../../src/contest/judged-rounds.ts';
import { furtherDue } from '../../src/judging/further-due.ts';
import { gatherInput } from '../../src/judging/input.ts';
import { pairKey } from '../../src/judging/assignment.ts';
import { JURY } from '../../src/judging/roster.ts';
import { wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { addAssignments, moveAssignments, openAssignmentsOf, takeTurnToAssign } from '../../src/store/judging/assignments.ts';
import { membersByAddress, type MemberRow } from '../../src/store/judging/members.ts';
import type { ByHand } from '../by-hand/change.ts';
import { listsOf } from './lists.ts';
import { planReminders } from './called.ts';
import { planLook } from './divergence.ts';
import { tellJudges } from './invite.ts';
import { holdRoundOpen } from './still-open.ts';

export type Give = { code: string; to: string; from: string | null; round: string | null; by: string };

/** @throws Problem `wrong-use` where there is a conflict, the judge has it or is away, or the one it is taken from does not have it or scored it wholly */
export async function giveEntry(tx: Tx, services: ByHand, { code, to, from, round: key, by }: Give): Promise<{ judge: string; from: string | null }> {
  await takeTurnToAssign(tx);
  const round = judgedRound(services.loaded.contest, key, tx.now);
  await holdRoundOpen(tx, round.key);
  const lists = await listsOf(tx, services, round.key);
  const entry = lists.entries.find((e) => e.code === code.trim().toUpperCase());
  if (!entry) throw wrongUse(`${code} is not judged in ${round.key}`);
  const judge = await oneJudge(tx, to);
  const { input, conflicts } = gatherInput({ ...lists, entries: [entry] }, round, services.loaded, { seed: '', perEntry: round.judges, now: tx.now });
  if (input.forbidden.has(pairKey(entry.entryId, judge.id))) throw wrongUse(`${judge.name} may not judge ${entry.code}: ${conflicts.find((c) => c.judge === judge.name)?.told ?? 'a conflict'}`);
  if (!input.judges.some((j) => j.memberId === judge.id)) throw wrongUse(`${judge.name} cannot be given work now; \`mailroom judges show ${to}\` says why`);
  if (lists.open.some((a) => a.entryId === entry.entryId && a.memberId === judge.id)) throw wrongUse(`${judge.name} has ${entry.code} already`);
  const before = from === null ? null : await oneJudge(tx, from);
  const ended = before === null ? [] : await takeFrom(tx, before, entry, round.key, by);
  // Where the round's date is near or past, as much time as a further judge has.
  const due = furtherDue(round, tx.now, services.loaded.contest);
  const dueAt = due === null || due.getTime() === round.dueAt.getTime() ? null : due;
  const added = await addAssignments(tx, [{ entryId: entry.entryId, memberId: judge.id, round: round.key, assignedBy: by, dueAt }]);
  for (const a of added) planReminders(tx, a);
  await recordDecision(tx, { actor: by, action: 'give-entry', subject: entry.code, detail: { round: round.key, to: judge.id, from: before?.id ?? null } });
  await tellJudges(tx, services, { added, ended, key: added[0]?.id ?? entry.entryId });
  planLook(tx, round.key, [entry.entryId], `give:${added[0]?.id ?? entry.entryId}`);
  return { judge: judge.name, from: before?.name ?? null };
}

async function takeFrom(tx: Tx, before: MemberRow, entry: { entryId: string; code: string }, round: string, by: string) {
  const [own] = await openAssignmentsOf(tx, { round, memberId: before.id, entryIds: [entry.entryId] });
  if (!own) throw wrongUse(`${before.name} does not have ${entry.code}`);
  if (own.sheet === 'complete') throw wrongUse(`${before.name} has scored ${entry.code}: a sheet that is complete is not taken away`);
  return moveAssignments(tx, [own.id], ['invited', 'accepted'], 'removed', `given to another judge by ${by}`);
}

async function oneJudge(tx: Tx, address: string): Promise<MemberRow> {
  const [judge] = await membersByAddress(tx, JURY, address.trim().toLowerCase());
  if (!judge) throw wrongUse(`no judge has the address ${address}; \`mailroom judges list\` shows all`);
  return judge;
}
