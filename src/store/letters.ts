/** The outbox: what we say, in which state it is, and which registered versions it names. */
import { and, asc, desc, eq, gte, inArray, isNull, ne, notInArray, sql } from 'drizzle-orm';
import { entryVersion, job, letter, mailbox, message, receiptVersion } from '../../schemas/tables.ts';
import { agencyLetterKinds, receiptKinds, staffKinds, type Attachment, type LetterKind, type LetterState } from '../../schemas/letters.ts';
import type { Tx } from './database.ts';
import { LOCKS } from './locks.ts';

export type LetterRow = typeof letter.$inferSelect;
export type NewLetter = Omit<LetterRow, 'sendingSince' | 'sentAt' | 'attempts' | 'unclear' | 'fromCopyAt' | 'smtpReply' | 'refusalToldAt' | 'erasureId'>;

/** Writes a letter once: the same key again changes nothing and gives null. */
export async function addLetter(tx: Tx, made: NewLetter): Promise<LetterRow | null> {
  const added = await tx.run(`${ADD_LETTER} on conflict (key) do nothing returning id`, valuesOf(made));
  return added.length === 0 ? null : unsent(made);
}

/** The same for a key that cannot have been used before: nothing is asked back, and the transaction fails where it was. */
export function addNewLetter(tx: Tx, made: NewLetter): LetterRow {
  tx.write(ADD_LETTER, valuesOf(made));
  return unsent(made);
}

function unsent(made: NewLetter): LetterRow {
  return { ...made, sendingSince: null, sentAt: null, attempts: 0, unclear: 0, fromCopyAt: null, smtpReply: null, refusalToldAt: null, erasureId: null };
}

function valuesOf(made: NewLetter): unknown[] {
  return [
    made.id, made.key, made.kind, made.state, made.reason, made.toAddress, made.replyTo, made.subject, JSON.stringify(made.facts), made.text, made.html,
    made.rfcMessageId, made.inReplyTo, JSON.stringify(made.references), made.entryId, made.messageId, made.createdAt,
  ];
}

const ADD_LETTER = `
  insert into letter (id, key, kind, state, reason, to_address, reply_to, subject, facts, text, html, rfc_message_id, in_reply_to, "references", entry_id, message_id, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, $14::jsonb, $15, $16, $17)`;

export async function loadLetter(tx: Tx, id: string): Promise<LetterRow | null> {
  const [row] = await tx.select().from(letter).where(eq(letter.id, id));
  return row ?? null;
}

/** Ties registered versions to the letter that names them; a version already named elsewhere breaks on its primary key. */
export function nameVersions(tx: Tx, letterId: string, versionIds: string[]): void {
  tx.write('insert into receipt_version (version_id, letter_id) select v, $2 from unnest($1::uuid[]) as v', [versionIds, letterId]);
}

/** A receipt to this address that has not begun to leave, locked: later versions join it. @param full from how many entries on it takes no more, but those of the message it answers */
export async function waitingReceipt(tx: Tx, to: string, kind: LetterKind, state: 'due' | 'draft', full: { others: number; messageId: string }): Promise<LetterRow | null> {
  const [row] = await tx.select().from(letter)
    .where(and(eq(letter.toAddress, to), eq(letter.kind, kind), eq(letter.state, state), sql`(jsonb_array_length(${letter.facts} -> 'entries') < ${full.others} or ${letter.messageId} = ${full.messageId})`))
    .orderBy(desc(letter.createdAt)).limit(1).for('update');
  return row ?? null;
}

/** Other words for one that has not left. */
export async function rewriteLetter(tx: Tx, id: string, words: Pick<LetterRow, 'subject' | 'text' | 'html' | 'facts'>): Promise<void> {
  await tx.update(letter).set(words).where(eq(letter.id, id));
}

/** How many letters of one kind were written since `since`. @param to null = to anybody */
export async function countLetters(tx: Tx, kind: LetterKind, to: string | null, since: Date): Promise<number> {
  const [row] = await tx.select({ n: sql<number>`count(*)`.mapWith(Number) }).from(letter).where(and(to === null ? undefined : eq(letter.toAddress, to), eq(letter.kind, kind), gte(letter.createdAt, since)));
  return row?.n ?? 0;
}

/** Receipts to this address since `since`, newest first. */
export async function receiptsSince(tx: Tx, to: string, since: Date): Promise<Pick<LetterRow, 'id' | 'createdAt'>[]> {
  return tx.select({ id: letter.id, createdAt: letter.createdAt }).from(letter)
    .where(and(eq(letter.toAddress, to), inArray(letter.kind, [...receiptKinds]), gte(letter.createdAt, since)))
    .orderBy(desc(letter.createdAt));
}

