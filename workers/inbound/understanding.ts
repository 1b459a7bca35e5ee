/** What a version states and what the checks find in it, with all that came before. */
import type { EntryFields, Finding, MailReading } from '../../schemas/reading.ts';
import { runChecks } from '../../src/checks/index.ts';
import { readFields } from '../../src/entry/fields.ts';
import { mergeFields } from '../../src/entry/merge.ts';
import type { Tx } from '../../src/store/database.ts';
import type { VersionRow } from '../../src/store/entries.ts';
import { asMailDocument, documentsOf, type MessageRow } from '../../src/store/messages.ts';
import type { Services } from '../services.ts';

export type Understood = { fields: EntryFields; findings: Finding[] };

/** Documents add up over the versions of an entry: a supplement need not repeat what came before. @param earlier versions, oldest first */
export async function understand(tx: Tx, services: Pick<Services, 'loaded'>, { message, reading, sender }: { message: MessageRow; reading: MailReading; sender: string }, earlier: VersionRow[]): Promise<Understood> {
  const fields = mergeFields(earlier.at(-1)?.fields ?? null, readFields(reading, services.loaded.contest));
  const before = (await documentsOf(tx, earlier.map((v) => v.messageId))).map(asMailDocument);
  const findings = runChecks({
    fields,
    documents: [...before, ...reading.documents],
    links: reading.links ?? [],
    receivedAt: message.internalDate,
    dateHeader: reading.dateHeader,
    topReceivedAt: reading.topReceivedAt === null ? null : new Date(reading.topReceivedAt),
    senderAddress: sender,
  }, services.loaded);
  return { fields, findings };
}
