/** What must be true of the job table. */
import { sql } from 'drizzle-orm';
import { jobNames } from '../../../schemas/jobs.ts';
import { openJob, words, type Rule } from './rule.ts';

export const jobRules: Rule[] = [
  {
    name: 'the job table is consistent',
    checked: sql`select count(*)::int as n from job`,
    violations: sql`select 'job ' || key || ' is both done and dead' as v from job where done_at is not null and dead_at is not null
      union all select 'job ' || key || ' is closed, but still leased' from job where (done_at is not null or dead_at is not null) and leased_until is not null
      union all select 'job ' || key || ' is leased by nobody' from job where leased_until is not null and lease_owner is null
      union all select 'job ' || key || ' is leased for longer than any lease lasts' from job where leased_until > now() + interval '1 hour'
      union all select 'job ' || key || ' has the unknown name ' || name from job j where ${openJob} and name not in (${words(jobNames)})
      union all select 'job ' || key || ' is about a message that has no row' from job j where ${openJob} and name = 'read-message'
        and not exists (select 1 from message m where m.id::text = j.payload ->> 'messageId')
      union all select 'job ' || key || ' is about a letter that has no row' from job j where ${openJob} and name in ('send-letter', 'settle-letter')
        and not exists (select 1 from letter l where l.id::text = j.payload ->> 'letterId')`,
  },
  {
    name: 'no effect has two open jobs',
    checked: sql`select count(*)::int as n from job j where ${openJob}`,
    violations: sql`select name || ' ' || payload::text || ' waits ' || count(*) || ' times' as v from job j where ${openJob} group by name, payload having count(*) > 1`,
  },
];