/** Who writes letters about nothing registered takes turns, so that their caps hold to the letter. Held to the end of the transaction; taken after takeTurn, never before. */
export async function takeTurnToSay(tx: Tx): Promise<void> {
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.letters]);
}

/** Letters that no stranger's mail calls forth: about registered entries, by the calendar, or approved by a person. */
const aboutRegistered = ['scan-read', 'author-copy', 'entries-left-over', 'entry-changed', 'gap-reminder', 'staff-request', 'eligibility-result', 'round-result', 'defence-invitation', 'defence-answered', 'award-result', 'results-notice', 'final-report', 'deadline-changed', 'question-answer', 'judge-invitation', 'judge-package', 'judge-file', 'judge-read', 'judge-released', 'judge-reminder', 'chair-request', 'chair-read', ...agencyLetterKinds] as const satisfies readonly LetterKind[];

type Which = { to?: string; kinds?: readonly LetterKind[]; /** without drafts: only what left or is on its way */ leaving?: true };

/** How many letters about nothing registered were written since `since`: to one address, of some kinds, or over all. Staff letters do not count. */
export async function countUnregistered(tx: Tx, since: Date, which: Which = {}): Promise<number> {
  const [row] = await tx.select({ n: sql<number>`count(*)`.mapWith(Number) }).from(letter).where(and(
    gte(letter.createdAt, since), notInArray(letter.kind, [...receiptKinds, ...staffKinds, ...aboutRegistered]),
    which.to === undefined ? undefined : eq(letter.toAddress, which.to),
    which.kinds === undefined ? undefined : inArray(letter.kind, [...which.kinds]),
    which.leaving === undefined ? undefined : ne(letter.state, 'draft'),
  ));
  return row?.n ?? 0;
}

/** Why the receipt of a version still waits for staff; null where it may leave, or has left. */
export async function receiptWaits(tx: Tx, versionId: string): Promise<string | null> {
  const [row] = await tx.select({ state: letter.state, reason: letter.reason }).from(receiptVersion).innerJoin(letter, eq(letter.id, receiptVersion.letterId)).where(eq(receiptVersion.versionId, versionId));
  return row?.state === 'draft' ? row.reason ?? 'its receipt waits' : null;
}

/** Those of these versions whose receipt waits for staff. */
export async function versionsWhoseReceiptWaits(tx: Tx, versionIds: string[]): Promise<Set<string>> {
  if (versionIds.length === 0) return new Set();
  const rows = await tx.select({ id: receiptVersion.versionId }).from(receiptVersion).innerJoin(letter, eq(letter.id, receiptVersion.letterId)).where(and(inArray(receiptVersion.versionId, versionIds), eq(letter.state, 'draft')));
  return new Set(rows.map((r) => r.id));
}

/** due -> sending, by exactly one caller. Null where the letter is in any other state, or rests on something that must hold still (approved-letters.ts). @param holds that was looked at */
export async function claimLetter(tx: Tx, id: string, holds = false): Promise<ClaimedLetter | null> {
  const [row] = await tx.run<ClaimedLetter>(CLAIM, [id, holds]);
  return row ?? null;
}

export type ClaimedLetter = { /** what it carries; null where nothing */ attached: Attachment[] | null } & Pick<LetterRow, 'id' | 'kind' | 'attempts' | 'toAddress' | 'replyTo' | 'subject' | 'text' | 'html' | 'rfcMessageId' | 'inReplyTo' | 'references' | 'createdAt'>;
const CLAIM = `
  update letter set state = 'sending', sending_since = now(), attempts = attempts + 1
  where id = $1 and state = 'due' and ($2 or not exists (select 1 from approved_letter a where a.letter_id = letter.id))
  returning id, kind, attempts, facts -> 'attached' as attached, to_address as "toAddress", reply_to as "replyTo", subject, text, html,
    rfc_message_id as "rfcMessageId", in_reply_to as "inReplyTo", "references", created_at as "createdAt"`;

/** Moves a letter on; only from one of the states named, so that late news never undoes newer news. */
export async function moveLetter(
  tx: Tx, id: string, from: readonly LetterState[], to: LetterState, more: { reason?: string | null; smtpReply?: string | null } = {},
): Promise<boolean> {
  const rows = await tx.run(MOVE, valuesOfMove(id, from, to, more));
  return rows.length > 0;
}

/** The same where nobody asks whether it moved. */
export function writeMove(tx: Tx, id: string, from: readonly LetterState[], to: LetterState, more: Move = {}): void {
  tx.write(MOVE, valuesOfMove(id, from, to, more));
}

function valuesOfMove(id: string, from: readonly LetterState[], to: LetterState, more: Move): unknown[] {
  return [id, to, from, more.reason !== undefined, more.reason ?? null, more.smtpReply !== undefined, more.smtpReply ?? null];
}
type Move = { reason?: string | null; smtpReply?: string | null };

