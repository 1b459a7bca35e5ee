/**
 * The receipt that names a registered version: the first at once, later ones of the same sender gathered,
 * so that a clerk who forwards thirty entries gets all thirty named and an answering machine gets next to nothing.
 */
import type { LetterFacts } from '../../schemas/letters.ts';
import { registeredFacts } from '../../src/letters/facts.ts';
import type { Tx } from '../../src/store/database.ts';
import type { Channel } from '../../schemas/paper.ts';
import type { EntryRow, VersionRow } from '../../src/store/entries.ts';
import { matchCopy } from '../../src/store/copies.ts';
import { loadLetter, nameVersions, receiptsSince, rewriteLetter, waitingReceipt } from '../../src/store/letters.ts';
import type { MailDocument } from '../../schemas/reading.ts';
import type { MessageRow } from '../../src/store/messages.ts';
import { holdOf, postLetter } from '../outbox.ts';
import type { Before } from '../restore/evidence.ts';
import type { Services } from '../services.ts';

const MINUTE = 60_000;
/** New entries of one sender that are answered at once within the gathering time. */
const AT_ONCE = 3;
/** Entries that one receipt names: more make a letter that nobody reads, and each that joins costs the writing of all. */
const NAMED = 30;
/** Those of one mail stand together, however many they are. */
const full = (message: MessageRow): { others: number; messageId: string } => ({ others: NAMED, messageId: message.id });

type Named = { message: MessageRow; entry: EntryRow; version: VersionRow; sender: string; channel: Channel; documents: MailDocument[]; firstOfSender: boolean; mayReplace: string | null; hold: string | null; before?: Before | null };
type ReceiptKind = 'receipt' | 'early' | 'late';
type Registered = LetterFacts<'receipt'>['entries'][number];

/** Gives the id of the letter. */
export async function nameInReceipt(tx: Tx, services: Services, named: Named): Promise<string> {
  const kind = receiptKind(named.version);
  const facts = registeredFacts({
    code: named.entry.code, n: named.version.n, fields: named.version.fields, findings: named.version.findings,
    documents: named.documents, receivedAt: named.version.receivedAt, mayReplace: named.mayReplace, channel: named.channel, notice: named.version.noticeVersion,
  }, services.loaded.contest);
  if (named.before?.receipt) return nameInCopy(tx, named.before.receipt.id, facts, named);
  const hold = holdOf(services, kind, named.hold);
  const waiting = named.firstOfSender ? null : await waitingReceipt(tx, named.sender, kind, hold === null ? 'due' : 'draft', full(named.message));
  if (waiting && waiting.reason === hold) {
    await join(tx, services, kind, waiting.id, waiting.facts as LetterFacts<'receipt'>, facts, named);
    return waiting.id;
  }
  const letter = await postLetter(tx, services, {
    kind, key: `receipt:${named.version.id}`, newKey: true, to: named.sender, answers: named.message, entryId: named.entry.id, hold: named.hold,
    facts: factsOf([facts], named.version), dueAt: named.firstOfSender ? tx.now : await dueAt(tx, services, named),
  });
  if (letter === null) throw new Error(`receipt of version ${named.version.id} existed before the version`);
  nameVersions(tx, letter.id, [named.version.id]);
  return letter.id;
}

/** The receipt left before an older database was restored, as its copy shows: its words stay as they were. */
async function nameInCopy(tx: Tx, letterId: string, facts: Registered, named: Named): Promise<string> {
  const letter = await loadLetter(tx, letterId);
  if (letter === null) throw new Error(`letter ${letterId} has no row`);
  const earlier = (letter.facts as Partial<LetterFacts<'receipt'>>).entries ?? [];
  const first = letter.messageId === null;
  await matchCopy(tx, letterId, {
    facts: factsOf([...earlier, facts], named.version), key: first ? `receipt:${named.version.id}` : letter.key,
    entryId: letter.entryId ?? named.entry.id, messageId: letter.messageId ?? named.message.id,
  });
  nameVersions(tx, letterId, [named.version.id]);
  return letterId;
}

async function join(tx: Tx, services: Services, kind: ReceiptKind, letterId: string, before: LetterFacts<'receipt'>, facts: Registered, named: Named): Promise<void> {
  const all = factsOf([...before.entries, facts], named.version);
  await rewriteLetter(tx, letterId, services.writer.write(kind, all, tx.now));
  nameVersions(tx, letterId, [named.version.id]);
}

function factsOf(entries: Registered[], version: VersionRow): LetterFacts<'late'> {
  return { entries, borderline: has(version, 'late-borderline') };
}

function receiptKind(version: VersionRow): ReceiptKind {
  if (has(version, 'early')) return 'early';
  return has(version, 'late') || has(version, 'late-borderline') ? 'late' : 'receipt';
}

function has(version: VersionRow, code: string): boolean {
  return version.findings.some((f) => f.code === code);
}

/** The gathering time doubles with each receipt beyond three within a day: a robot in the thread slows down by itself. */
async function dueAt(tx: Tx, services: Services, named: Named): Promise<Date> {
  const now = tx.now.getTime();
  const gather = services.loaded.contest.letters.gatherMinutes * MINUTE;
  const today = await receiptsSince(tx, named.sender, new Date(now - 24 * 60 * MINUTE));
  const last = today[0];
  if (!last || gather === 0) return tx.now;
  const recent = today.filter((r) => r.createdAt.getTime() > now - gather).length;
  if (named.version.n === 1 && recent < AT_ONCE) return tx.now;
  const wait = gather * 2 ** Math.min(Math.max(0, today.length - AT_ONCE), 7);
  return new Date(Math.max(now, last.createdAt.getTime() + wait));
}
