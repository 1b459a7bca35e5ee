/** What must be true of closed rounds and of prizes. */
import { sql } from 'drizzle-orm';
import type { Rule } from './rule.ts';

export const resultRules: Rule[] = [
  {
    name: 'a closed round rests on complete sheets for its own entries',
    checked: sql`select count(*)::int as n from round_standing`,
    violations: sql`select 'the round ' || o.round || ' ranks ' || e.code || ' by the sheet ' || s.id || ', which is none of its own' as v
      from round_standing st join round_outcome o on o.id = st.outcome_id join entry e on e.id = st.entry_id cross join lateral jsonb_array_elements_text(st.sheets) s(id)
      where not exists (select 1 from score_sheet x join assignment a on a.id = x.assignment_id where x.id = s.id::uuid and x.state = 'complete' and a.entry_id = st.entry_id and a.round = o.round)`,
  },
  {
    name: 'the ranking of a closed round is the one that was approved',
    checked: sql`select count(*)::int as n from round_standing`,
    violations: sql`select * from (
      with proven as (select distinct on (o.id) o.id, o.round, ev.detail from round_outcome o join audit_event ev on ev.action = 'close-round' and ev.subject = o.round and ev.detail ->> 'hash' = o.hash and ev.detail ? 'standings' order by o.id, ev.n),
        said as (select p.id, p.round, x ->> 'code' as code, x ->> 'place' as place, x ->> 'counts' as mean, x -> 'sheets' as sheets, x ->> 'advanced' as advanced from proven p, jsonb_array_elements(p.detail -> 'standings') x),
        stands as (select p.id, p.round, e.code, t.place::text, t.mean, t.sheets, t.advanced::text from proven p join round_standing t on t.outcome_id = p.id join entry e on e.id = t.entry_id)
      select 'the round ' || coalesce(a.round, t.round) || ' was closed with ' || coalesce('place ' || a.place || ' and ' || a.mean, 'no place') || ' for ' || coalesce(a.code, t.code) || ', and the table has '
          || case when t.code is null then 'no place' when (t.place, t.mean) is distinct from (a.place, a.mean) then 'place ' || t.place || ' and ' || t.mean else 'other sheets for it, or another word on whether it goes on' end as v
        from said a full join stands t on t.id = a.id and t.code = a.code where (a.place, a.mean, a.sheets, a.advanced) is distinct from (t.place, t.mean, t.sheets, t.advanced)) told`,
  },
  {
    name: 'no round was closed with an entry that had left before',
    checked: sql`select count(*)::int as n from round_standing`,
    violations: sql`select 'the round ' || o.round || ' ranks ' || e.code || ', which was ' || e.state || ' when it was closed ' || o.at::date as v from round_standing st join round_outcome o on o.id = st.outcome_id join entry e on e.id = st.entry_id
      where (e.state = 'withdrawn' and (select max(ev.at) from audit_event ev where ev.subject = e.code and ev.action = 'withdraw') < o.at)
        or (e.state = 'ineligible' and (select max(d.at) from entry_decision d where d.entry_id = e.id) < o.at)`,
  },
  {
    name: 'what people decided of rounds and prizes is on record',
    checked: sql`select (select count(*) from round_outcome)::int + (select count(*) from award)::int + (select count(*) from chair_decision)::int + (select count(*) from special_award)::int as n`,
    violations: sql`select 'that the round ' || o.round || ' was closed is not in the audit log' as v from round_outcome o
        where not exists (select 1 from audit_event a where a.action = 'close-round' and a.subject = o.round and a.detail ->> 'hash' = o.hash)
      union all select 'that ' || w.prize || ' ' || w.slot || ' was given is not in the audit log' from award w
        where not exists (select 1 from audit_event a where a.action in ('give-prizes', 'annul-prize') and a.detail ->> 'hash' = w.hash)
      union all select 'the chair''s word on ' || e.code || ' is not in the audit log' from chair_decision c join entry e on e.id = c.entry_id
        where not exists (select 1 from audit_event a where a.action = 'chair-decides' and a.subject = e.code and (a.detail ->> 'hundredths')::int = c.hundredths)
      union all select 'the special prize for ' || e.code || ' is ' || s.state || ', and nobody decided so' from special_award s join entry e on e.id = s.entry_id
        where not exists (select 1 from audit_event a where a.subject = e.code and a.action = 'special-prize-' || case s.state when 'proposed' then 'propose' when 'submitted' then 'submit' when 'approved' then 'approve' else 'decline' end)`,
  },
  {
    name: 'a prize that holds went to an entry of a closed round',
    checked: sql`select count(*)::int as n from award where revoked_at is null and entry_id is not null`,
    violations: sql`select w.prize || ' ' || w.slot || ' went to ' || e.code || ', which stands in no closed round' as v from award w join entry e on e.id = w.entry_id
      where w.revoked_at is null and not exists (select 1 from round_standing st join round_outcome o on o.id = st.outcome_id where st.entry_id = w.entry_id and o.reopened_at is null)`,
  },
];