const MOVE = `
  update letter set state = $2, sent_at = case when $2 = 'sent' then now() else sent_at end, attempts = case when $2 in ('sent', 'bounced') then greatest(attempts, 1) else attempts end, sending_since = case when $2 = 'due' then null else sending_since end,
    reason = case when $4 then $5 else reason end, smtp_reply = case when $6 then $7 else smtp_reply end
  where id = $1 and state = any($3) returning id`;

/** sending -> unknown. */
export async function endUnclear(tx: Tx, id: string, reason: string): Promise<void> {
  await tx.update(letter).set({ state: 'unknown', reason, unclear: sql`${letter.unclear} + 1` }).where(and(eq(letter.id, id), eq(letter.state, 'sending')));
}

/** States in which a letter may be let go by a person, if named; drafts also all together. */
export const releasable = ['draft', 'rejected', 'bounced', 'unknown', 'to-print', 'printed'] as const satisfies readonly LetterState[];

/** By a person's decision it is due, or to be printed, as if it had never been tried. False where it is in none of these states any more. */
export async function releaseLetter(tx: Tx, id: string, toAddress: string, state: 'due' | 'to-print' = 'due'): Promise<boolean> {
  const rows = await tx.update(letter).set({ state, toAddress, reason: null, smtpReply: null, unclear: 0, sendingSince: null, refusalToldAt: null })
    .where(and(eq(letter.id, id), inArray(letter.state, [...releasable]), isNull(letter.erasureId))).returning({ id: letter.id });
  return rows.length > 0;
}

/** Letters to entrants that their addresses do not take and that staff do not know of yet, oldest first. */
export async function untoldRefusals(tx: Tx): Promise<LetterRow[]> {
  return tx.select().from(letter).where(and(inArray(letter.state, ['rejected', 'bounced']), isNull(letter.refusalToldAt), notInArray(letter.kind, [...staffKinds])))
    .orderBy(asc(letter.createdAt)).for('update');
}

/** Staff know of them. */
export async function markRefusalsTold(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.update(letter).set({ refusalToldAt: tx.now }).where(inArray(letter.id, ids));
}

/** Newest first. */
export async function listLetters(tx: Tx, filter: { state?: string; kind?: string; to?: string; limit: number }): Promise<LetterRow[]> {
  return tx.select().from(letter).where(and(
    filter.state === undefined ? undefined : sql`${letter.state} = ${filter.state}`,
    filter.kind === undefined ? undefined : sql`${letter.kind} = ${filter.kind}`,
    filter.to === undefined ? undefined : eq(letter.toAddress, filter.to.toLowerCase()),
  )).orderBy(desc(letter.createdAt)).limit(filter.limit);
}

/** Two at the most: enough to see that a prefix stands for several. */
export async function lettersByIdPrefix(tx: Tx, prefix: string): Promise<LetterRow[]> {
  return tx.select().from(letter).where(sql`${letter.id}::text like ${prefix.toLowerCase().replace(/[^0-9a-f-]/g, '') + '%'}`).limit(2);
}

/** Oldest first. */
export async function lettersOfEntry(tx: Tx, entryId: string): Promise<LetterRow[]> {
  return tx.select().from(letter).where(eq(letter.entryId, entryId)).orderBy(asc(letter.createdAt));
}

/**
 * Until when an answer to something that staff asked of this entry counts, or of one that is part of it by now; null where
 * nothing is asked that an answer at `at` could be in time for.
 */
export async function requestedUntil(tx: Tx, entryId: string, at: Date): Promise<Date | null> {
  const [row] = await tx.run<{ dueAt: Date | null }>(REQUESTED_UNTIL, [entryId, at]);
  return row?.dueAt ?? null;
}

const REQUESTED_UNTIL = `
  with recursive part (id) as (select $1::uuid union select e.id from entry e join part p on e.merged_into = p.id)
  select max((l.facts ->> 'dueAt')::timestamptz) as "dueAt" from letter l join part p on p.id = l.entry_id
  where l.kind = 'staff-request' and l.state <> 'cancelled' and l.created_at <= $2 and (l.facts ->> 'dueAt')::timestamptz >= $2`;

/** Those of the keys under which a letter was written. */
export async function lettersByKeys(tx: Tx, keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  return new Set((await tx.select({ key: letter.key }).from(letter).where(inArray(letter.key, keys))).map((r) => r.key));
}

/** Addresses to which the letter of this key went, or is to go: it, and the same letter sent to another address ("again:ADDRESS:KEY"). */
export async function triedAt(tx: Tx, key: string): Promise<string[]> {
  const rows = await tx.run<{ to: string }>(`select lower(to_address) as "to" from letter where key = $1 or (starts_with(key, 'again:') and right(key, length($1) + 1) = ':' || $1)`, [key]);
  return rows.map((r) => r.to);
}

