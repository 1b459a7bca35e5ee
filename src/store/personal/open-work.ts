/** Work on a person's mails that is still to be done, or under way: it would bring words back that were just erased. */
import { sql } from 'drizzle-orm';
import type { Tx } from '../database.ts';

/** How many mails or scans of these messages, or from these addresses, are still to be read. */
export async function openWorkOn(tx: Tx, messageIds: string[], addresses: string[]): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select
      (select count(*)::int from job j where j.name in ('read-message', 'read-scan') and j.done_at is null and j.dead_at is null and j.payload ->> 'messageId' = any(${sql.param(messageIds)}::text[]))
      + (select count(*)::int from message m where m.outcome is null and m.from_address = any(${sql.param(addresses)}::text[]) and m.id::text <> all(${sql.param(messageIds)}::text[])) as n`);
  return rows[0]?.n ?? 0;
}
