/** Everything that is held of one person, as files: an index to read, the same as JSON, the mails and letters themselves. */
import { doubtsOf, inWords } from '../../src/personal/doubts.ts';
import { resolvePerson, type Asked, type Person } from '../../src/personal/resolve.ts';
import { MASK, maskOf } from '../../src/personal/mask.ts';
import { indexPage, type PersonData } from '../../src/personal/index-page.ts';
import { addressKey } from '../../src/personal/tombstone.ts';
import { redactJson, type Redact } from '../../src/personal/words.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { decisionsOf } from '../../src/store/decisions.ts';
import { loadEntry, versionsOf } from '../../src/store/entries.ts';
import { heldOf, type Held } from '../../src/store/personal/held.ts';
import { entriesOfPeople } from '../../src/store/personal/people.ts';
import { threadsOf } from '../../src/store/personal/threads.ts';
import type { ByHand } from '../by-hand/change.ts';
import { documentsOfPerson } from './documents.ts';

/** text: written as it is; sha256: bytes out of DATA_DIR */
export type ExportFile = { name: string } & ({ text: string } | { sha256: string });
export type PersonExport = { person: Person; files: ExportFile[]; /** what may be theirs, too, and is not in it, in words for staff */ doubts: string[] };

/** @param by who takes the copy out: it is on record, without a name */
export async function exportPerson(tx: Tx, services: ByHand, asked: Asked, by: string): Promise<PersonExport> {
  const { contest } = services.loaded;
  const all = await entriesOfPeople(tx);
  const person = resolvePerson(asked, all);
  const held = await heldOf(tx, person);
  const mask = maskOf(person, all, [contest.mailbox.address, ...contest.staff.addresses]);
  const own = [...held.messages, ...held.partly].filter((m) => person.addresses.includes(m.fromAddress ?? ''));
  const letters = held.letters.filter((l) => person.addresses.includes(l.toAddress));
  const documents = await documentsOfPerson(tx, person, held);
  const data: PersonData = {
    contest: contest.id, exportedAt: tx.now.toISOString(), addresses: person.addresses, names: person.names,
    entries: await Promise.all(person.entries.map((e) => entryData(tx, e, mask))),
    messages: own.map((m, i) => ({ file: m.sha256 === null ? null : mailName(i, m.internalDate), receivedAt: m.internalDate.toISOString(), subject: m.subject, kind: m.kind, outcome: m.outcome, text: mask(m.reading?.text ?? '') })),
    otherMails: [...held.messages, ...held.ofOthers].filter((m) => !own.includes(m)).map((m) => ({ receivedAt: m.internalDate.toISOString(), kind: m.kind, outcome: m.outcome })),
    documents: documents.map(({ name, size, sha256, words, everybodys }) => ({ name: mask(name), size, sha256, text: everybodys ? '' : mask(words.replaceAll('\t', ' | ')) })),
    letters: letters.map((l, i) => ({ file: letterName(i, l.createdAt, l.kind), at: l.createdAt.toISOString(), kind: l.kind, state: l.state, subject: mask(l.subject) })),
    questions: redactJson(await threadsOf(tx, person.addresses), mask, MASK),
  };
  await recordDecision(tx, { actor: by, action: 'export-person', subject: addressKey(person.addresses[0] ?? person.names[0] ?? '', services.secretKeys[0] ?? ''), detail: { entries: data.entries.length, messages: own.length, letters: letters.length, documents: documents.length } });
  return { person, files: filesOf(data, own, letters.map((l) => mask(`${l.subject}\n\n${l.text}`)), contest.zone), doubts: doubtsOf(person, asked, all).map(inWords) };
}

async function entryData(tx: Tx, { entryId, code, roles }: Person['entries'][number], mask: Redact): Promise<PersonData['entries'][number]> {
  const entry = await loadEntry(tx, entryId);
  const versions = await versionsOf(tx, entryId);
  const decisions = await decisionsOf(tx, entryId);
  return {
    code, roles, state: entry?.state ?? '', receivedAt: entry?.receivedAt.toISOString() ?? '',
    versions: versions.map((v) => ({ n: v.n, receivedAt: v.receivedAt.toISOString(), noticeVersion: v.noticeVersion, fields: redactJson(v.fields, mask, MASK), findings: v.findings.map((f) => mask(f.forEntrant)) })),
    // Who of the office decided is theirs to say; what was decided and why is the person's to know.
    decisions: decisions.toReversed().map((d) => ({ at: d.at.toISOString(), word: d.word, reason: d.reason === null ? null : mask(d.reason) })),
  };
}

function filesOf(data: PersonData, own: Held['messages'], letters: string[], zone: string): ExportFile[] {
  return [
    { name: 'index.html', text: indexPage(data, zone) }, { name: 'data.json', text: `${JSON.stringify(data, null, 2)}\n` },
    ...own.flatMap((m, i) => (m.sha256 === null || m.rawDeletedAt !== null ? [] : [{ name: mailName(i, m.internalDate), sha256: m.sha256 }])),
    ...data.letters.map((l, i) => ({ name: l.file, text: `${letters[i] ?? ''}\n` })),
  ];
}

function mailName(i: number, at: Date): string {
  return `thu-den/${String(i + 1).padStart(3, '0')}-${at.toISOString().slice(0, 10)}.eml`;
}

function letterName(i: number, at: Date, kind: string): string {
  return `thu-di/${String(i + 1).padStart(3, '0')}-${at.toISOString().slice(0, 10)}-${kind}.txt`;
}
