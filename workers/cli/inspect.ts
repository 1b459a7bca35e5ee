import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { LoadedContest } from '../../schemas/contest.ts';
import type { DocumentText, EntryFields, Finding, MailReading } from '../../schemas/reading.ts';
import { runChecks } from '../../src/checks/index.ts';
import { openBlobs } from '../../src/edges/blobs.ts';
import { openParser, type Parser } from '../../src/edges/parser.ts';
import { findCodes } from '../../src/entry/code.ts';
import { entriesIn } from '../../src/entry/division.ts';
import { readFields } from '../../src/entry/fields.ts';
import { classify } from '../../src/mail/kinds/index.ts';
import { validSender } from '../../src/mail/kinds/sender.ts';
import { readDocuments } from '../read-documents.ts';
import { filesIn } from './files.ts';
import { contestOf, environment } from './context.ts';
import { colour, print, printTable, visible } from './print.ts';

type Reads = { parser: Parser; pathOf: (sha256: string) => string };
type Options = { received?: Date; json?: boolean };

/** `mailroom inspect FILE…`: what the service would understand of these mails; no database, no network. */
export function inspectCommand(): Command {
  return new Command('inspect').description('what the service would understand of these .eml files or folders')
    .argument('<file...>', '.eml files, or folders of them').option('--received <iso>', 'the received time that counts', instant).option('--json', 'one JSON object per line')
    .action(inspectAll);
}

async function inspectAll(paths: string[], options: Options): Promise<void> {
  const loaded = await contestOf(environment());
  const files = (await Promise.all(paths.map((path) => filesIn(path, /^(readme|licen[cs]e)/i)))).flat();
  const kept = await mkdtemp(join(tmpdir(), 'mailroom-inspect-'));
  const parser = await openParser({ size: 1, documentsDir: kept });
  const blobs = await openBlobs(kept);
  try {
    for (const [i, file] of files.entries()) {
      const seen = await inspectOne({ parser, pathOf: blobs.path }, loaded, file, options.received ?? null);
      if (options.json) process.stdout.write(`${JSON.stringify(seen)}\n`);
      else show(seen, i + 1, files.length);
    }
  } finally {
    await parser.close();
    await rm(kept, { recursive: true, force: true });
  }
}

async function inspectOne(reads: Reads, loaded: LoadedContest, file: string, received: Date | null) {
  const raw = await readFile(file);
  const about = { file, sha256: createHash('sha256').update(raw).digest('hex'), size: raw.length };
  const read = await reads.parser.read(file);
  if ('unreadable' in read) return { ...about, ...nothing, receivedAt: received?.toISOString() ?? null, why: [read.unreadable.forStaff], warnings: [read.unreadable.code] };
  const reading = await readDocuments(reads, read.reading);
  const time = receivedTime(reading, received);
  const { contest } = loaded;
  const codes = findCodes(`${reading.subject ?? ''}\n${reading.text}`, contest.codePrefix).valid;
  const own = [contest.mailbox.address, ...contest.mailbox.alsoOwn].map((a) => a.toLowerCase());
  const { kind, why, mayAnswer } = classify(reading, {
    contest, thread: { ours: false, letterKind: null, entryCode: null, answers: false }, codes, knownSender: false, judge: false, staff: false,
    ownAddress: reading.from.some((f) => own.includes(f.address.toLowerCase())), ownLetter: false,
  });
  const entries = kind === 'submission' || kind === 'supplement' ? entriesIn(reading, contest).map((part) => understood(part.reading, loaded, time.at)) : [];
  return {
    ...about, messageId: reading.messageId, dateHeader: reading.dateHeader, receivedAt: time.at?.toISOString() ?? null,
    from: reading.from, replyTo: reading.replyTo, to: reading.to, subject: reading.subject, kind, why, mayAnswer,
    text: reading.text, quoted: reading.quoted,
    documents: reading.documents.map(({ text, ...d }) => ({ ...d, text: howRead(text) })),
    innerSubjects: reading.innerSubjects, links: reading.links ?? [], entries, warnings: [...reading.warnings, ...time.warnings],
  };
}

const nothing = {
  messageId: null, dateHeader: null, from: [], replyTo: [], to: [], subject: null, kind: 'unreadable' as const, mayAnswer: false,
  text: '', quoted: '', documents: [], innerSubjects: [], links: [], entries: [],
};

function understood(reading: MailReading, loaded: LoadedContest, receivedAt: Date | null): { fields: EntryFields; findings: Finding[] } {
  const fields = readFields(reading, loaded.contest);
  const { window, ...timeless } = loaded.contest.checks;
  const checks = receivedAt === null ? timeless : { ...timeless, ...(window ? { window } : {}) };
  const findings = runChecks({
    fields, documents: reading.documents, links: reading.links ?? [], receivedAt: receivedAt ?? new Date(0), dateHeader: reading.dateHeader,
    topReceivedAt: reading.topReceivedAt === null ? null : new Date(reading.topReceivedAt), senderAddress: validSender(reading),
  }, { ...loaded, contest: { ...loaded.contest, checks } });
  return { fields, findings };
}

/** How reading a document ended, with its first words; its whole text would hide the rest. */
function howRead(text: DocumentText | undefined) {
  if (text === undefined) return { state: 'skipped', characters: 0, quality: null, method: null, failure: null, excerpt: '' };
  const { text: words, ...how } = text;
  return { ...how, excerpt: words.slice(0, 200) };
}

function receivedTime(reading: MailReading, given: Date | null): { at: Date | null; warnings: string[] } {
  if (given) return { at: given, warnings: [] };
  if (reading.topReceivedAt !== null) return { at: new Date(reading.topReceivedAt), warnings: ['received-from-header'] };
  return { at: null, warnings: ['received-unknown'] };
}

function instant(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('expected a date and time with its offset, as 2024-08-17T00:00:01+07:00');
  return date;
}

function show(seen: Awaited<ReturnType<typeof inspectOne>>, n: number, of: number): void {
  print(`${colour(`[${n}/${of}]`, 'dim')} ${colour(seen.file, 'bold')}`);
  print(`  subject   ${visible(seen.subject ?? '-')}`);
  print(`  from      ${visible(seen.from.map((f) => `${f.name} <${f.address}>`.trim()).join(', ') || '-')}`);
  print(`  received  ${seen.receivedAt ?? 'unknown'}`);
  print(`  kind      ${colour(seen.kind, 'cyan')}: ${visible(seen.why.join('; '))}${seen.mayAnswer ? '' : ' (would not be answered)'}`);
  for (const entry of seen.entries) {
    for (const [name, field] of Object.entries(entry.fields)) if (field.value !== null) print(`  ${name.padEnd(13)} ${visible(JSON.stringify(field.value))} ${colour(`(${field.source})`, 'dim')}`);
    for (const finding of entry.findings) print(`  ${finding.severity.padEnd(13)} ${finding.code}: ${visible(finding.forStaff)}`);
  }
  if (seen.documents.length > 0) printTable(['  part', 'type', 'size', 'flags', 'read', 'name'], seen.documents.map((d) => [`  ${d.part}`, d.detectedType, String(d.size), d.flags.join(',') || '-', d.text.method ?? d.text.failure ?? d.text.state, d.filename ?? d.storedName]));
  if (seen.warnings.length > 0) print(`  warnings  ${seen.warnings.join(', ')}`);
  print();
}
