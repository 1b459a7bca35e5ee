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

type Mail = { message: MessageRow; reading: MailReading; sender: string };
type Knows = Pick<Services, 'loaded'>;

/** @param earlier versions, oldest first */
export async function understand(tx: Tx, services: Knows, mail: Mail, earlier: VersionRow[]): Promise<Understood> {
  const fields = mergeFields(earlier.at(-1)?.fields ?? null, readFields(mail.reading, services.loaded.contest));
  return { fields, findings: await check(tx, services, mail, fields, earlier) };
}

/** Documents add up over the versions of an entry: a supplement need not repeat what came before. */
export async function check(tx: Tx, services: Knows, { message, reading, sender }: Mail, fields: EntryFields, earlier: VersionRow[]): Promise<Finding[]> {
  const before = (await documentsOf(tx, earlier.map((v) => v.messageId))).map(asMailDocument);
  return runChecks({
    fields,
    documents: [...before, ...reading.documents],
    links: reading.links ?? [],
    receivedAt: message.internalDate,
    dateHeader: reading.dateHeader,
    topReceivedAt: reading.topReceivedAt === null ? null : new Date(reading.topReceivedAt),
    senderAddress: sender,
  }, services.loaded);
}
