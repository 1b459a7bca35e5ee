/** Every table. PostgreSQL is the only truth: whatever must happen, has happened or was said is a row here. */
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, real, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { DocumentFlag, DocumentSource, MailReading, MessageKind, TextState } from './reading.ts';
import type { LetterKind, LetterState } from './letters.ts';
import { entryVersion } from './entry-tables.ts';
import type { Authentication } from './authentication.ts';
import type { JobName } from './jobs.ts';
import type { MessageOutcome } from './states.ts';
import type { LoopName, TroublePart } from './troubles.ts';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();

/** The mailbox we read: its owner (a lease in machine time) and the cursor UIDVALIDITY + UID. */
export const mailbox = pgTable('mailbox', {
  id: id(),
  /** user@host/FOLDER, without secrets */
  name: text('name').notNull().unique(),
  uidvalidity: bigint('uidvalidity', { mode: 'bigint' }),
  /** grows when a server gives known UIDs to other mail without changing UIDVALIDITY: everything is scanned anew */
  generation: integer('generation').notNull().default(0),
  lastUid: bigint('last_uid', { mode: 'number' }).notNull().default(0),
  firstScanDoneAt: when('first_scan_done_at'),
  /** UIDs up to this one lay there before the folder was first read under these numbers: of them what is older than the contest is left unread */
  presentTo: bigint('present_to', { mode: 'number' }).notNull().default(0),
  /** machine time: when the last look began that read the folder to its end */
  lastScanAt: when('last_scan_at'),
  lastReconcileAt: when('last_reconcile_at'),
  /** messages on the server at the last scan */
  present: integer('present').notNull().default(0),
  owner: text('owner'),
  /** grows with each change of owner; every insert checks it, so that a cut-off owner cannot write */
  ownerEpoch: integer('owner_epoch').notNull().default(0),
  leasedUntil: when('leased_until'),
});

export const message = pgTable('message', {
  id: id(),
  mailboxId: uuid('mailbox_id').notNull().references(() => mailbox.id),
  uidvalidity: bigint('uidvalidity', { mode: 'bigint' }).notNull(),
  generation: integer('generation').notNull().default(0),
  uid: bigint('uid', { mode: 'number' }).notNull(),
  /** IMAP INTERNALDATE: the received time that counts */
  internalDate: when('internal_date').notNull(),
  /** as the server announces it (RFC822.SIZE), bytes */
  size: bigint('size', { mode: 'number' }).notNull(),
  /** bytes that came; some servers announce another size than they send. Null where none were fetched */
  rawSize: bigint('raw_size', { mode: 'number' }),
  /** of the raw bytes; null where only the envelope was taken (too large, or older than mailbox.since) */
  sha256: text('sha256'),
  /** of the raw bytes without trace headers: the same mail delivered twice */
  contentSha256: text('content_sha256'),
  /** raw bytes deleted since (mail that had nothing to do with the contest) */
  rawDeletedAt: when('raw_deleted_at'),
  messageId: text('message_id'),
  fromAddress: text('from_address'),
  subject: text('subject'),
  /** seen at the first scan of a living mailbox and older than an hour: letters about it wait as drafts */
  backlog: boolean('backlog').notNull().default(false),
  /** lay in the mailbox, unhandled, when an older database was restored: it may have been registered and answered before */
  mayBeAnswered: boolean('may_be_answered').notNull().default(false),
  /** what is known of the sender's address, as it was found when the mail was handled: keys and records in DNS change. Null before that, and in what was handled before it was kept */
  authentication: jsonb('authentication').$type<Authentication>(),
  kind: text('kind').$type<MessageKind>(),
  why: jsonb('why').$type<string[]>(),
  /** null until handled; then exactly one */
  outcome: text('outcome').$type<MessageOutcome>(),
  outcomeReason: text('outcome_reason'),
  duplicateOf: uuid('duplicate_of'),
  entryId: uuid('entry_id'),
  reading: jsonb('reading').$type<MailReading>(),
  storedAt: when('stored_at').notNull(),
  handledAt: when('handled_at'),
  /** the act that emptied this row (personal-tables.ts); its content hash is a keyed one then, so that the same mail is not taken in again */
  erasureId: uuid('erasure_id'),
  /** flagged or moved on the server as mailbox.after asks: the last step, and only cosmetic */
  tidiedAt: when('tidied_at'),
}, (t) => [
  unique('message_place').on(t.mailboxId, t.uidvalidity, t.generation, t.uid),
  index('message_sha256').on(t.sha256),
  index('message_content_sha256').on(t.contentSha256),
  index('message_rfc_id').on(t.messageId),
  index('message_outcome').on(t.outcome),
  index('message_from').on(t.fromAddress, t.storedAt),
  index('message_stored').on(t.storedAt),
]);

