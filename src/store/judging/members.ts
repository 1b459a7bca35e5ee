/** Members of the contest's bodies, and when judges are away. */
import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { ExcludedPerson } from '../../../schemas/contest.ts';
import { assignment, bodyMember, judgeAbsence } from '../../../schemas/tables.ts';
import { sameMember } from '../../judging/roster.ts';
import { Problem } from '../../problem.ts';
import { samePerson } from '../../vietnamese/persons.ts';
import type { Tx } from '../database.ts';
import { LOCKS } from '../locks.ts';

export type MemberRow = typeof bodyMember.$inferSelect;
export type AbsenceRow = typeof judgeAbsence.$inferSelect;

/** In the order in which they were added. */
export async function listMembers(tx: Tx, body: string | null = null): Promise<MemberRow[]> {
  return tx.select().from(bodyMember).where(body === null ? undefined : eq(bodyMember.body, body)).orderBy(asc(bodyMember.addedAt), asc(bodyMember.name), asc(bodyMember.id));
}

export async function loadMember(tx: Tx, id: string): Promise<MemberRow | null> {
  const [row] = await tx.select().from(bodyMember).where(eq(bodyMember.id, id));
  return row ?? null;
}

/** Whose address it is, in this body. @param address lower case */
export async function membersByAddress(tx: Tx, body: string, address: string): Promise<MemberRow[]> {
  return tx.select().from(bodyMember).where(and(eq(bodyMember.body, body), sql`${bodyMember.emails} ? ${address}`));
}

/** Where letters to a member go: the first address of theirs whose last letter, since they were last imported, did not come to nothing; else the first. */
export async function addressOf(tx: Tx, { emails, changedAt }: Pick<MemberRow, 'emails' | 'changedAt'>): Promise<string | undefined> {
  if (emails.length < 2) return emails[0];
  const [row] = await tx.run<{ address: string }>(REACHED, [emails, changedAt]);
  return row?.address ?? emails[0];
}

const REACHED = `
  select a.address from unnest($1::text[]) with ordinality a (address, n)
  left join lateral (select l.state from letter l where l.to_address = a.address and l.created_at >= $2 order by l.created_at desc limit 1) l on true
  where coalesce(l.state, '') not in ('bounced', 'rejected') order by a.n limit 1`;

export type Imported = { added: MemberRow[]; changed: MemberRow[]; same: number };

/** Adds who is new and changes who is known; whom the list does not name stays. Imports take turns. @throws Problem `contest-wrong` where one address would be two people's, or one judge's work another's */
export async function importMembers(tx: Tx, people: readonly ExcludedPerson[]): Promise<Imported> {
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.members]);
  const known = await listMembers(tx);
  const faults = people.flatMap((person) => againstKnown(person, known));
  for (const { person, before } of people.flatMap((p) => renamed(p, known))) if (await hasJudged(tx, before.id)) faults.push(`${before.emails.find((e) => person.emails.includes(e)) ?? ''} is the address of ${before.name}, who was given entries to judge: ${person.name} needs another one, or the sheets would be theirs`);
  if (faults.length > 0) throw new Problem('contest-wrong', { forUser: `nothing was imported:\n${faults.join('\n')}` });
  const done: Imported = { added: [], changed: [], same: 0 };
  for (const person of people) {
    const values = columnsOf(person);
    const before = known.find((m) => sameMember(m, person));
    if (before === undefined) {
      const [row] = await tx.insert(bodyMember).values({ ...values, addedAt: tx.now, changedAt: tx.now }).returning();
      if (row) done.added.push(row);
    } else if (JSON.stringify(columnsOf(before)) === JSON.stringify(values)) done.same++;
    else {
      const [row] = await tx.update(bodyMember).set({ ...values, changedAt: tx.now }).where(eq(bodyMember.id, before.id)).returning();
      if (row) done.changed.push(row);
    }
  }
  return done;
}

/** Nobody could say whose scores came from it. */
function againstKnown(person: ExcludedPerson, known: readonly MemberRow[]): string[] {
  const [before, ...others] = known.filter((m) => sameMember(m, person));
  return person.emails.length === 0 ? [] : others.map((m) => `${person.name} would have addresses of ${before?.name ?? ''} and of ${m.name}, who are two people on the list`);
}

/** Known under this address by another name. */
function renamed(person: ExcludedPerson, known: readonly MemberRow[]): { person: ExcludedPerson; before: MemberRow }[] {
  const before = known.find((m) => sameMember(m, person));
  return before && samePerson(before.name, person.name) === 'different' ? [{ person, before }] : [];
}

async function hasJudged(tx: Tx, memberId: string): Promise<boolean> {
  return (await tx.select({ id: assignment.id }).from(assignment).where(eq(assignment.memberId, memberId)).limit(1)).length > 0;
}

function columnsOf({ body, name, agency, emails, phones, role, decision, from, to, areas, maxLoad }: ExcludedPerson) {
  return { body, name, agency, emails, phones, role: role ?? null, decision: decision ?? null, from: from ?? null, to: to ?? null, areas: areas ?? [], maxLoad: maxLoad ?? null };
}

/** Absences that are not over at this moment, those to come included. */
export async function openAbsences(tx: Tx, memberId: string | null = null): Promise<AbsenceRow[]> {
  return tx.select().from(judgeAbsence).where(and(
    memberId === null ? undefined : eq(judgeAbsence.memberId, memberId), isNull(judgeAbsence.endedAt), or(isNull(judgeAbsence.to), gt(judgeAbsence.to, tx.now)))).orderBy(asc(judgeAbsence.from));
}

/** @param made.to null = until it is ended */
export async function addAbsence(tx: Tx, made: Pick<AbsenceRow, 'memberId' | 'from' | 'to' | 'why' | 'said'> & { messageId?: string | null }): Promise<void> {
  await tx.insert(judgeAbsence).values({ ...made, messageId: made.messageId ?? null, at: tx.now });
}

/** The judge is back: whatever lasted until now is over. @returns how many absences that were */
export async function endAbsences(tx: Tx, memberId: string): Promise<number> {
  const ended = await tx.update(judgeAbsence).set({ endedAt: tx.now })
    .where(and(eq(judgeAbsence.memberId, memberId), isNull(judgeAbsence.endedAt), lte(judgeAbsence.from, tx.now), or(isNull(judgeAbsence.to), gt(judgeAbsence.to, tx.now)))).returning({ id: judgeAbsence.id });
  return ended.length;
}
