/** What must be true once the deadline was changed. */
import { sql } from 'drizzle-orm';
import type { Rule } from './rule.ts';

export const deadlineRules: Rule[] = [
  {
    name: 'a deadline changes by an approved act alone, and no entry that came before it stands as late',
    checked: sql`select count(*)::int as n from deadline_change`,
    violations: sql`select case when d.n is null then a.code || ' is approved, and its change of the deadline is not in force' else 'change ' || d.n || ' of the deadline is in force, but ' || a.code || ' is ' || a.state end as v from deadline_change d join approval a on a.id = d.approval_id
        where (d.n is not null) <> (a.state = 'approved')
      union all select 'change ' || d.n || ' of the deadline is not in the audit log' from deadline_change d join approval a on a.id = d.approval_id
        where d.n is not null and not exists (select 1 from audit_event e where e.subject = a.code and e.action = 'change-deadline')
      union all select e.code || ' is ' || e.state || ', but came before the deadline that was approved last' from entry e
        where e.state in ('late', 'late-borderline') and exists (select 1 from entry_version ev where ev.entry_id = e.id and ev.received_at < (select closes from deadline_change where n is not null order by n desc limit 1))`,
  },
];
