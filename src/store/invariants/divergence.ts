/** What must be true of whom sheets that lie too far apart called for. */
import { sql } from 'drizzle-orm';
import type { Rule } from './rule.ts';

const named = sql`divergence_proposal p join approval b on b.id = p.approval_id join entry e on e.id = p.entry_id join body_member m on m.id = p.member_id`;

export const divergenceRules: Rule[] = [
  {
    name: 'a further judge and the chair are asked by an approved batch alone, one at a time',
    checked: sql`select count(*)::int as n from divergence_proposal`,
    violations: sql`select b.code || ' asks for a ' || p.ask || ' of ' || e.code || ', and is a batch of ' || b.what as v from ${named} where b.what <> p.ask
      union all select b.code || ' was approved, and ' || m.name || ' was not given ' || e.code || ' by it' from ${named}
        where p.ask = 'further-judge' and b.state = 'approved' and not exists (select 1 from assignment a where a.entry_id = p.entry_id and a.member_id = p.member_id and a.round = p.round and a.assigned_at = b.decided_at)
      union all select e.code || ' has ' || count(*) || ' open proposals in ' || p.round from ${named} where b.state = 'open' group by e.code, p.round having count(*) > 1`,
  },
];
