/** What must be true of entries that came on paper. */
import { sql } from 'drizzle-orm';
import { PAPER_BOX } from '../../../schemas/paper.ts';
import type { Rule } from './rule.ts';

export const paperRules: Rule[] = [
  {
    name: 'every entry on paper has the record of how it came, and of who entered it',
    checked: sql`select count(*)::int as n from message m join mailbox b on b.id = m.mailbox_id where b.name = ${PAPER_BOX}`,
    violations: sql`select 'message ' || m.id || ' was made of papers, and nothing says how they came' as v from message m join mailbox b on b.id = m.mailbox_id
        where b.name = ${PAPER_BOX} and not exists (select 1 from paper_record p where p.message_id = m.id)
      union all select 'message ' || p.message_id || ' has a record as papers, but came by mail' from paper_record p join message m on m.id = p.message_id join mailbox b on b.id = m.mailbox_id where b.name <> ${PAPER_BOX}
      union all select 'that ' || p.entered_by || ' entered the papers of message ' || p.message_id || ' is not in the audit log' from paper_record p
        where not exists (select 1 from audit_event a where a.action = 'paper-entry' and a.subject = p.message_id::text)`,
  },
  {
    name: 'letters that no mail can bring are printed, and no others',
    checked: sql`select count(*)::int as n from letter where erasure_id is null and (state in ('to-print', 'printed') or to_address like 'tel:%' or to_address like 'post:%')`,
    violations: sql`select 'letter ' || id || ' to ' || to_address || ' is ' || state as v from letter
      where erasure_id is null and case when to_address like 'tel:%' or to_address like 'post:%' then state not in ('draft', 'to-print', 'printed', 'cancelled') else state in ('to-print', 'printed') end`,
  },
];
