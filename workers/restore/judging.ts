/** After an older database was restored: who was asked to judge what since the backup, as the copies of our own letters show it. */
import type { LetterKind } from '../../schemas/letters.ts';
import { findCodes } from '../../src/entry/code.ts';
import { allJudgedRounds, roundNamed } from '../../src/contest/judged-rounds.ts';
import { JURY } from '../../src/judging/roster.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { copiesTo, isUnmatched, matchCopy } from '../../src/store/copies.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import { addAssignments, lastAssignment, moveAssignments, takeTurnToAssign } from '../../src/store/judging/assignments.ts';
import { listMembers, type MemberRow } from '../../src/store/judging/members.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import type { Services } from '../services.ts';

const ASSIGNING: readonly LetterKind[] = ['judge-invitation', 'judge-released'];
/** Whom the record names for what a copy proves. */
const BY = 'copies of our letters';

/** Call where all copies that came were read. What is known stays; an invitation whose entries or round are not known is left for people. */
export async function recallAssignments(tx: Tx, services: Pick<Services, 'loaded' | 'log'>): Promise<void> {
  if (allJudgedRounds(services.loaded.contest).length === 0) return;
  await takeTurnToAssign(tx);
  for (const judge of await listMembers(tx, JURY)) {
    const letters = (await Promise.all(judge.emails.map((to) => copiesTo(tx, to, ASSIGNING)))).flat().filter(isUnmatched);
    for (const letter of letters.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) await recall(tx, services, judge, letter);
  }
}

async function recall(tx: Tx, { loaded: { contest }, log }: Pick<Services, 'loaded' | 'log'>, judge: MemberRow, letter: LetterRow): Promise<void> {
  const codes = findCodes(letter.text, contest.codePrefix).valid;
  const entries = await entriesByCode(tx, codes);
  const round = roundNamed(contest, `${letter.subject}\n${letter.text}`);
  if (round === null || codes.length === 0 || entries.length < codes.length) return;
  const at = letter.createdAt;
  const known = await Promise.all(entries.map((e) => lastAssignment(tx, { entryId: e.id, memberId: judge.id, round: round.key })));
  const changed = letter.kind === 'judge-invitation'
    ? await addAssignments(tx, entries.filter((_, i) => known[i] === null || (known[i]?.endedAt ?? at) < at).map((e) => ({ entryId: e.id, memberId: judge.id, round: round.key, assignedBy: BY, assignedAt: at })))
    : await moveAssignments(tx, known.flatMap((a) => (a?.endedAt === null && a.assignedAt < at ? [a.id] : [])), ['invited', 'accepted'], 'removed', 'a copy of our letter says so', at);
  await matchCopy(tx, letter.id, { key: `${letter.kind}:copy-${letter.id}:${judge.id}`, facts: { judge: judge.name, round: round.key, roundName: round.name[contest.locale] ?? round.key, entries: entries.map((e) => ({ code: e.code, title: null })) }, entryId: null, messageId: null });
  for (const a of changed) {
    const subject = entries.find((e) => e.id === a.entryId)?.code ?? a.entryId;
    await recordDecision(tx, { actor: BY, action: letter.kind === 'judge-invitation' ? 'recall-assignment' : 'recall-release', subject, detail: { assignment: a.id, round: a.round, judge: judge.id, letter: letter.id } });
  }
  log.info({ letter: letter.id, kind: letter.kind, assignments: changed.length }, 'what a copy says of assignments was taken up again');
}
