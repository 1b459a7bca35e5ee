/** What must be true of every message. */
import { sql } from 'drizzle-orm';
import { messageOutcomes } from '../../../schemas/states.ts';
import { openJob, words, type Rule } from './rule.ts';

export const messageRules: Rule[] = [
  {
    name: 'every message has exactly one outcome, or an open job that will give it one',
    checked: sql`select count(*)::int as n from message`,
    violations: sql`select 'message ' || m.id || ' waits, but nothing will handle it' as v from message m
        where m.outcome is null and not exists (select 1 from job j where j.name = 'read-message' and j.payload ->> 'messageId' = m.id::text and ${openJob})
      union all select 'message ' || id || ' ended as ' || outcome || ', which is no outcome' from message where outcome not in (${words(messageOutcomes)})
      union all select 'message ' || id || ' has an outcome without a time, or a time without an outcome' from message where (outcome is null) <> (handled_at is null)`,
  },
  {
    name: 'no place of the mailbox is recorded twice',
    checked: sql`select count(*)::int as n from message`,
    violations: sql`select 'UID ' || uid || ' of UIDVALIDITY ' || uidvalidity || ' is recorded ' || count(*) || ' times' as v
      from message group by mailbox_id, uidvalidity, generation, uid having count(*) > 1`,
  },
  {
    name: 'a mail that counts as a copy has its original',
    checked: sql`select count(*)::int as n from message where outcome = 'duplicate'`,
    violations: sql`select 'message ' || m.id || ' counts as a copy, but there is no other mail with its content' as v from message m
      where m.outcome = 'duplicate' and not exists (select 1 from message o where o.content_sha256 = m.content_sha256 and o.id <> m.id and o.outcome is distinct from 'duplicate')`,
  },
  {
    name: 'a message counts as registered exactly when it is a version of its entry',
    checked: sql`select count(*)::int as n from message where outcome = 'registered'`,
    violations: sql`select 'message ' || m.id || ' counts as registered, but is no version of an entry' as v from message m
        where m.outcome = 'registered' and not exists (select 1 from entry_version ev where ev.message_id = m.id)
      union all select 'message ' || m.id || ' is version ' || ev.n || ' of ' || e.code || ', but counts as ' || coalesce(m.outcome, 'waiting')
        || case when not exists (select 1 from entry_version o where o.message_id = m.id and o.entry_id = m.entry_id) then ' of another entry' else '' end
        from entry_version ev join message m on m.id = ev.message_id join entry e on e.id = ev.entry_id
        where m.outcome is distinct from 'registered' or not exists (select 1 from entry_version o where o.message_id = m.id and o.entry_id = m.entry_id)`,
  },
  {
    name: 'the same bytes are registered once',
    checked: sql`select count(*)::int as n from entry_version`,
    violations: sql`select 'the mail with content ' || m.content_sha256 || ' is registered ' || count(distinct m.id) || ' times' as v
      from entry_version ev join message m on m.id = ev.message_id where m.content_sha256 is not null group by m.content_sha256 having count(distinct m.id) > 1`,
  },
];
