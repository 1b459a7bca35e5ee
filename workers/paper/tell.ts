/** Who sent in an entry on paper by mail hears its code, and gets the receipt to print where no mail can bring it. */
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import { loadLetter, moveLetter } from '../../src/store/letters.ts';
import type { MessageRow } from '../../src/store/messages.ts';
import { receiptsOfMessage } from '../../src/store/paper.ts';
import { isOnPaper } from '../../src/papers/reach.ts';
import { postLetter } from '../outbox.ts';
import type { Services } from '../services.ts';

type Told = { /** made of the papers */ messageId: string; /** staff's mail that asks, or asks again */ asked: MessageRow; to: string; before: boolean };

export async function tellEntered(tx: Tx, services: Services, { messageId, asked, to, before }: Told): Promise<void> {
  const named = await receiptsOfMessage(tx, messageId);
  const receipt = named[0] ? await loadLetter(tx, named[0].letterId) : null;
  const entry = named[0] ? (await entriesByCode(tx, [named[0].code]))[0] : undefined;
  if (receipt === null || !entry) return;
  const file = isOnPaper(receipt.toAddress) && receipt.state !== 'draft' ? `${entry.code}.html` : null;
  const { sha256 } = file === null ? { sha256: '' } : await services.blobs.put(Buffer.from(receipt.html));
  const posted = await postLetter(tx, services, {
    kind: 'paper-answer', key: `paper-answer:${asked.id}:${messageId}`, to, answers: asked, entryId: entry.id,
    facts: {
      receivedAt: asked.internalDate.toISOString(), problems: [], before, entries: named.map(({ code, title, version }) => ({ code, title, version })),
      sentTo: isOnPaper(receipt.toAddress) ? null : receipt.toAddress, receipt: file,
    },
    ...(file === null ? {} : { carries: [{ kind: 'file', filename: file, sha256, contentType: 'text/html; charset=utf-8' }] }),
  });
  // Who asked for it prints it: the summary need not speak of it every morning.
  if (posted && file !== null) await moveLetter(tx, receipt.id, ['to-print'], 'printed', { reason: `sent to ${to} to be printed` });
}
