/** Today's reading of a stored message beside what was read when it came. Nothing changes unless a person says so, and no letter leaves. */
import type { EntryFields, Finding, MailDocument, MailReading } from '../schemas/reading.ts';
import { canonical } from '../src/audit/chain.ts';
import type { Parser } from '../src/edges/parser.ts';
import type { Blobs } from '../src/edges/blobs.ts';
import { entriesIn } from '../src/entry/division.ts';
import { settled } from '../src/entry/state.ts';
import { recordDecision } from '../src/store/audit.ts';
import type { Database, Tx } from '../src/store/database.ts';
import { infectedHashes, replaceDocuments } from '../src/store/documents.ts';
import { loadEntry, sendersOf, setEntryState, takeTurn, updateVersion, versionsOf, versionsOfMessage, type EntryRow, type VersionRow } from '../src/store/entries.ts';
import { isNotOurs, loadMessage, readingOf, replaceReading, type MessageRow } from '../src/store/messages.ts';
import { gather } from './inbound/gather.ts';
import { understandAgain, type Understood } from './inbound/understanding.ts';
import { readDocuments } from './read-documents.ts';
import type { Services } from './services.ts';

type Parts = Pick<Services, 'loaded' | 'secretKeys' | 'authservId'> & { db: Database; blobs: Blobs; parser: Parser };

/** `of` names a field ("title"), a finding, a document ("2/1 text") or "kind". Values in short. */
export type Change = { of: string; before: string; after: string };
export type Replayed = {
  messageId: string;
  /** code of the entry it registered; null where it registered none */
  code: string | null;
  /** why it cannot be read today; null where it can */
  unreadable: string | null;
  changes: Change[];
  /** true where the changes were written down */
  applied: boolean;
};

/**
 * @param by who says that the changes hold; null = only look. Written are the reading, the documents' words, and fields and findings
 * of a version that is still the newest of its entry. A kind that would be another today is shown and left to people.
 */
export async function replay(parts: Parts, messageId: string, by: string | null): Promise<Replayed> {
  const { message, infected } = await parts.db.transaction(async (tx) => ({ message: await loadMessage(tx, messageId), infected: await infectedHashes(tx) }));
  const nothing = (why: string): Replayed => ({ messageId, code: null, unreadable: why, changes: [], applied: false });
  if (message === null) return nothing('no such message');
  if (message.sha256 === null || message.rawDeletedAt !== null) return nothing('its bytes were not kept');
  const read = await parts.parser.read(parts.blobs.path(message.sha256));
  if ('unreadable' in read) return nothing(read.unreadable.forStaff);
  const fresh = await readDocuments({ parser: parts.parser, pathOf: parts.blobs.path, infected }, read.reading);
  return parts.db.transaction((tx) => compare(tx, parts, message, fresh, by));
}

async function compare(tx: Tx, parts: Parts, message: MessageRow, fresh: MailReading, by: string | null): Promise<Replayed> {
  await takeTurn(tx);
  const before = await readingOf(tx, message);
  const reading = { ...fresh, documents: withScansRead(fresh.documents, before?.documents ?? []) };
  const { classification } = await gather(tx, parts, message, reading);
  const kind = change('kind', message.kind ?? 'unread', classification.kind);
  const became = await Promise.all((await versionsOfMessage(tx, message.id)).map((version) => asToday(tx, parts, message, reading, version)));
  const codes = became.map((v) => v.code);
  const changes = [
    ...kind, ...documentChanges(before?.documents ?? [], reading.documents), ...divisionChange(reading, parts, became),
    ...became.flatMap(({ changes: own, code }) => own.map((c) => (became.length > 1 ? { ...c, of: `${code} ${c.of}` } : c))),
  ];
  const applied = by !== null && changes.length > kind.length;
  if (applied) {
    await replaceReading(tx, message.id, reading);
    await replaceDocuments(tx, message.id, isNotOurs(message.kind) ? reading.documents.map(({ text: _words, ...d }) => d) : reading.documents);
    for (const { version, understood, entry } of became) {
      if (understood === null || entry === null) continue;
      await updateVersion(tx, version.id, understood);
      const state = settled(entry.state, understood.findings);
      if (state !== entry.state) await setEntryState(tx, entry.id, state);
    }
    await recordDecision(tx, { actor: by, action: 'replay', subject: codes[0] ?? message.id, detail: { message: message.id, changes: changes.length }, texts: { changes: JSON.stringify(changes.slice(0, 100)) } });
  }
  return { messageId: message.id, code: codes[0] ?? null, unreadable: null, changes, applied };
}

