/** Statements that break a sound contest on purpose. */
import { formatCode } from '../../src/entry/code.ts';

export const QUESTION = "(select id from message where outcome = 'question-passed')";
export const SECOND = "(select id from entry where number = 2)";
/** a further one */
export const job = (name: string, payload: string, more = ''): string => `insert into job (name, key, due_at, payload${more ? ', leased_until' : ''}) select '${name}', 'extra:' || gen_random_uuid(), now(), ${payload}${more}`;
/** a further row like another one */
export const like = (table: string, where: string, other: Record<string, string>): string => `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${
  Object.entries({ id: 'gen_random_uuid()', ...other }).map(([column, value]) => `'${column}', ${value}`).join(', ')}))).* from ${table} t where ${where} limit 1`;
export const renumber = (from: number, to: string): string[] => {
  const [old] = [formatCode('CCHC24', from)];
  return [`update entry set code = '${to}' where number = ${from}`, `update letter set facts = replace(facts::text, '${old}', '${to}')::jsonb`];
};

export const DEADLINE_RULE = 'a deadline changes by an approved act alone, and no entry that came before it stands as late';
/** @param state of the batch that it was proposed with; in force where n is a number */
export const changed = (state: string, n: string): string[] => [
  `insert into approval (id, n, code, what, about, letters, hash, asked_by, asked_at, state) values ('00000000-0000-0000-0000-0000000000dd', 1, 'D-1', 'deadline', 'x', '[]', 'x', 'x', now(), '${state}')`,
  `insert into deadline_change (n, approval_id, before, closes, reason, decision_no, in_time, approved_at, rules_sha256) select ${n}::int, '00000000-0000-0000-0000-0000000000dd', now(), '2099-01-01', 'x', 'x', '[]', now(), case when ${n}::int is null then null else (select sha256 from rules_version limit 1) end`,
];
export const ERASED_RULE = 'what was erased is gone, and is as much as was put on record';
/** of one letter, with what was counted */
export const erasure = (letters: number): string => `insert into erasure (id, n, at, actor, why, reason, hash, keys, counts) values ('00000000-0000-0000-0000-0000000000ee', 1, now(), 'x', 'request', 'x', '', '[]', '{"messages": 0, "letters": ${letters}, "entries": 0}')`;
