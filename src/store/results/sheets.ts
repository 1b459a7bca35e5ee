/** Score sheets as rounds are ranked by them, and those that staff typed from paper. */
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { assignment, bodyMember, chairDecision, entryVersion, scoreMark, scoreSheet } from '../../../schemas/tables.ts';
import type { Sheet } from '../../results/sheet.ts';
import type { Tx } from '../database.ts';
import { LOCKS } from '../locks.ts';

/** What staff decide of results is decided one after the other, to the end of each transaction. */
export async function takeResultsTurn(tx: Tx): Promise<void> {
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.results]);
}

/** Of each assignment that still counts the newest sheet, where every criterion has its mark. @param entryIds null = of all entries */
export async function countingSheets(tx: Tx, round: string, entryIds: string[] | null = null): Promise<Sheet[]> {
  return tx.run<Sheet>(COUNTING, [round, entryIds]);
}

const COUNTING = `
  select s.id, a.entry_id as "entryId", m.id as "judgeId", m.name as judge, k.marks
  from assignment a join body_member m on m.id = a.member_id
  join lateral (select * from score_sheet ss where ss.assignment_id = a.id order by ss.n desc limit 1) s on s.state = 'complete'
  join lateral (select coalesce(jsonb_object_agg(sm.criterion, sm.hundredths), '{}'::jsonb) as marks from score_mark sm where sm.sheet_id = s.id) k on true
  where a.round = $1 and a.ended_at is null and ($2::uuid[] is null or a.entry_id = any($2)) order by s.id`;

/** The sheets that a closed round rests on, whatever came after. */
export async function sheetsById(tx: Tx, ids: string[]): Promise<Sheet[]> {
  return ids.length === 0 ? [] : tx.run<Sheet>(BY_ID, [ids]);
}

const BY_ID = `
  select s.id, a.entry_id as "entryId", m.id as "judgeId", m.name as judge, k.marks
  from score_sheet s join assignment a on a.id = s.assignment_id join body_member m on m.id = a.member_id
  join lateral (select coalesce(jsonb_object_agg(sm.criterion, sm.hundredths), '{}'::jsonb) as marks from score_mark sm where sm.sheet_id = s.id) k on true
  where s.id = any($1::uuid[]) order by s.id`;

export type JuryMember = { id: string; name: string; agency: string | null; emails: string[]; role: string | null };

/** Judges of that day (ISO), by name. */
export async function juryOn(tx: Tx, day: string): Promise<JuryMember[]> {
  return tx.select({ id: bodyMember.id, name: bodyMember.name, agency: bodyMember.agency, emails: bodyMember.emails, role: bodyMember.role }).from(bodyMember)
    .where(and(eq(bodyMember.body, 'jury'), sql`coalesce(${bodyMember.from}, ${day}) <= ${day} and ${day} <= coalesce(${bodyMember.to}, ${day})`)).orderBy(asc(bodyMember.name), asc(bodyMember.id));
}

export type PaperSheet = { round: string; entryId: string; memberId: string; marks: Sheet['marks']; comment: string | null; actor: string };

/** Adds a complete sheet; whoever judges without having been asked by mail gets the assignment with it. @returns its id */
export async function addPaperSheet(tx: Tx, made: PaperSheet): Promise<string> {
  const where = and(eq(assignment.entryId, made.entryId), eq(assignment.memberId, made.memberId), eq(assignment.round, made.round), isNull(assignment.endedAt));
  const [known] = await tx.select().from(assignment).where(where).for('update');
  const [row] = known ? [known] : await tx.insert(assignment).values({
    entryId: made.entryId, memberId: made.memberId, round: made.round, state: 'accepted', assignedBy: made.actor, assignedAt: tx.now, answeredAt: tx.now,
  }).returning();
  const [version] = await tx.select({ id: entryVersion.id }).from(entryVersion).where(eq(entryVersion.entryId, made.entryId)).orderBy(desc(entryVersion.n)).limit(1);
  if (!row || !version) throw new Error('a sheet has no assignment or no entry to stand on');
  // A judge who was asked and answers on paper has accepted by it.
  if (row.state === 'invited') await tx.update(assignment).set({ state: 'accepted', answeredAt: tx.now }).where(eq(assignment.id, row.id));
  const [last] = await tx.select({ n: scoreSheet.n }).from(scoreSheet).where(eq(scoreSheet.assignmentId, row.id)).orderBy(desc(scoreSheet.n)).limit(1);
  const [sheet] = await tx.insert(scoreSheet).values({
    assignmentId: row.id, n: (last?.n ?? 0) + 1, versionId: version.id, state: 'complete', comment: made.comment, channel: 'paper', actor: made.actor, receivedAt: tx.now,
  }).returning();
  if (!sheet) throw new Error('a sheet was not written');
  await tx.insert(scoreMark).values(Object.entries(made.marks).map(([criterion, hundredths]) => ({ sheetId: sheet.id, criterion, hundredths })));
  return sheet.id;
}

export type ChairRow = typeof chairDecision.$inferSelect;

/** Of each entry the newest word. */
export async function chairWords(tx: Tx, round: string): Promise<ChairRow[]> {
  return tx.selectDistinctOn([chairDecision.entryId]).from(chairDecision).where(eq(chairDecision.round, round)).orderBy(chairDecision.entryId, desc(chairDecision.at));
}

export async function addChairWord(tx: Tx, made: Pick<ChairRow, 'round' | 'entryId' | 'hundredths' | 'reason' | 'actor'>): Promise<void> {
  await tx.insert(chairDecision).values({ ...made, at: tx.now });
}