type Today = { code: string; entry: EntryRow | null; version: VersionRow; /** null where it is not the newest of its entry any more */ understood: Understood | null; changes: Change[] };

async function asToday(tx: Tx, parts: Parts, message: MessageRow, whole: MailReading, version: VersionRow): Promise<Today> {
  const entry = await loadEntry(tx, version.entryId);
  const versions = await versionsOf(tx, version.entryId);
  const [sender = null] = message.fromAddress ? [message.fromAddress] : await sendersOf(tx, version.entryId);
  const newest = versions.at(-1)?.id === version.id;
  const understood = newest && sender !== null ? await understandAgain(tx, parts, { message, reading: whole, sender }, versions) : null;
  return { code: entry?.code ?? '?', entry, version, understood, changes: understood === null || entry === null ? [] : [...change('state', entry.state, settled(entry.state, understood.findings)), ...fieldChanges(version.fields, understood.fields), ...findingChanges(version.findings, understood.findings)] };
}

/** Shown and left to people, who can split an entry: a code was given. */
function divisionChange(reading: MailReading, parts: Parts, became: Today[]): Change[] {
  const [only] = became;
  return became.length === 1 && only?.version.form === '' ? change('entries in the mail', '1', String(entriesIn(reading, parts.loaded.contest).length)) : [];
}

/** What OCR read takes minutes and is not read again, and nothing is scanned again: both are kept where the file is the same. */
function withScansRead(fresh: MailDocument[], before: MailDocument[]): MailDocument[] {
  return fresh.map((d) => {
    const old = before.find((b) => b.part === d.part && b.sha256 === d.sha256);
    const scanned: MailDocument = old?.flags.includes('unscanned') ? { ...d, flags: [...new Set([...d.flags, 'unscanned' as const])] } : d;
    const seen = old?.text?.method === 'ocr' || old?.text?.method?.endsWith('+ocr');
    return old?.text && seen && (d.text?.state !== 'read' || (old.text.quality ?? 0) >= (d.text.quality ?? 0)) ? { ...scanned, text: old.text } : scanned;
  });
}

function change(of: string, before: string, after: string): Change[] {
  return before === after ? [] : [{ of, before, after }];
}

function documentChanges(before: MailDocument[], after: MailDocument[]): Change[] {
  const parts = [...new Set([...before, ...after].map((d) => d.part))];
  return parts.flatMap((part) => {
    const [old, now] = [before, after].map((list) => list.find((d) => d.part === part));
    const sameWords = old?.text?.text === now?.text?.text;
    return [...change(`${part} file`, fileInShort(old), fileInShort(now)), ...change(`${part} text`, textInShort(old, sameWords), textInShort(now, sameWords))];
  });
}

function fileInShort(d: MailDocument | undefined): string {
  return d === undefined ? 'not there' : [d.detectedType, ...d.flags].join(', ');
}

/** With its length where the words differ, so that a change of words alone is seen. */
function textInShort(d: MailDocument | undefined, sameWords: boolean): string {
  if (d?.text === undefined) return 'not read';
  const { state, method, failure, characters } = d.text;
  return [state, method ?? failure ?? '', ...(sameWords ? [] : [`${characters} characters`])].filter((p) => p !== '').join(', ');
}

function fieldChanges(before: EntryFields, after: EntryFields): Change[] {
  return (Object.keys(after) as (keyof EntryFields)[]).flatMap((name) => change(name, canonical(before[name]?.value ?? null), canonical(after[name].value)));
}

function findingChanges(before: Finding[], after: Finding[]): Change[] {
  const codes = (list: Finding[]): string => [...new Set(list.map((f) => f.code))].toSorted().join(', ') || 'none';
  return change('findings', codes(before), codes(after));
}
