/**
 * The oracle: every invariant as one small named query on the real data. A violation is a sentence for staff.
 * Checks that need the blob folder or the mailbox are added by the caller (workers/verify.ts).
 */
import { sql, type SQL } from 'drizzle-orm';
import { brokenLinks } from './audit.ts';
import type { Tx } from './database.ts';

export type Invariant = { name: string; checked: number; violations: string[] };

type Rule = { name: string; checked: SQL; violations: SQL };

const rules: Rule[] = [
  {
    name: 'a handled message has exactly one outcome, and a waiting one has a job that will handle it',
    checked: sql`select count(*)::int as n from message`,
    violations: sql`select 'message ' || m.id || ' waits, but nothing will handle it' as v from message m
      where m.outcome is null and not exists (select 1 from job j where j.key = 'read-message:' || m.id and j.done_at is null and j.dead_at is null)`,
  },
  {
    name: 'a registered message is a version of exactly one entry, unless it is a copy',
    checked: sql`select count(*)::int as n from message where outcome = 'registered'`,
    violations: sql`select 'message ' || m.id || ' counts as registered but is no version of an entry' as v from message m
      where m.outcome = 'registered' and not exists (select 1 from entry_version ev where ev.message_id = m.id)`,
  },
  {
    name: 'the same bytes are registered once',
    checked: sql`select count(*)::int as n from entry_version`,
    violations: sql`select 'the mail with content ' || m.content_sha256 || ' is registered ' || count(*) || ' times' as v
      from entry_version ev join message m on m.id = ev.message_id where m.content_sha256 is not null group by m.content_sha256 having count(*) > 1`,
  },
  {
    name: 'each registered version is named in exactly one receipt',
    checked: sql`select count(*)::int as n from entry_version`,
    violations: sql`select 'version ' || ev.n || ' of ' || e.code || case when l.id is null then ' is named in no receipt' else ' is named in a receipt that was cancelled' end as v
      from entry_version ev join entry e on e.id = ev.entry_id
      left join receipt_version rv on rv.version_id = ev.id left join letter l on l.id = rv.letter_id
      where l.id is null or l.state = 'cancelled'`,
  },
  {
    name: 'every entry has versions numbered from 1 without gaps, and somebody who may speak for it',
    checked: sql`select count(*)::int as n from entry`,
    violations: sql`select e.code || ' has ' || count(ev.id) || ' versions, the last numbered ' || coalesce(max(ev.n), 0) as v
      from entry e left join entry_version ev on ev.entry_id = e.id group by e.id having count(ev.id) = 0 or max(ev.n) <> count(ev.id)
      union all select e.code || ' has no known sender' from entry e where not exists (select 1 from entry_sender s where s.entry_id = e.id)`,
  },
  {
    name: 'no letter has been on its way for over 15 minutes',
    checked: sql`select count(*)::int as n from letter`,
    violations: sql`select 'letter ' || id || ' to ' || to_address || ' is sending since ' || sending_since as v from letter
      where state = 'sending' and sending_since < now() - interval '15 minutes'`,
  },
  {
    name: 'letters are in legal states, and one that is due or unclear has a job that will move it',
    checked: sql`select count(*)::int as n from letter`,
    violations: sql`select 'letter ' || l.id || ' is in the unknown state ' || l.state as v from letter l
        where l.state not in ('draft','due','sending','sent','unknown','rejected','bounced','cancelled')
      union all select 'letter ' || l.id || ' is ' || l.state || ', but nothing will send it' from letter l
        where l.state in ('due', 'sending') and not exists (select 1 from job j where j.name = 'send-letter'
          and j.payload ->> 'letterId' = l.id::text and j.done_at is null and j.dead_at is null)
      union all select 'letter ' || l.id || ' is sent without a time' from letter l where l.state = 'sent' and l.sent_at is null`,
  },
  {
    name: 'the job table is consistent',
    checked: sql`select count(*)::int as n from job`,
    violations: sql`select 'job ' || key || ' is both done and dead' as v from job where done_at is not null and dead_at is not null
      union all select 'job ' || key || ' is dead: ' || coalesce(last_error, 'no reason recorded') from job where dead_at is not null`,
  },
];

/** Runs every rule that needs the database alone. */
export async function checkInvariants(tx: Tx): Promise<Invariant[]> {
  const results: Invariant[] = [];
  for (const rule of rules) {
    const checked = await tx.execute<{ n: number }>(rule.checked);
    const violations = await tx.execute<{ v: string }>(rule.violations);
    results.push({ name: rule.name, checked: checked.rows[0]?.n ?? 0, violations: violations.rows.map((r) => r.v) });
  }
  results.push({ name: 'the audit chain is unbroken', ...(await brokenLinks(tx)) });
  return results;
}

/** Raw bytes and documents that must exist, as hash and size; documents have no size mismatch to fear twice. */
export async function expectedBlobs(tx: Tx): Promise<{ sha256: string; size: number; what: string; newest: boolean }[]> {
  const { rows } = await tx.execute<{ sha256: string; size: string; what: string; newest: boolean }>(sql`
    select sha256, size, 'message ' || id as what, stored_at > ${tx.now}::timestamptz - interval '1 day' as newest
      from message where sha256 is not null and raw_deleted_at is null
    union all
    select d.sha256, d.size, 'document ' || d.stored_name || ' of message ' || d.message_id, m.stored_at > ${tx.now}::timestamptz - interval '1 day'
      from document d join message m on m.id = d.message_id where m.raw_deleted_at is null and not d.flags ? 'too-large'`);
  return rows.map((r) => ({ ...r, size: Number(r.size) }));
}
