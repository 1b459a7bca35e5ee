/** An entry as the database has it, with its mail and documents: what the program compares. */
import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/store/database.ts';
import { forgetEntryTexts } from '../../src/store/similarity.ts';

const MAILBOX = '00000000-0000-4000-8000-000000000001';
const RULES = 'b'.repeat(64);

/** @param texts of its documents; the last one is the mail's own. `forget` takes all of it away again */
export async function entryOf(db: Database, texts: string[], n: number): Promise<{ entryId: string; forget: () => Promise<void> }> {
  const [entryId, messageId] = [randomUUID(), randomUUID()];
  const sql = (text: string, values: unknown[]): Promise<unknown> => db.pool.query(text, values);
  await sql("insert into mailbox (id, name) values ($1, 'bench') on conflict do nothing", [MAILBOX]);
  await sql("insert into rules_version (sha256, contest_id, first_used_at, contest) values ($1, 'bench', now(), '{}') on conflict do nothing", [RULES]);
  await sql(`insert into message (id, mailbox_id, uidvalidity, uid, internal_date, size, outcome, reading, stored_at, handled_at) values ($1, $2, 1, $3, now(), 9, 'registered', $4, now(), now())`, [messageId, MAILBOX, n + 1, JSON.stringify({ text: texts.at(-1), links: [] })]);
  for (const [i, text] of texts.slice(0, -1).entries()) {
    await sql(`insert into document (id, message_id, part, filename, stored_name, content_type, detected_type, size, sha256, source, flags, text_state, words) values ($1, $2, $3, 'a.docx', 'a.docx', '', 'docx', 9, $4, 'attachment', '[]', 'read', $5)`, [randomUUID(), messageId, String(i + 2), `${i}`.repeat(64), text]);
  }
  await sql("insert into entry (id, number, code, state, received_at, registered_at) values ($1, $2, $3, 'under-check', now(), now())", [entryId, n + 1, `B-${n}`]);
  await sql("insert into entry_version (entry_id, n, message_id, received_at, registered_at, fields, findings, rules_sha256) values ($1, 1, $2, now(), now(), $3, '[]', $4)", [entryId, messageId, JSON.stringify({ title: { value: 'Bench' } }), RULES]);
  return { entryId, forget: () => db.transaction((tx) => forgetEntryTexts(tx, entryId)) };
}