export const document = pgTable('document', {
  id: id(),
  messageId: uuid('message_id').notNull().references(() => message.id),
  part: text('part').notNull(),
  filename: text('filename'),
  storedName: text('stored_name').notNull(),
  contentType: text('content_type').notNull(),
  detectedType: text('detected_type').notNull(),
  size: bigint('size', { mode: 'number' }).notNull(),
  sha256: text('sha256').notNull(),
  source: text('source').$type<DocumentSource>().notNull(),
  flags: jsonb('flags').$type<DocumentFlag[]>().notNull(),
  /** how reading its words ended; null where nobody tried, or where they are none of our business */
  textState: text('text_state').$type<TextState>(),
  textMethod: text('text_method'),
  textQuality: real('text_quality'),
  textFailure: text('text_failure'),
  /** lines of cells (schemas/reading.ts); null where there are none */
  words: text('words'),
}, (t) => [unique('document_place').on(t.messageId, t.part)]);

export const letter = pgTable('letter', {
  id: id(),
  /** idempotency: writing the same letter again is a no-op */
  key: text('key').notNull().unique(),
  kind: text('kind').$type<LetterKind>().notNull(),
  state: text('state').$type<LetterState>().notNull(),
  /** why a draft waits, or why a letter was cancelled or rejected; for staff */
  reason: text('reason'),
  toAddress: text('to_address').notNull(),
  replyTo: text('reply_to'),
  subject: text('subject').notNull(),
  facts: jsonb('facts').notNull(),
  text: text('text').notNull(),
  html: text('html').notNull(),
  /** fixed when the letter is written; carries the HMAC by which replies and bounces are tied to it */
  rfcMessageId: text('rfc_message_id').notNull().unique(),
  inReplyTo: text('in_reply_to'),
  references: jsonb('references').$type<string[]>().notNull().default([]),
  entryId: uuid('entry_id'),
  /** the message this letter answers */
  messageId: uuid('message_id'),
  createdAt: when('created_at').notNull(),
  /** machine time: since when it has been on its way */
  sendingSince: when('sending_since'),
  sentAt: when('sent_at'),
  /** how often it was handed over, however that ended */
  attempts: integer('attempts').notNull().default(0),
  /** how often that ended unclear */
  unclear: integer('unclear').notNull().default(0),
  /** contest time: the row, or its text and state, was taken from the letter's own copy after an older database was restored */
  fromCopyAt: when('from_copy_at'),
  /** what the server said last */
  smtpReply: text('smtp_reply'),
  /** contest time: staff were told that its address does not take it */
  refusalToldAt: when('refusal_told_at'),
  /** the act that emptied this row */
  erasureId: uuid('erasure_id'),
}, (t) => [index('letter_state').on(t.state), index('letter_to').on(t.toAddress, t.createdAt), index('letter_created').on(t.createdAt), index('letter_entry').on(t.entryId),
  index('letter_message').on(t.messageId)]);

/** Which letter names which registered version: the primary key is the promise "exactly one". */
export const receiptVersion = pgTable('receipt_version', {
  versionId: uuid('version_id').primaryKey().references(() => entryVersion.id),
  letterId: uuid('letter_id').notNull().references(() => letter.id),
}, (t) => [index('receipt_version_letter').on(t.letterId)]);

