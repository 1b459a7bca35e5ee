/** Mails of a person that others need a part of: raw bytes and who sent them go, files of the entry and what is known of it stay. */
import { inArray, eq } from 'drizzle-orm';
import { message } from '../../../schemas/tables.ts';
import { tombstones } from '../../personal/tombstone.ts';
import type { Tx } from '../database.ts';
import { doom } from './doomed.ts';

/** Words of theirs in what is left are taken out by the sweep that follows. @param addresses of the person */
export async function leaveMessages(tx: Tx, ids: string[], addresses: string[], keys: string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.select().from(message).where(inArray(message.id, ids));
  await doom(tx, rows.map((r) => r.sha256));
  for (const row of rows) {
    const own = addresses.includes(row.fromAddress ?? '');
    await tx.update(message).set({
      sha256: null, contentSha256: tombstones(row, keys)[0] ?? null, rawDeletedAt: tx.now, authentication: null,
      reading: row.reading && { ...row.reading, body: '', quoted: '', authenticationResults: [], ...(own ? { from: [], sender: [], replyTo: [], to: [], cc: [], messageId: null } : {}) },
      ...(own ? { messageId: null, fromAddress: null, subject: null } : {}),
    }).where(eq(message.id, row.id));
  }
}
