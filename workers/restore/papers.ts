/** Entries on paper are in no mailbox: a database that does not know them learns of them from DATA_DIR. */
import { traceFreeHash } from '../../src/mail/trace-free.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { erasedBefore } from '../../src/store/personal/known.ts';
import { addPaper, unknownPapers } from '../../src/store/paper.ts';
import type { Services } from '../services.ts';

/** Those that a restored database has lost, and those whose command did not live to see its commit. Without their bytes there is nothing to bring back: the oracle names them. */
export async function bringPapersBack({ db, blobs, paperRecords, secretKeys, log }: Pick<Services, 'db' | 'blobs' | 'paperRecords' | 'secretKeys' | 'log'>): Promise<void> {
  const kept = await paperRecords.all();
  const unknown = new Set(await db.transaction((tx) => unknownPapers(tx, kept.map((k) => k.sha256))));
  for (const { sha256, receivedAt, enteredAt, ...record } of kept.filter((k) => unknown.has(k.sha256))) {
    const size = await blobs.has(sha256);
    if (size === null) continue;
    const contentSha256 = traceFreeHash(await blobs.read(sha256));
    const before = await db.transaction(async (tx) => {
      const [erased] = await erasedBefore(tx, [{ contentSha256, messageId: null, size, internalDate: new Date(receivedAt) }], secretKeys);
      if (erased) return 'erased';
      const { messageId, fresh } = await addPaper(tx, { ...record, staffMessageId: null, sha256, contentSha256, size, receivedAt: new Date(receivedAt), enteredAt: new Date(enteredAt) });
      if (!fresh) return 'known';
      await recordDecision(tx, { actor: record.enteredBy, action: 'paper-entry', subject: messageId, detail: { channel: record.channel, receivedAt, sha256, code: record.code, broughtBack: true }, texts: { reason: record.reason } });
      log.warn({ message: messageId }, 'an entry on paper that the database did not know was brought back from DATA_DIR');
      return 'lost';
    });
    // Somebody was forgotten, and an older DATA_DIR remembers: not for long.
    if (before === 'erased') {
      await paperRecords.forget(sha256);
      await blobs.remove(sha256);
    }
  }
}
