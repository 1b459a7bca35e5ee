/** Writing letters into the outbox: under which key, in which state, and whether one may be said at all. */
import { randomUUID } from 'node:crypto';
import { judgeLetterKinds, receiptKinds, type Attachment, type LetterFacts, type LetterKind, type LetterState, type WrittenLetter } from '../schemas/letters.ts';
import { isOnPaper } from '../src/papers/reach.ts';
import { letterMessageId } from '../src/mail/token.ts';
import { matchCopy } from '../src/store/copies.ts';
import type { Tx } from '../src/store/database.ts';
import { enqueue } from '../src/store/jobs.ts';
import { addLetter, addNewLetter, countLetters, countUnregistered, loadLetter, moveLetter, takeTurnToSay, type LetterRow, type NewLetter as UnsentLetter } from '../src/store/letters.ts';
import type { MessageRow } from '../src/store/messages.ts';
import { MAY_BE_ANSWERED } from '../src/store/restoration.ts';
import { copySince, copyThatAnswers } from './restore/evidence.ts';
import type { Services } from './services.ts';

const HOUR = 3_600_000;
/** Receipts leave before letters that a flood may have called forth. */
const ABOUT_NOTHING = 10;

export type NewLetter<K extends LetterKind> = {
  kind: K;
  facts: LetterFacts<K>;
  /** idempotency: the same key is the same letter */
  key: string;
  to: string;
  /** the key cannot have been used before */
  newKey?: boolean;
  /** the message it answers: the letter joins its thread, and waits as a draft where that message may not be answered unseen */
  answers?: MessageRow;
  entryId?: string;
  /** why it must wait for staff */
  hold?: string | null;
  /** contest time; now if not given */
  dueAt?: Date;
  replyTo?: string;
  /** files beside those that letters of its kind carry by themselves */
  carries?: Attachment[];
};

type Writes = Pick<Services, 'loaded' | 'writer' | 'secretKeys' | 'dryRun' | 'mayBeAnswered' | 'since'>;

/** Why a letter waits for staff; null = it may leave. About mail that may have been answered before a restore nothing leaves unseen. */
export function holdOf(services: Pick<Writes, 'dryRun' | 'mayBeAnswered'>, kind: LetterKind, hold: string | null): string | null {
  if (services.dryRun) return 'dry run: nothing is sent';
  return hold ?? (services.mayBeAnswered && kind !== 'staff-alert' ? MAY_BE_ANSWERED : null);
}

/** Writes a letter and the job that sends it. Null where the same letter exists already. */
export async function postLetter<K extends LetterKind>(tx: Tx, services: Writes, made: NewLetter<K>): Promise<LetterRow | null> {
  const said = await saidBefore(tx, services, made);
  return said ?? put(tx, services, made, services.writer.write(made.kind, made.facts, tx.now, made.carries, isOnPaper(made.to)));
}

/** The same for a letter that was written before: a person approved exactly these words. */
export async function postWritten(tx: Tx, services: Writes, made: Omit<NewLetter<LetterKind>, 'facts'> & { facts: unknown; words: WrittenLetter }): Promise<LetterRow | null> {
  return put(tx, services, made, { ...made.words, facts: made.facts });
}

async function put(tx: Tx, services: Writes, made: Omit<NewLetter<LetterKind>, 'facts'>, written: WrittenLetter & { facts: unknown }): Promise<LetterRow | null> {
  const id = randomUUID();
  const hold = holdOf(services, made.kind, made.hold ?? null);
  const letter: UnsentLetter = {
    id, key: made.key, kind: made.kind, state: hold !== null ? 'draft' : isOnPaper(made.to) ? 'to-print' : 'due', reason: hold, toAddress: made.to, replyTo: made.replyTo ?? null,
    ...written, rfcMessageId: letterMessageId(made.kind, id, domainOf(services.loaded.contest.mailbox.address), services.secretKeys),
    ...threadOf(made.answers), entryId: made.entryId ?? null, messageId: made.answers?.id ?? null, createdAt: tx.now,
  };
  const row = made.newKey ? addNewLetter(tx, letter) : await addLetter(tx, letter);
  if (row?.state === 'due') enqueueSending(tx, row, made.dueAt);
  return row;
}

/** The letter that said this before an older database was restored, as its copy shows. Receipts are matched by their codes (receipt.ts). */
async function saidBefore<K extends LetterKind>(tx: Tx, services: Writes, made: NewLetter<K>): Promise<LetterRow | null> {
  if (!services.mayBeAnswered || (receiptKinds as readonly LetterKind[]).includes(made.kind)) return null;
  const { kind, to, answers } = made;
  const copy = answers ? await copyThatAnswers(tx, { kind, to, answers }) : services.since === undefined ? null
    : await copySince(tx, { kind, to, since: services.since, codes: byCodes.has(kind) ? codesIn(made.facts) : null, prefix: services.loaded.contest.codePrefix });
  if (copy === null) return null;
  const match = { key: made.key, facts: made.facts, entryId: made.entryId ?? null, messageId: answers?.id ?? null };
  await matchCopy(tx, copy.id, match);
  return { ...copy, ...match };
}

/** Of these several may leave at one time, each about entries of its own. Of the others one leaves for each time. */
const byCodes: ReadonlySet<LetterKind> = new Set(['judge-package', 'judge-substitute', 'follow-up']);

function codesIn(facts: unknown): string[] {
  const { code, entries = [] } = facts as { code?: string; entries?: { code: string }[] };
  return [...(code === undefined ? [] : [code]), ...entries.map((e) => e.code)];
}

