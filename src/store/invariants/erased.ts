/** What must be true of everything that was erased. */
import { sql } from 'drizzle-orm';
import { ERASED } from '../../personal/erased.ts';
import type { Rule } from './rule.ts';

export const erasedRules: Rule[] = [
  {
    name: 'what was erased is gone, and is as much as was put on record',
    checked: sql`select count(*)::int as n from erasure`,
    violations: sql`select 'message ' || id || ' was erased and holds something still' as v from message
        where erasure_id is not null and (reading is not null or subject is not null or from_address is not null or message_id is not null or sha256 is not null or content_sha256 not like 'erased:%')
      union all select 'letter ' || id || ' was erased and holds something still' from letter where erasure_id is not null and (to_address <> ${ERASED} or subject <> ${ERASED} or text <> '' or html <> '')
      union all select e.code || ' was erased and somebody may speak for it still' from entry e where e.state = 'erased' and exists (select 1 from entry_sender s where s.entry_id = e.id)
      union all select e.code || ' is in the state erased, but nobody erased it' from entry e where e.state = 'erased' and e.erasure_id is null
      union all select 'erasure ' || x.n || ' counts ' || (x.counts ->> 'messages') || ' messages, ' || (x.counts ->> 'letters') || ' letters and ' || (x.counts ->> 'entries') || ' entries; there are ' || f.messages || ', ' || f.letters || ' and ' || f.entries
        from erasure x cross join lateral (select (select count(*) from message m where m.erasure_id = x.id) as messages, (select count(*) from letter l where l.erasure_id = x.id) as letters,
          (select count(*) from entry e where e.erasure_id = x.id and e.state = 'erased') as entries) f
        where ((x.counts ->> 'messages')::int, (x.counts ->> 'letters')::int, (x.counts ->> 'entries')::int) is distinct from (f.messages::int, f.letters::int, f.entries::int)
      union all select 'bytes that nobody needs any more lie in DATA_DIR since ' || since from doomed_bytes where since < now() - interval '6 hours'`,
  },
];
