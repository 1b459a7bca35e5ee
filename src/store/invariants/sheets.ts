/** What must be true of every score sheet. */
import { sql } from 'drizzle-orm';
import type { Rule } from './rule.ts';

const told = sql`'sheet ' || s.n || ' of ' || m.name || ' for ' || e.code`;
const named = sql`score_sheet s join assignment a on a.id = s.assignment_id join entry e on e.id = a.entry_id join body_member m on m.id = a.member_id`;
/** The events that noted sheets of mails. */
const noted = sql`(select ev.at, ev.detail ->> 'sheet' as sheet, (ev.detail ->> 'locks')::timestamptz as locks from audit_event ev where ev.action = 'judge-scored')`;

/** The acts by which staff typed sheets, a whole list in one of them. */
const typed = sql`(select ev.subject, ev.at, x ->> 'code', x ->> 'judgeId' from audit_event ev, jsonb_array_elements(ev.detail -> 'sheets') x where ev.action = 'add-sheets')`;

export const sheetRules: Rule[] = [
  {
    name: 'every score sheet has its mail or its act of staff, is on record, and was echoed to its judge',
    checked: sql`select count(*)::int as n from score_sheet`,
    violations: sql`select ${told} || case when s.channel = 'paper' then ' was typed by staff, and names a mail' else ' came by mail, and there is no such mail' end as v from ${named} left join message g on g.id = s.message_id
        where case when s.channel = 'paper' then s.message_id is not null else g.id is null end
      union all select ${told} || ' counts as from ' || s.actor || ', and its mail came from ' || g.from_address from ${named} join message g on g.id = s.message_id where g.from_address <> s.actor
      union all select ${told} || ' is not in the audit log' from ${named} where s.channel <> 'paper' and s.id::text not in (select sheet from ${noted} ev where sheet is not null)
      union all select ${told} || ' was typed by ' || s.actor || ', and that is not in the audit log' from ${named} where s.channel = 'paper' and (a.round, s.received_at, e.code, m.id::text) not in ${typed}
      union all select ${told} || ' was never echoed: the judge does not know that it counts' from ${named} where s.channel <> 'paper' and not exists (
        select 1 from letter l where l.message_id = s.message_id and l.kind = 'judge-read' and (l.erasure_id is not null or l.facts -> 'sheets' @> jsonb_build_array(jsonb_build_object('code', e.code))))`,
  },
  {
    name: 'no sheet was noted once its round was locked or closed',
    checked: sql`select count(*)::int as n from score_sheet`,
    violations: sql`select ${told} || ' was noted ' || coalesce(ev.at, s.received_at) || ', after the round ' || a.round || ' was closed ' || o.at as v from ${named} left join ${noted} ev on ev.sheet = s.id::text
        join round_outcome o on o.round = a.round and coalesce(ev.at, s.received_at) > o.at and coalesce(ev.at, s.received_at) < coalesce(o.reopened_at, 'infinity')
      union all select ${told} || ' came ' || s.received_at || ', and scores were locked from ' || ev.locks from ${named} join ${noted} ev on ev.sheet = s.id::text where s.channel <> 'paper' and s.received_at >= ev.locks`,
  },
  {
    name: 'sheets are numbered from 1 without gaps, and what an older mail says takes nothing away from a newer one',
    checked: sql`select count(*)::int as n from score_sheet`,
    violations: sql`select m.name || ' has ' || count(*) || ' sheets for ' || e.code || ', the last numbered ' || max(s.n) as v from ${named} group by a.id, m.name, e.code having max(s.n) <> count(*) or min(s.n) <> 1
      union all select distinct ${told} || ' came ' || s.received_at || ' and changes a score that came later, ' || s.latest
        from (select x.*, max(x.received_at) over (partition by x.assignment_id order by x.n rows between unbounded preceding and 1 preceding) as latest from score_sheet x) s
        join assignment a on a.id = s.assignment_id join entry e on e.id = a.entry_id join body_member m on m.id = a.member_id
        join score_sheet b on b.assignment_id = s.assignment_id and b.n = s.n - 1 join score_mark old on old.sheet_id = b.id
        left join score_mark now on now.sheet_id = s.id and now.criterion = old.criterion
        where s.received_at < s.latest and now.hundredths is distinct from old.hundredths`,
  },
];
