/** What people decided about entries, and how an entry stands on staff's desk. */
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { entryChange, entryDecision } from '../../schemas/tables.ts';
import type { EntryWord } from '../../schemas/desk.ts';
import type { EntryFields, Finding } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';
import type { Tx } from './database.ts';

export type DecisionRow = typeof entryDecision.$inferSelect;
export type NewDecision = Omit<DecisionRow, 'id' | 'at' | 'changes'>;

/** Call only after takeTurn: it stands on the changes by hand that are in force now. */
export async function addDecision(tx: Tx, made: NewDecision): Promise<DecisionRow> {
  const [row] = await tx.insert(entryDecision).values({ ...made, at: tx.now, changes: await changesInForce(tx, made.entryId) }).returning();
  if (!row) throw new Error('a decision was not written');
  return row;
}

async function changesInForce(tx: Tx, entryId: string): Promise<number[]> {
  const rows = await tx.select({ n: entryChange.n }).from(entryChange).where(and(sql`${entryChange.entryIds} ? ${entryId}`, isNull(entryChange.undoneAt))).orderBy(asc(entryChange.n));
  return rows.map((row) => row.n);
}

/** Decisions on an entry, newest first. */
export async function decisionsOf(tx: Tx, entryId: string): Promise<DecisionRow[]> {
  return tx.select().from(entryDecision).where(eq(entryDecision.entryId, entryId)).orderBy(desc(entryDecision.at));
}

/** An entry with its newest version and the decision on that version, if there is one. */
export type OnDesk = {
  entryId: string; code: string; state: EntryState; receivedAt: Date; versionId: string; version: number; fields: EntryFields; findings: Finding[];
  /** null where nobody decided, or a newer version came since, or what staff asked for is overdue */
  decided: EntryWord | null; decisionId: string | null; reason: string | null;
};

/** All entries, or those of these codes, in the order of their numbers. One query: a contest may have thousands. */
export async function entriesOnDesk(tx: Tx, codes: string[] | null = null): Promise<OnDesk[]> {
  return tx.run<OnDesk>(ON_DESK, [codes, tx.now]);
}

const ON_DESK = `
  select e.id as "entryId", e.code, e.state, e.received_at as "receivedAt", v.id as "versionId", v.n as version, v.fields, v.findings,
    d.word as decided, d.id as "decisionId", d.reason
  from entry e
  join lateral (select * from entry_version ev where ev.entry_id = e.id order by ev.n desc limit 1) v on true
  left join lateral (
    select * from (select * from entry_decision k where k.entry_id = e.id order by k.at desc limit 1) newest
    where newest.version_id = v.id and (newest.word <> 'supplement' or exists (
      select 1 from letter l where l.entry_id = e.id and l.kind = 'staff-request' and (l.facts ->> 'dueAt')::timestamptz >= $2))) d on true
  where ($1::text[] is null or e.code = any($1)) order by e.number`;