/**
 * Each time an older database took the place of a newer one. While a row is open nothing is registered before all mail is
 * stored, and mail that may have been answered is handled one by one, own copies first.
 */
export const restoration = pgTable('restoration', {
  id: id(),
  /** how it was noticed, for staff */
  reason: text('reason').notNull(),
  noticedAt: when('noticed_at').notNull(),
  /** numbers up to this one may have been given: none of them is given to other mail, ever */
  numberFloor: integer('number_floor').notNull().default(0),
  /** no number above this one can have been given; what claims one is not believed */
  numberBound: integer('number_bound').notNull().default(0),
  /** the mailbox was read to its end and everything in it is stored */
  readAt: when('read_at'),
  endedAt: when('ended_at'),
}, (t) => [uniqueIndex('restoration_open').on(sql`(${t.endedAt} is null)`).where(sql`ended_at is null`)]);

/** What must happen. due_at is contest time; not_before, leased_until, done_at and dead_at are machine time. */
export const job = pgTable('job', {
  id: id(),
  name: text('name').$type<JobName>().notNull(),
  payload: jsonb('payload').$type<Record<string, string>>().notNull(),
  key: text('key').notNull().unique(),
  dueAt: when('due_at').notNull(),
  notBefore: when('not_before'),
  priority: integer('priority').notNull().default(0),
  /** set by the calendar; a planned job that is no longer planned is dropped */
  planned: boolean('planned').notNull().default(false),
  leasedUntil: when('leased_until'),
  leaseOwner: uuid('lease_owner'),
  relayedAt: when('relayed_at'),
  attempts: integer('attempts').notNull().default(0),
  lastError: text('last_error'),
  createdAt: when('created_at').notNull().default(sql`now()`),
  doneAt: when('done_at'),
  deadAt: when('dead_at'),
}, (t) => [
  index('job_open').on(t.dueAt).where(sql`done_at is null and dead_at is null`),
  index('job_fresh').on(t.dueAt).where(sql`done_at is null and dead_at is null and relayed_at is null`),
]);

/**
 * The last trouble of each part on each host, in machine time. The rows stand before anything fails and are only changed in
 * place: a database that can take no new row can still say that its disk is full.
 */
export const trouble = pgTable('trouble', {
  part: text('part').$type<TroublePart>().notNull(),
  /** '' where one row speaks for all hosts (sharedParts) */
  host: text('host').notNull(),
  /** what fails, in words for staff */
  detail: text('detail').notNull().default(''),
  /** null = never */
  since: when('since'),
  /** when a living process last found it so */
  lastSeen: when('last_seen'),
  /** null while it lasts */
  endedAt: when('ended_at'),
  /** when a letter to staff was last written about it */
  toldAt: when('told_at'),
}, (t) => [primaryKey({ columns: [t.part, t.host] })]);

/** Each loop of each running process, and when it last got something done (machine time). A process that stops takes its rows with it. */
export const heartbeat = pgTable('heartbeat', {
  processId: uuid('process_id').notNull(),
  loop: text('loop').$type<LoopName>().notNull(),
  host: text('host').notNull(),
  pid: integer('pid').notNull(),
  startedAt: when('started_at').notNull().default(sql`now()`),
  /** the process lives */
  seenAt: when('seen_at').notNull().default(sql`now()`),
  /** the loop works */
  lastProgress: when('last_progress').notNull().default(sql`now()`),
}, (t) => [primaryKey({ columns: [t.processId, t.loop] })]);

export * from './entry-tables.ts';
export * from './similarity-tables.ts';
export * from './agency-tables.ts';
export * from './deadline-tables.ts';
export * from './judging-tables.ts';
export * from './desk-tables.ts';
export * from './personal-tables.ts';
export * from './audit-tables.ts';
export * from './award-tables.ts';
