/** What was known of each assignment that counts when it was made, beside what is known now: for the oracle. */
import type { EntryFields } from '../../../schemas/reading.ts';
import type { Tx } from '../database.ts';

type Known = { fields: EntryFields; senders: string[] };
export type AssignedFacts = {
  assignmentId: string; entryId: string; memberId: string; code: string; round: string; assignedAt: Date;
  then: Known; now: Known;
  /** the judge's line in the list was changed since */
  memberChanged: boolean;
  /** staff took sheets of this pair in spite of a conflict */
  overruled: boolean;
};

/** Of entries that take part. */
export async function assignedFacts(tx: Tx): Promise<AssignedFacts[]> {
  return tx.run<AssignedFacts>(FACTS);
}

const FACTS = `
  with overruled as materialized (select distinct ev.subject as round, o ->> 'code' as code, o ->> 'judgeId' as judge from audit_event ev, jsonb_array_elements(ev.detail -> 'overridden') o where ev.action = 'add-sheets')
  select a.id as "assignmentId", a.entry_id as "entryId", a.member_id as "memberId", e.code, a.round, a.assigned_at as "assignedAt", m.changed_at > a.assigned_at as "memberChanged",
    jsonb_build_object('fields', coalesce(old.fields, new.fields), 'senders', coalesce((select jsonb_agg(s.address) from entry_sender s where s.entry_id = e.id and s.since <= a.assigned_at), '[]')) as then,
    jsonb_build_object('fields', new.fields, 'senders', coalesce((select jsonb_agg(s.address) from entry_sender s where s.entry_id = e.id), '[]')) as now,
    (a.round, e.code, m.id::text) in (select round, code, judge from overruled) as overruled
  from assignment a join entry e on e.id = a.entry_id join body_member m on m.id = a.member_id
  join lateral (select v.fields from entry_version v where v.entry_id = e.id order by v.n desc limit 1) new on true
  left join lateral (select v.fields from entry_version v where v.entry_id = e.id and v.registered_at <= a.assigned_at order by v.n desc limit 1) old on true
  where a.ended_at is null and e.state = 'eligible' order by e.number, a.id`;
