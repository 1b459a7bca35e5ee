/** What must be true of letters to judges: each says once what it is for. */
import { sql, type SQL } from 'drizzle-orm';
import { onPaper } from './assignments.ts';
import type { Rule } from './rule.ts';

/** Codes that letters of a kind name; of erased ones, too. What bounced and went to another address of the judge says nothing new (workers/judging/unreachable.ts). */
const naming = (kind: string): SQL => sql`select l.id, l.key, l.state, l.created_at, f ->> 'code' as code
  from letter l cross join lateral jsonb_array_elements(case when jsonb_typeof(l.facts -> 'entries') = 'array' then l.facts -> 'entries' else '[]' end) f where l.kind = ${kind} and l.key not like 'again:%' and (l.state <> 'cancelled' or l.erasure_id is not null)`;
const named = sql`assignment a join entry e on e.id = a.entry_id join body_member m on m.id = a.member_id`;

export const judgeLetterRules: Rule[] = [
  {
    name: 'each judge was asked in one letter for what was given, and told in one letter of what was taken back',
    checked: sql`select count(*)::int as n from assignment`,
    // Letter and assignment are written in one transaction, and so at one time.
    violations: sql`select * from (
      with freed as (${naming('judge-released')}),
        asked as (select right(l.key, 36) as member, l.code, l.created_at as at, count(*) as n, min(l.id::text) as id from (${naming('judge-invitation')}) l group by 1, 2, 3),
        given as (select e.code, m.name, a.ended_at, a.state, a.member_id, a.assigned_at, ${onPaper} as on_paper from ${named}),
        made as (select g.member_id::text as member, g.code, g.assigned_at as at, min(g.name) as name, count(*) as n, bool_or(g.on_paper) as on_paper from given g group by 1, 2, 3)
      select case when coalesce(k.n, 0) < coalesce(g.n, 0) then g.name || ' has ' || g.code || ', and was never asked: no invitation names it' else 'letter ' || k.id || ' asks for ' || k.code || ', which was not given with it' end as v
        from made g full join asked k on k.member = g.member and k.code = g.code and k.at = g.at where coalesce(k.n, 0) <> coalesce(g.n, 0) and not (k.n is null and g.on_paper)
      union all select g.name || ' does not judge ' || g.code || ' any more, and ' || count(l.id) || ' letters say so' from given g
        left join freed l on l.key like '%:' || g.member_id and l.code = g.code and l.created_at = g.ended_at where g.state = 'removed' group by g.name, g.code, g.ended_at having count(l.id) <> 1
      union all select 'letter ' || l.id || ' takes back ' || l.code || ', which was not' from freed l
        where not exists (select 1 from given g where g.state = 'removed' and g.code = l.code and l.key like '%:' || g.member_id and g.ended_at = l.created_at)) told`,
  },
  {
    name: 'a judge who accepted gets each entry once, with all parts of the package',
    checked: sql`select count(*)::int as n from assignment where state = 'accepted'`,
    violations: sql`select * from (
      with accepted as (select a.id::text as id, e.code, m.name from ${named} where a.state = 'accepted' and e.state = 'eligible'
          and a.id::text in (select ev.detail ->> 'assignment' from audit_event ev where ev.action = 'judge-accepted')),
        packing as (select j.id::text as job, j.done_at, j.dead_at, i.id from job j, unnest(string_to_array(j.payload ->> 'assignmentIds', ',')) i (id) where j.name = 'judge-package'),
        sent as (select split_part(n.key, ':', 2) as job, n.code from (${naming('judge-package')}) n)
      select a.name || ' accepted ' || a.code || case when bool_or(p.dead_at is not null) then ', and sending it was given up' else ', and nothing sends it' end as v
        from accepted a left join packing p on p.id = a.id group by a.id, a.code, a.name having bool_and(p.job is null or p.dead_at is not null)
      union all select a.name || ' accepted ' || a.code || ' and got it in ' || count(s.code) || ' packages' from accepted a join packing p on p.id = a.id left join sent s on s.job = p.job and s.code = a.code
        group by a.id, a.code, a.name having bool_and(p.done_at is not null) and count(s.code) <> 1
      union all select 'of a package to ' || min(l.to_address) || ' there are ' || count(*) || ' parts, and ' || max(l.facts ->> 'parts') || ' are named' from letter l
        where l.kind = 'judge-package' and l.facts ? 'parts' and (l.state <> 'cancelled' or l.reason like '%packed anew%') group by split_part(l.key, ':', 2) having count(*) <> max((l.facts ->> 'parts')::int) or count(distinct l.facts ->> 'part') <> count(*)) told`,
  },
  {
    // Steps of one due date lie on days of their own.
    name: 'no judge is reminded twice by one step',
    checked: sql`select count(*)::int as n from letter where kind = 'judge-reminder'`,
    violations: sql`select to_address || ' was reminded ' || count(*) || ' times on ' || created_at::date || ' of ' || (facts ->> 'round') as v
      from letter where kind = 'judge-reminder' and facts ? 'dueAt' and state <> 'cancelled' group by to_address, facts ->> 'round', facts ->> 'dueAt', created_at::date having count(*) > 1`,
  },
  {
    // Of mails that registered an entry: the copy of our letter holds what we made, and a judge sends it back.
    name: 'judges of a blind round see a file as it was sent in only as a person released it',
    checked: sql`select count(*)::int as n from released_document`,
    violations: sql`select * from (
      with released as (select r.*, e.code from released_document r join entry e on e.id = r.entry_id),
        carried as (select l.id, l.kind, l.to_address, l.created_at, l.facts ->> 'round' as round, f ->> 'sha256' as sha256 from letter l
          cross join lateral jsonb_array_elements(case when jsonb_typeof(l.facts -> 'attached') = 'array' then l.facts -> 'attached' else '[]' end) f
          where l.state <> 'cancelled' and (l.kind = 'judge-file' or l.kind = 'judge-package' and (l.facts ->> 'blind')::boolean))
      select r.code || '-' || r.n || ' was released in ' || r.round || ' by ' || r.by || ', and that is not in the audit log' as v from released r
        where not exists (select 1 from audit_event ev where ev.action = 'release-document' and ev.subject = r.code and ev.detail ->> 'round' = r.round and (ev.detail ->> 'n')::int = r.n)
      union all select r.code || '-' || r.n || ' was taken back by ' || r.withdrawn_by || ', and that is not in the audit log' from released r
        where r.withdrawn_at is not null and not exists (select 1 from audit_event ev where ev.action = 'withdraw-document' and ev.detail ->> 'release' = r.id::text)
      union all select 'letter ' || c.id || ' brings ' || c.to_address || ' a file of the blind round ' || c.round || ' that nobody had released' from carried c
        where c.sha256 in (select d.sha256 from document d join entry_version v on v.message_id = d.message_id) and not exists (
          select 1 from released r where r.round = c.round and r.sha256 = c.sha256 and r.at <= c.created_at and (r.withdrawn_at is null or r.withdrawn_at >= c.created_at))) told`,
  },
];