/** Letters by their keys, as far as they were written. */
export async function lettersWithKeys(tx: Tx, keys: string[]): Promise<Map<string, LetterRow>> {
  if (keys.length === 0) return new Map();
  return new Map((await tx.select().from(letter).where(inArray(letter.key, keys))).map((row) => [row.key, row]));
}

/** Letters that tell how a round ended, by the id of its outcome. */
export async function countRoundResults(tx: Tx, outcomeId: string): Promise<number> {
  const [row] = await tx.select({ n: sql<number>`count(*)`.mapWith(Number) }).from(letter).where(and(eq(letter.kind, 'round-result'), sql`starts_with(${letter.key}, ${`round-result:${outcomeId}:`})`));
  return row?.n ?? 0;
}

/** Oldest first, locked. */
export async function draftLetters(tx: Tx): Promise<LetterRow[]> {
  return tx.select().from(letter).where(eq(letter.state, 'draft')).orderBy(asc(letter.createdAt)).for('update');
}

/** Drafts that wait for one reason. */
export async function countHeld(tx: Tx, reason: string): Promise<number> {
  const [row] = await tx.select({ n: sql<number>`count(*)`.mapWith(Number) }).from(letter).where(and(eq(letter.state, 'draft'), eq(letter.reason, reason)));
  return row?.n ?? 0;
}

/** The row, locked until the transaction ends. */
export async function lockLetter(tx: Tx, id: string): Promise<LetterRow | null> {
  const [row] = await tx.select().from(letter).where(eq(letter.id, id)).for('update');
  return row ?? null;
}

/** Ids of the entries whose versions this letter names. */
export async function entriesNamedIn(tx: Tx, letterId: string): Promise<string[]> {
  const rows = await tx.selectDistinct({ id: entryVersion.entryId }).from(receiptVersion)
    .innerJoin(entryVersion, eq(entryVersion.id, receiptVersion.versionId)).where(eq(receiptVersion.letterId, letterId));
  return rows.map((r) => r.id);
}

/** The letter that left, or was to leave, under this Message-ID. */
export async function letterByRfcId(tx: Tx, rfcMessageId: string): Promise<LetterRow | null> {
  const [row] = await tx.select().from(letter).where(eq(letter.rfcMessageId, rfcMessageId));
  return row ?? null;
}

/** It never leaves alone (edges/smtp.ts): where it was taken, so was the entrant's. */
export const OWN_COPY = 'its own copy';

/**
 * Evidence that a letter reached the world: it is sent, whatever we had recorded. The evidence may come before the worker's end
 * is noticed, while the letter still counts as `sending`, and would count for nothing if it were not taken then.
 */
export async function settleAsSent(tx: Tx, id: string, evidence: string): Promise<boolean> {
  // A draft that was held because of a restore had left before: nothing that never left has evidence.
  return moveLetter(tx, id, ['sending', 'unknown', 'due', 'draft'], 'sent', { reason: `settled by ${evidence}` });
}

/** unknown -> due for one more try under the same Message-ID. */
export async function claimableAgain(tx: Tx, id: string): Promise<boolean> {
  return moveLetter(tx, id, ['unknown'], 'due', { reason: 'no evidence of the first try: sent once more under the same Message-ID' });
}

/** Why a letter is unclear whose sender never said how it ended. */
export const SENDER_LOST = 'the worker stopped while sending';

/** waitMs: how long evidence is waited for; senderMs: for so long after it began a sender may have been at it that nobody heard of again */
export type Looking = { jobId: string; waitMs: number; senderMs: number; ownAddress: string };

/**
 * Could evidence of an unclear send have been seen by now? A look at the mailbox began so long after the end of the send became
 * unclear, and no mail from the contest's own address waits to be read.
 * @param looking jobId is that of the job that settles the letter: it was written when the end became unclear
 */
export async function evidenceWasLookedFor(tx: Tx, id: string, looking: Looking): Promise<boolean> {
  const ms = (n: number) => sql`${n} * interval '1 millisecond'`;
  const { rows } = await tx.execute<{ looked: boolean }>(sql`
    select exists (select 1 from ${mailbox} m where m.last_scan_at > ${ms(looking.waitMs)} +
        case when l.reason = ${SENDER_LOST} then greatest(j.created_at, l.sending_since + ${ms(looking.senderMs)}) else j.created_at end)
      and not exists (select 1 from ${message} w where w.outcome is null and w.from_address = ${looking.ownAddress.toLowerCase()}) as looked
    from ${letter} l, ${job} j where l.id = ${id} and j.id = ${looking.jobId}`);
  return rows[0]?.looked === true;
}
