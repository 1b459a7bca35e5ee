/** What must be true of every letter. */
import { sql } from 'drizzle-orm';
import { letterStates } from '../../../schemas/letters.ts';
import { openJob, words, type Rule } from './rule.ts';

export const letterRules: Rule[] = [
  {
    name: 'letters are in legal states, with the times and tries that belong to them',
    checked: sql`select count(*)::int as n from letter`,
    violations: sql`select 'letter ' || id || ' is in the unknown state ' || state as v from letter where state not in (${words(letterStates)})
      union all select 'letter ' || id || ' is sent without a time' from letter where state = 'sent' and sent_at is null
      union all select 'letter ' || id || ' is sending without a time' from letter where state = 'sending' and sending_since is null
      union all select 'letter ' || id || ' is ' || state || ', but was never handed over' from letter where state in ('sending', 'sent', 'unknown', 'bounced') and attempts = 0`,
  },
  {
    name: 'no letter has been on its way for over 15 minutes',
    checked: sql`select count(*)::int as n from letter where state = 'sending'`,
    violations: sql`select 'letter ' || id || ' to ' || to_address || ' is sending since ' || sending_since as v from letter
      where state = 'sending' and sending_since < now() - interval '15 minutes'`,
  },
  {
    name: 'a letter that is due, on its way or unclear has a job that will move it',
    checked: sql`select count(*)::int as n from letter where state in ('due', 'sending', 'unknown')`,
    violations: sql`select 'letter ' || l.id || ' is ' || l.state || ', but nothing will send it' as v from letter l
        where l.state in ('due', 'sending') and not exists (select 1 from job j where j.name = 'send-letter' and j.payload ->> 'letterId' = l.id::text and ${openJob})
      union all select 'letter ' || l.id || ' is unknown, but nothing looks for evidence' from letter l
        where l.state = 'unknown' and not exists (select 1 from job j where j.name = 'settle-letter' and j.payload ->> 'letterId' = l.id::text)`,
  },
  {
    name: 'no letter was sent more often than its tries say',
    checked: sql`select count(*)::int as n from message where outcome = 'own-letter'`,
    violations: sql`select 'letter ' || l.id || ' to ' || l.to_address || ' was tried ' || l.attempts || ' times, but ' || count(*) || ' copies of it came back' as v
      from letter l join message m on m.message_id = l.rfc_message_id and m.outcome = 'own-letter' group by l.id having count(*) > l.attempts`,
  },
  // Of a question a person may say more a second time.
  {
    name: 'no mail is answered twice in the same way',
    checked: sql`select count(*)::int as n from letter where message_id is not null`,
    violations: sql`select 'message ' || message_id || ' is answered by ' || count(*) || ' letters of the kind ' || kind || ' to ' || to_address as v
      from letter where message_id is not null and state <> 'cancelled' and erasure_id is null and kind <> 'question-answer' group by message_id, kind, to_address having count(*) > 1`,
  },
];
