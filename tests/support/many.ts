/** A database and a blob folder as after a large contest, made without the service: consistent, so that the oracle has nothing to say. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import { openBlobs } from '../../src/edges/blobs.ts';
import { formatCode } from '../../src/entry/code.ts';

export type Many = {
  /** registered mails, each with one document, one receipt and its jobs */
  messages: number;
  /** how many of them came today */
  today: number;
  /** raw bytes of each of today's mails; the others are small */
  todayBytes: number;
};

/** @returns bytes written to `dataDir` */
export async function seedMany(url: string, dataDir: string, many: Many): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    const numbers = Array.from({ length: many.messages }, (_, i) => i + 1);
    const isToday = (n: number): boolean => n > many.messages - many.today;
    const { path } = await openBlobs(dataDir);
    const mails = numbers.map((n) => store(path, `mail ${n}\r\n`, isToday(n) ? many.todayBytes : 300));
    const documents = numbers.map((n) => store(path, `document ${n}\n`, isToday(n) ? Math.round(many.todayBytes * 0.7) : 200));
    const column = (of: Stored[], key: keyof Stored): unknown[] => of.map((s) => s[key]);
    await pool.query(`create table seed as select * from unnest($1::int[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[])
      as s(n, code, raw, raw_size, doc, doc_size)`, [numbers, numbers.map((n) => formatCode('CCHC24', n)), column(mails, 'sha256'), column(mails, 'size'), column(documents, 'sha256'), column(documents, 'size')]);
    for (const statement of statements(many)) await pool.query(statement);
    return [...mails, ...documents].reduce((sum, s) => sum + s.size, 0);
  } finally {
    await pool.end();
  }
}

type Stored = { sha256: string; size: number };

/** Without waiting for the disk: nobody needs these files after a crash. */
function store(path: (sha256: string) => string, start: string, bytes: number): Stored {
  const content = Buffer.concat([Buffer.from(start), randomBytes(Math.max(0, bytes - start.length))]);
  const sha256 = createHash('sha256').update(content).digest('hex');
  mkdirSync(dirname(path(sha256)), { recursive: true });
  writeFileSync(path(sha256), content);
  return { sha256, size: content.length };
}

/** Each row of `seed` becomes a registered mail with all that belongs to it; ids are made from its number. */
function statements({ messages, today }: Many): string[] {
  const id = (what: string): string => `md5('${what}' || n)::uuid`;
  const at = `case when n > ${messages - today} then now() - interval '1 hour' else now() - interval '1 day' * (2 + n % 40) end`;
  return [
    "insert into mailbox (name, uidvalidity, last_uid) values ('contest@local.test/INBOX', 1, 2000000000)",
    "insert into rules_version values (repeat('f', 64), 'hau-giang-2024', now(), '{}')",
    `insert into message (id, mailbox_id, uidvalidity, uid, internal_date, size, raw_size, sha256, content_sha256, message_id, from_address, subject, kind, why, outcome, outcome_reason, entry_id, stored_at, handled_at)
      select ${id('message')}, (select id from mailbox), 1, n, ${at}, raw_size, raw_size, raw, md5('content' || n), 'm' || n || '@people.test', 'nguoi' || n || '@people.test', 'Bài ' || n, 'submission', '[]', 'registered', code || ' version 1', ${id('entry')}, ${at}, ${at} from seed`,
    `insert into document (message_id, part, filename, stored_name, content_type, detected_type, size, sha256, source, flags)
      select ${id('message')}, '2', 'bai.pdf', 'bai.pdf', 'application/pdf', 'pdf', doc_size, doc, 'attachment', '[]' from seed`,
    `insert into entry (id, number, code, state, received_at, registered_at) select ${id('entry')}, n, code, 'under-check', ${at}, ${at} from seed`,
    `insert into entry_sender select ${id('entry')}, 'nguoi' || n || '@people.test', ${at} from seed`,
    `insert into entry_version (id, entry_id, n, message_id, received_at, registered_at, fields, findings, rules_sha256)
      select ${id('version')}, ${id('entry')}, 1, ${id('message')}, ${at}, ${at}, '{}', '[]', repeat('f', 64) from seed`,
    `insert into letter (id, key, kind, state, to_address, subject, facts, text, html, rfc_message_id, entry_id, message_id, created_at, sent_at, attempts)
      select ${id('letter')}, 'receipt:' || n, 'receipt', 'sent', 'nguoi' || n || '@people.test', 'Đã nhận bài dự thi', jsonb_build_object('entries', jsonb_build_array(jsonb_build_object('code', code, 'version', 1))), repeat('x', 2000), repeat('x', 8000), 'receipt.' || n || '@local.test', ${id('entry')}, ${id('message')}, ${at}, ${at}, 1 from seed`,
    `insert into receipt_version select ${id('version')}, ${id('letter')} from seed`,
    `insert into job (name, payload, key, due_at, done_at) select 'read-message', jsonb_build_object('messageId', ${id('message')}), 'read-message:' || n, ${at}, ${at} from seed`,
    `insert into job (name, payload, key, due_at, done_at) select 'send-letter', jsonb_build_object('letterId', ${id('letter')}), 'send-letter:' || n, ${at}, ${at} from seed`,
    'drop table seed',
    'vacuum analyze',
  ];
}
