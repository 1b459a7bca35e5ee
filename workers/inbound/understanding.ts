/** What a version states and what the checks find in it, with all that came before. */
import type { EntryFields, Finding, MailDocument, MailReading } from '../../schemas/reading.ts';
import { runChecks } from '../../src/checks/index.ts';
import { MOST_SEARCHED } from '../../src/checks/search.ts';
import { isAnswered, withAnswers, type Answers } from '../../src/entry/answers.ts';
import { readFields } from '../../src/entry/fields.ts';
import { readingOfVersion } from '../../src/entry/division.ts';
import { filledUp, keepByHand, mergeFields } from '../../src/entry/merge.ts';
import { everybody } from '../../src/judging/roster.ts';
import type { Tx } from '../../src/store/database.ts';
import { listMembers } from '../../src/store/judging/members.ts';
import { requestedUntil } from '../../src/store/letters.ts';
import type { VersionRow } from '../../src/store/entries.ts';
import { nearIdeasOf, overlapsOf } from '../../src/store/similarity.ts';
import { loadMessage, readingOf, readOfVersions, type MessageRow } from '../../src/store/messages.ts';
import type { Services } from '../services.ts';

export type Understood = { fields: EntryFields; findings: Finding[] };

type Mail = { message: MessageRow; reading: MailReading; sender: string };
type Knows = Pick<Services, 'loaded'>;

/** @param earlier versions, oldest first */
export async function understand(tx: Tx, services: Knows, mail: Mail, earlier: VersionRow[], answers: Answers = {}): Promise<Understood> {
  const fields = mergeFields(earlier.at(-1)?.fields ?? null, withAnswers(readFields(mail.reading, services.loaded.contest), answers, earlier.at(-1)?.fields ?? null));
  return { fields, findings: await check(tx, services, mail, fields, earlier, { entryId: earlier.at(-1)?.entryId ?? null, adopted: [] }) };
}

/**
 * The newest version of an entry as it stands today: what staff put right and gave to it stays.
 * @param mail the whole mail that the version was made of
 * @param versions of the entry, oldest first
 * @param fields where they are known already
 */
export async function understandAgain(tx: Tx, services: Knows, mail: Mail, versions: VersionRow[], fields?: EntryFields): Promise<Understood> {
  const newest = versions.at(-1);
  if (!newest) throw new Error('an entry without versions');
  const earlier = versions.slice(0, -1);
  const reading = readingOfVersion(newest, mail.reading);
  const { contest } = services.loaded;
  const adopted = await adoptedBy(tx, newest);
  const own = mergeFields(earlier.at(-1)?.fields ?? null, withAnswers(readFields(reading, contest), answered(newest.fields), newest.fields));
  const now = fields ?? keepByHand(newest.fields, filledUp(own, readFields({ subject: null, text: '', documents: adopted }, contest)));
  const findings = await check(tx, services, { ...mail, reading }, now, earlier, { entryId: newest.entryId, adopted });
  // Which documents several entries share was found when the mail was divided.
  return { fields: now, findings: [...findings, ...newest.findings.filter((f) => f.check === 'division')] };
}

/** Documents of other mails that staff gave to a version, with their words. @param of this message alone */
export async function adoptedBy(tx: Tx, version: VersionRow, of?: string): Promise<MailDocument[]> {
  const places = (version.documents ?? []).filter((d) => d.messageId !== version.messageId && (of === undefined || d.messageId === of));
  const found: MailDocument[] = [];
  for (const id of new Set(places.map((d) => d.messageId))) {
    const message = await loadMessage(tx, id);
    const reading = message ? await readingOf(tx, message) : null;
    found.push(...reading?.documents.filter((d) => places.some((p) => p.messageId === id && p.part === d.part)) ?? []);
  }
  return found;
}

function answered(fields: EntryFields): Answers {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => isAnswered(field)));
}

type Known = { /** null before there is one */ entryId: string | null; /** documents of other mails that staff gave to this version */ adopted: MailDocument[] };

/** Documents and words add up over the versions of an entry: a supplement need not repeat what came before. The newest stand first. */
async function check(tx: Tx, services: Knows, { message, reading, sender }: Mail, fields: EntryFields, earlier: VersionRow[], { entryId, adopted }: Known): Promise<Finding[]> {
  const before = await readOfVersions(tx, earlier, MOST_SEARCHED);
  const { people, ...rest } = services.loaded;
  const excluded = rest.contest.checks['excluded-person'] === undefined ? people : everybody(people, await listMembers(tx));
  const compared = entryId !== null && services.loaded.contest.checks.originality !== undefined;
  return runChecks({
    fields,
    documents: [...reading.documents, ...adopted, ...before.documents],
    text: reading.text,
    earlierTexts: before.texts,
    links: [...reading.links ?? [], ...before.links],
    receivedAt: message.internalDate,
    firstReceivedAt: earlier[0]?.receivedAt ?? message.internalDate,
    dateHeader: reading.dateHeader,
    topReceivedAt: reading.topReceivedAt === null ? null : new Date(reading.topReceivedAt),
    senderAddress: sender,
    requestedUntil: entryId === null ? null : await requestedUntil(tx, entryId, message.internalDate),
    ...(compared ? { overlaps: await overlapsOf(tx, entryId), nearIdeas: services.loaded.contest.checks.originality?.embeddings === undefined ? [] : await nearIdeasOf(tx, entryId) } : {}),
  }, { ...rest, people: excluded });
}
