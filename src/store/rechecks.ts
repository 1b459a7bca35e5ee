/** Entries checked again once the lists of people or the rules changed: which are to be, and what that found otherwise. */
import { createHash } from 'node:crypto';
import { and, asc, count, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { entry, entryDecision, entryRecheck, entryVersion, job } from '../../schemas/tables.ts';
import type { FoundBy } from '../../schemas/changes.ts';
import { liveStates } from '../../schemas/states.ts';
import type { Tx } from './database.ts';
import { listMembers } from './judging/members.ts';

/** SHA-256 (hex) of all that the check of excluded persons reads of the members in the database; that of nobody is ''. */
export async function membersFingerprint(tx: Tx): Promise<string> {
  const members = await listMembers(tx);
  if (members.length === 0) return '';
  const lines = members.map((m) => JSON.stringify([m.body, m.name, m.agency, m.emails, m.phones, m.from, m.to, m.decision])).toSorted();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** The lists by which entries were last checked again, and how often that was; '' where it never was. */
export async function lastRecheck(tx: Tx): Promise<{ rules: string; members: string; rounds: number; open: boolean }> {
  const mine = eq(job.name, 'recheck-entries');
  const [last] = await tx.select({ rules: sql<string>`${job.payload} ->> 'rules'`, members: sql<string>`${job.payload} ->> 'members'`, doneAt: job.doneAt }).from(job).where(mine).orderBy(desc(job.createdAt)).limit(1);
  const [all] = await tx.select({ n: count() }).from(job).where(mine);
  return { rules: last?.rules ?? '', members: last?.members ?? '', rounds: all?.n ?? 0, open: last !== undefined && last.doneAt === null };
}

/** Entries that take part; only those whose newest version was checked by other rules, where `rules` is given. In the order of their numbers. */
export async function entriesToRecheck(tx: Tx, rules: string | null): Promise<string[]> {
  const newest = sql`(select v.rules_sha256 from ${entryVersion} v where v.entry_id = ${entry.id} order by v.n desc limit 1)`;
  const rows = await tx.select({ id: entry.id }).from(entry).where(and(inArray(entry.state, [...liveStates]), rules === null ? undefined : sql`${newest} <> ${rules}`)).orderBy(asc(entry.number));
  return rows.map((r) => r.id);
}

/** Does a recheck still wait that was planned under other rules than these? */
export async function otherRechecksWait(tx: Tx, rules: string): Promise<boolean> {
  const rows = await tx.select({ id: job.id }).from(job).where(and(inArray(job.name, ['recheck-entries', 'recheck-entry']), isNull(job.doneAt), sql`${job.payload} ->> 'rules' <> ${rules}`)).limit(1);
  return rows.length > 0;
}

/** The version was checked by these rules. */
export async function setRules(tx: Tx, versionId: string, rulesSha256: string): Promise<void> {
  await tx.update(entryVersion).set({ rulesSha256 }).where(eq(entryVersion.id, versionId));
}

export async function addRecheck(tx: Tx, found: { entryId: string; rulesSha256: string; appeared: FoundBy[]; gone: FoundBy[] }): Promise<void> {
  await tx.insert(entryRecheck).values({ ...found, at: tx.now });
}

/** What is otherwise with an entry, of all that was found since a person last decided about it. */
export type Rechecked = { at: Date; appeared: FoundBy[]; gone: FoundBy[] };

/** By the entry's id. */
export async function openRechecks(tx: Tx): Promise<Map<string, Rechecked>> {
  const decided = sql`coalesce((select max(k.at) from ${entryDecision} k where k.entry_id = ${entryRecheck.entryId}), '-infinity')`;
  const rows = await tx.select().from(entryRecheck).where(gt(entryRecheck.at, decided)).orderBy(asc(entryRecheck.at));
  const open = new Map<string, Rechecked>();
  for (const { entryId, at, appeared, gone } of rows) {
    const before = open.get(entryId);
    open.set(entryId, { at, appeared: [...before?.appeared ?? [], ...appeared], gone: [...before?.gone ?? [], ...gone] });
  }
  return open;
}
