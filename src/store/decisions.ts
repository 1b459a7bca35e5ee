/** What people decided about entries, and how an entry stands on staff's desk. */
import { and, asc, desc, eq, isNull, notInArray, sql } from 'drizzle-orm';
import { entryChange, entryDecision } from '../../schemas/tables.ts';
import { besideDecisions } from '../../schemas/changes.ts';
import { reopened } from '../desk/reopened.ts';
import type { EntryWord, Reopened } from '../../schemas/desk.ts';
import type { EntryFields, Finding } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';
import type { Tx } from './database.ts';

export type DecisionRow = typeof entryDecision.$inferSelect;
export type NewDecision = Omit<DecisionRow, 'id' | 'at' | 'changes'>;

/** Call only after takeTurn: it stands on the changes by hand that are in force now. */
export async function addDecision(tx: Tx, made: NewDecision): Promise<DecisionRow> {
  const [last] = await decisionsOf(tx, made.entryId);
  // Transactions take their time before they take their turn: the later decision must also look later.
  const at = new Date(Math.max(tx.now.getTime(), last === undefined ? 0 : last.at.getTime() + 1));
  const [row] = await tx.insert(entryDecision).values({ ...made, at, changes: await changesInForce(tx, made.entryId) }).returning();
  if (!row) throw new Error('a decision was not written');
  return row;
}

/** Who may speak for an entry, and what it serves, is no part of what is decided about it. */
async function changesInForce(tx: Tx, entryId: string): Promise<number[]> {
  const rows = await tx.select({ n: entryChange.n }).from(entryChange).where(and(sql`${entryChange.entryIds} ? ${entryId}`, isNull(entryChange.undoneAt), notInArray(entryChange.action, [...besideDecisions]))).orderBy(asc(entryChange.n));
  return rows.map((row) => row.n);
}

/** Decisions on an entry, newest first. */
export async function decisionsOf(tx: Tx, entryId: string): Promise<DecisionRow[]> {
  return tx.select().from(entryDecision).where(eq(entryDecision.entryId, entryId)).orderBy(desc(entryDecision.at));
}

/** An entry with its newest version and the last decision on it. */
export type OnDesk = {
  entryId: string; code: string; state: EntryState; receivedAt: Date; versionId: string; version: number; fields: EntryFields; findings: Finding[];
  /** its documents, each by name and content */
  files: string[];
  /** id of the last decision, whether it counts or not */
  lastDecision: string | null;
  /** null where nobody decided, or the decision does not count any more */
  decided: EntryWord | null; decisionId: string | null; reason: string | null;
  /** why the last decision does not count any more */
  again: Reopened | null;
};

/** All entries, or those of these codes, in the order of their numbers. One query: a contest may have thousands. */
export async function entriesOnDesk(tx: Tx, codes: string[] | null = null): Promise<OnDesk[]> {
  const rows = await tx.run<Omit<OnDesk, 'decided' | 'decisionId' | 'again'> & LastDecision>(ON_DESK, [codes, tx.now, besideDecisions]);
  return rows.map(({ word, at, why, changesThen, changesNow, ...row }) => {
    if (word === null || at === null) return { ...row, decided: null, decisionId: null, again: null };
    if (why === null) return { ...row, decided: word, decisionId: row.lastDecision, again: null };
    return { ...row, decided: null, decisionId: null, reason: null, again: reopened({ why, word, at, changesThen, changesNow }) };
  });
}

type LastDecision = { word: EntryWord | null; at: Date | null; why: Reopened['why'] | null; changesThen: number[]; changesNow: number[] };

/**
 * A decision counts for the version that it saw, while the changes by hand that were in force are those that are now, while
 * what was asked reached its reader and is not overdue, and while the entry's state says the same.
 */
const ON_DESK = `
  with in_force as (
    select c.entry_id::uuid as entry_id, jsonb_agg(k.n order by k.n) as changes from entry_change k, jsonb_array_elements_text(k.entry_ids) c(entry_id)
    where k.undone_at is null and k.action <> all($3::text[]) group by 1)
  select e.id as "entryId", e.code, e.state, e.received_at as "receivedAt", v.id as "versionId", v.n as version, v.fields, v.findings,
    array(
      select f.stored_name || ' ' || f.sha256 from entry_version ev join document f on f.message_id = ev.message_id where ev.entry_id = e.id and ev.documents is null
      union all
      select f.stored_name || ' ' || f.sha256 from entry_version ev, jsonb_array_elements(ev.documents) p join document f on f.message_id = (p ->> 'messageId')::uuid and f.part = p ->> 'part'
        where ev.entry_id = e.id and ev.documents is not null) as files,
    d.id as "lastDecision", d.word, d.at, d.reason, coalesce(d.changes, '[]') as "changesThen", coalesce(c.changes, '[]') as "changesNow",
    case when d.id is null then null
      when d.version_id <> v.id then 'new-version'
      when d.changes <> coalesce(c.changes, '[]') then 'by-hand'
      when d.word = 'supplement' then (
        select case when bool_or(l.state not in ('bounced', 'rejected') and (l.facts ->> 'dueAt')::timestamptz >= $2) then null
          when (array_agg(l.state order by l.created_at desc))[1] in ('bounced', 'rejected') then 'not-arrived' else 'overdue' end
        from letter l where l.entry_id = e.id and l.kind = 'staff-request' and l.state <> 'cancelled')
      when e.state not in (d.word, 'withdrawn', 'merged', 'erased') then 'by-hand' end as why
  from entry e
  join lateral (select * from entry_version ev where ev.entry_id = e.id order by ev.n desc limit 1) v on true
  left join lateral (select * from entry_decision k where k.entry_id = e.id order by k.at desc limit 1) d on true
  left join in_force c on c.entry_id = e.id
  where ($1::text[] is null or e.code = any($1)) order by e.number`;
