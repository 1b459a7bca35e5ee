/** What must be true of questions and their threads. */
import { sql } from 'drizzle-orm';
import { questionStates } from '../../../schemas/questions.ts';
import { words, type Rule } from './rule.ts';

export const questionRules: Rule[] = [
  {
    name: 'every mail that was passed on as a question is in the thread of its asker',
    checked: sql`select count(*)::int as n from message where outcome = 'question-passed'`,
    violations: sql`select 'message ' || m.id || ' was passed on as a question, and is in no thread' as v from message m
        where m.outcome = 'question-passed' and m.erasure_id is null and not exists (select 1 from question_post p where p.message_id = m.id and not p.answer)
      union all select 'question ' || q.n || ' of ' || q.asker || ' holds message ' || m.id || ' of ' || coalesce(m.from_address, 'nobody') from question q
        join question_post p on p.question_id = q.id and not p.answer join message m on m.id = p.message_id where m.erasure_id is null and m.from_address is distinct from q.asker`,
  },
  {
    name: 'a question counts as answered exactly where an answer is in its thread, and every answer that left is in one',
    checked: sql`select count(*)::int as n from question`,
    violations: sql`select 'question ' || n || ' is in the unknown state ' || state as v from question where state not in (${words(questionStates)})
      union all select 'question ' || q.n || ' counts as answered, and there is no answer' from question q where q.state = 'answered' and not exists (select 1 from question_post p where p.question_id = q.id and p.answer)
      union all select 'letter ' || l.id || ' answers a question, and is in no thread' from letter l where l.kind = 'question-answer' and l.erasure_id is null and not exists (select 1 from question_post p where p.letter_id = l.id)`,
  },
];
