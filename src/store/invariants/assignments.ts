/** What must be true of who judges what. */
import { sql, type SQL } from 'drizzle-orm';
import { assignmentStates } from '../../../schemas/judging.ts';
import { words, type Rule } from './rule.ts';

/** An assignment as staff know it; `from` is `named`. */
const told = sql`'the assignment of ' || e.code || ' to ' || m.name || ' in ' || a.round`;
const named = sql`assignment a join entry e on e.id = a.entry_id join body_member m on m.id = a.member_id`;
/** Ids of assignments that an event of this kind is about. */
const onRecord = (...actions: string[]): SQL => sql`(select ev.detail ->> 'assignment' from audit_event ev where ev.action in (${words(actions)}))`;
/** Filled in on paper without having been asked for by mail. */
export const onPaper = sql`a.proposal_id is null and a.id in (select s.assignment_id from score_sheet s where s.n = 1 and s.channel = 'paper')`;

/** Staff took sheets of this pair in spite of a conflict, and said why. */
export const overruled = sql`exists (select 1 from audit_event ev where ev.action = 'add-sheets' and ev.subject = a.round and ev.detail -> 'overridden' @> jsonb_build_array(jsonb_build_object('code', e.code, 'judgeId', m.id)))`;

export const assignmentRules: Rule[] = [
  {
    name: 'an assignment ends exactly with a word against it, and what a judge said of it is on record',
    checked: sql`select count(*)::int as n from assignment`,
    violations: sql`select ${told} || case when a.state not in (${words(assignmentStates)}) then ' is in the unknown state ' || a.state
          when a.ended_at is null then ' is ' || a.state || ', and counts still' else ' is ' || a.state || ', but was ended' end as v
        from ${named} where a.state not in (${words(assignmentStates)}) or (a.state in ('invited', 'accepted')) <> (a.ended_at is null)
      union all select ${told} || ' is accepted, and its judge never said so' from ${named}
        where a.state = 'accepted' and a.id::text not in ${onRecord('judge-accepted', 'judge-scored')} and not exists (select 1 from score_sheet s where s.assignment_id = a.id and s.channel = 'paper')
      union all select ${told} || ' counts as ' || a.state || ', and its judge never said so' from ${named}
        where a.state in ('declined', 'conflict') and a.id::text not in ${onRecord('judge-declined', 'judge-conflict')}
      union all select ${told} || ' ended by ' || a.state || ', and nothing keeps the two apart from now on' from ${named}
        where a.state in ('declined', 'conflict') and not exists (select 1 from declared_conflict d where d.member_id = a.member_id and d.entry_id = a.entry_id)`,
  },
  {
    name: 'no judge was given what they had a word against',
    checked: sql`select count(*)::int as n from assignment where ended_at is null`,
    violations: sql`select ${told} || ' was made though ' || case d.ground when 'declared' then 'a conflict was declared' else 'the judge had refused it' end || ' on ' || d.at::date as v
        from ${named} join declared_conflict d on d.member_id = a.member_id and d.entry_id = a.entry_id and d.at <= a.assigned_at
        where a.ended_at is null and not (d.ground = 'declined' and ${onPaper}) and not ${overruled}
      union all select 'sheet ' || s.n || ' of ' || m.name || ' for ' || e.code || ' was typed by staff though a conflict was declared on ' || d.at::date
        from ${named} join score_sheet s on s.assignment_id = a.id and s.channel = 'paper' join declared_conflict d on d.member_id = a.member_id and d.entry_id = a.entry_id and d.ground = 'declared' and d.at <= s.received_at and d.at > a.assigned_at
        where a.ended_at is null and not ${overruled}`,
  },
  {
    name: 'an approved proposal is what was assigned, within the limits of its judges',
    checked: sql`select count(*)::int as n from assignment_proposal where state = 'approved'`,
    violations: sql`select 'proposal ' || p.n || ' was approved, and that is not in the audit log' as v from assignment_proposal p
        where p.state = 'approved' and not exists (select 1 from audit_event ev where ev.action = 'approve-assignment' and ev.subject = 'assignment-' || p.n and ev.detail ->> 'hash' = p.hash)
      union all select ${told} || ' is said to come from proposal ' || p.n || case p.state when 'approved' then ', which does not name it' else ', which was never approved' end from ${named} join assignment_proposal p on p.id = a.proposal_id
        where not p.result -> 'pairs' @> jsonb_build_array(jsonb_build_object('entryId', a.entry_id, 'memberId', a.member_id)) or p.state <> 'approved' or p.round <> a.round
      union all select 'proposal ' || p.n || ' gives ' || (q ->> 'code') || ' to ' || (q ->> 'judge') || ', and it was never assigned' from assignment_proposal p, jsonb_array_elements(p.result -> 'pairs') q
        where p.state = 'approved' and not exists (select 1 from assignment a where a.entry_id = (q ->> 'entryId')::uuid and a.member_id = (q ->> 'memberId')::uuid and a.round = p.round)
      union all select 'proposal ' || p.n || ' gives ' || (l ->> 'judge') || ' ' || ((l ->> 'kept')::int + (l ->> 'fresh')::int) || ' entries, and ' || (l ->> 'limit') || ' is the limit' from assignment_proposal p, jsonb_array_elements(p.result -> 'loads') l
        where p.state = 'approved' and (l ->> 'fresh')::int > 0 and (l ->> 'kept')::int + (l ->> 'fresh')::int > (l ->> 'limit')::int
      union all select 'proposal ' || p.n || ' gives ' || (c ->> 'code') || ' to ' || (c ->> 'judge') || ', though it says itself: ' || (c ->> 'told') from assignment_proposal p, jsonb_array_elements(p.result -> 'conflicts') c
        where p.state = 'approved' and c ->> 'ground' <> 'name' and (select count(*) from jsonb_array_elements(p.result -> 'loads') l where l ->> 'judge' = c ->> 'judge') = 1
          and exists (select 1 from jsonb_array_elements(p.result -> 'pairs') q where q ->> 'code' = c ->> 'code' and q ->> 'judge' = c ->> 'judge' and q -> 'why' <> '["kept"]')`,
  },
];