/** Also used when staff release a letter, and when an unclear send is tried once more. @param round another one for each time the same letter sets out */
export function enqueueSending(tx: Tx, row: LetterRow, dueAt?: Date, round: number | string = 1): void {
  const registers = (receiptKinds as readonly LetterKind[]).includes(row.kind);
  enqueue(tx, 'send-letter', { letterId: row.id }, { key: `send-letter:${row.id}:${round}`, priority: registers ? 0 : ABOUT_NOTHING, ...(dueAt ? { dueAt } : {}) });
}

export type Permission = { say: true; hold: string | null } | { say: false; reason: string };

const failureNotices = ['not-understood', 'too-large'] as const satisfies readonly LetterKind[];

/** Why a letter waits that the breaker caught: in a flood there may be thousands of them. */
export const BREAKER_HOLD = 'too many letters within an hour';

/**
 * May a letter about nothing registered be written? (intake decision 8: one failure notice per sender and reason a day,
 * ten letters per sender in three hours, and a breaker over all, above which letters wait for staff.) Failure notices, which
 * any flood calls forth, may use up half of what the breaker lets pass, so that questions and confirmations still get through.
 */
export async function maySay(tx: Tx, services: Pick<Services, 'loaded'>, to: string, kind: LetterKind): Promise<Permission> {
  // Most of a flood is refused without waiting for anybody; who is not asks again in turn.
  const refused = await cappedFor(tx, to, kind);
  if (refused !== null) return refused;
  await takeTurnToSay(tx);
  const refusedNow = await cappedFor(tx, to, kind);
  if (refusedNow !== null) return refusedNow;
  const { breakerPerHour } = services.loaded.contest.letters;
  const hourAgo = new Date(tx.now.getTime() - HOUR);
  const notices = isFailureNotice(kind) && (await countUnregistered(tx, hourAgo, { kinds: failureNotices, leaving: true })) >= Math.ceil(breakerPerHour / 2);
  if (notices || (await countUnregistered(tx, hourAgo, { leaving: true })) >= breakerPerHour) return { say: true, hold: BREAKER_HOLD };
  return { say: true, hold: null };
}

async function cappedFor(tx: Tx, to: string, kind: LetterKind): Promise<Permission | null> {
  const ago = (ms: number): Date => new Date(tx.now.getTime() - ms);
  if (isFailureNotice(kind) && (await countUnregistered(tx, ago(24 * HOUR), { to, kinds: [kind] })) > 0) return { say: false, reason: 'told the same within a day' };
  if ((await countUnregistered(tx, ago(3 * HOUR), { to })) >= 10) return { say: false, reason: 'ten letters to this address within three hours' };
  return null;
}

function isFailureNotice(kind: LetterKind): boolean {
  return (failureNotices as readonly LetterKind[]).includes(kind);
}

export type Alert = Pick<LetterFacts<'staff-alert'>, 'what' | 'detail' | 'command'> & Partial<LetterFacts<'staff-alert'>>;

/** Who gets so many alerts within an hour reads none of them: the rest stands in `mailroom status`. */
const ALERTS_AN_HOUR = 10;

/**
 * One alert letter to each address of staff for the same thing within an hour. `since` is now where it is not said.
 * @param about what it is about (a message, a job, a host), where others of its kind are told of for themselves
 */
export async function alertStaff(tx: Tx, services: Writes, alert: Alert, about = ''): Promise<void> {
  const hour = tx.now.toISOString().slice(0, 13);
  const facts = { since: tx.now.toISOString(), until: null, refused: [], more: 0, ...alert };
  for (const address of services.loaded.contest.staff.addresses) {
    const to = address.toLowerCase();
    if (about !== '' && (await countLetters(tx, 'staff-alert', to, new Date(tx.now.getTime() - HOUR))) >= ALERTS_AN_HOUR) continue;
    await postLetter(tx, services, { kind: 'staff-alert', key: `alert:${alert.what}:${hour}:${about === '' ? '' : `${about}:`}${address}`, to, facts });
  }
}

/** The address does not take the letter. Staff hear of it. */
export async function refuse(tx: Tx, id: string, from: readonly LetterState[], said: { reason: string; smtpReply?: string }): Promise<void> {
  if (!await moveLetter(tx, id, from, 'rejected', said)) return;
  const letter = await loadLetter(tx, id);
  if (letter) await planRefusals(tx, letter);
}

/** Letters that came to nothing are told to staff together, at the end of the hour; for a judge another way is looked for at once. */
export async function planRefusals(tx: Tx, { id, kind }: Pick<LetterRow, 'id' | 'kind'>): Promise<void> {
  if ((judgeLetterKinds as readonly string[]).includes(kind)) enqueue(tx, 'judge-unreached', { letterId: id }, { key: `judge-unreached:${id}` });
  const dueAt = new Date((Math.floor(tx.now.getTime() / HOUR) + 1) * HOUR);
  const hour = dueAt.toISOString().slice(0, 13);
  await enqueue(tx, 'tell-refusals', { hour }, { key: `tell-refusals:${hour}`, dueAt });
}

function threadOf(answers: MessageRow | undefined): { inReplyTo: string | null; references: string[] } {
  if (!answers?.messageId) return { inReplyTo: null, references: [] };
  const earlier = answers.reading?.references ?? [];
  return { inReplyTo: answers.messageId, references: [...earlier.slice(-10), answers.messageId] };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
