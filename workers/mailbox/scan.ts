/** One look at the mailbox: what is new is fetched under a byte budget, stored, and only then known. */
import type { Box, Listed, MailServer } from '../../src/edges/imap.ts';
import { traceFreeHash, traceFreeHashOf } from '../../src/mail/trace-free.ts';
import { markTidied, storeBatch, storedAbove, storedPlaces, unhandledIn, untidied, type Fetched, type Place } from '../../src/store/intake.ts';
import { machineNow } from '../../src/store/database.ts';
import { erasedBefore, type Known } from '../../src/store/personal/known.ts';
import { markScanned, ownMailbox, updateMailbox, type MailboxRow, type Ownership } from '../../src/store/mailbox.ts';
import { fetchOrder, takenUpTo } from './fetch-order.ts';
import { firstLook, HEAD_BYTES } from './first-look.ts';
import type { Services } from '../services.ts';

export type Intake = Pick<Services, 'db' | 'blobs' | 'loaded' | 'secretKeys' | 'clock' | 'log' | 'reach' | 'health'> & { server: MailServer; own: Ownership; /** progress is made, though no step of the spine was reached */ touch: () => void };

const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_MAILS = 100;
/** above this a mail is streamed to disk by itself */
const ALONE_BYTES = 10 * 1024 * 1024;
const HOUR = 3_600_000;
const TIDY_AT_ONCE = 1_000;

/** Brings the row in line with the selected folder: another UIDVALIDITY, or known UIDs given anew, mean everything is scanned anew. */
export async function alignMailbox(intake: Intake): Promise<void> {
  const box = intake.server.box();
  const row = await intake.db.transaction((tx) => ownMailbox(tx, intake.own));
  const renumbered = row.uidvalidity === box.uidvalidity && await numberedAnew(intake, row, box);
  if (row.uidvalidity === box.uidvalidity && !renumbered) return;
  if (row.uidvalidity !== null) intake.log.warn({ before: String(row.uidvalidity), now: String(box.uidvalidity) }, 'the server numbers its mail anew; everything is scanned again');
  await intake.db.transaction((tx) => updateMailbox(tx, intake.own, {
    uidvalidity: box.uidvalidity, lastUid: 0, presentTo: box.uidNext - 1, ...(renumbered ? { generation: row.generation + 1 } : {}),
  }));
}

/** Was the folder made anew under this session? One command, whatever the folder holds. */
export async function madeAnew(intake: Intake): Promise<boolean> {
  const box = await intake.server.reselect();
  const row = await intake.db.transaction((tx) => ownMailbox(tx, intake.own));
  if (row.uidvalidity === box.uidvalidity && box.uidNext > row.lastUid) return false;
  intake.log.warn({ before: String(row.uidvalidity), now: String(box.uidvalidity) }, 'the folder was made anew; its session is dropped');
  return true;
}

/** UIDVALIDITY can lie: a server that lost its memory gives known UIDs to other mail. */
async function numberedAnew(intake: Intake, row: MailboxRow, box: Box): Promise<boolean> {
  if (row.lastUid === 0) return false;
  if (box.uidNext <= row.lastUid) return true;
  const places = await intake.db.transaction((tx) => storedPlaces(tx, row));
  const newest = [...places.values()].reduce<Place | null>((best, p) => (best === null || p.uid > best.uid ? p : best), null);
  if (newest === null) return false;
  const listed = (await intake.server.list(newest.uid)).find((m) => m.uid === newest.uid);
  return listed !== undefined && differs(listed, newest);
}

function differs(a: Place, b: Place): boolean {
  return a.size !== b.size || a.internalDate.getTime() !== b.internalDate.getTime();
}

/** Fetches and stores what lies above the cursor. */
export async function scan(intake: Intake, signal: AbortSignal): Promise<void> {
  await intake.server.refresh();
  const { row, began } = await intake.db.transaction(async (tx) => ({ row: await ownMailbox(tx, intake.own), began: await machineNow(tx) }));
  const listed = await intake.server.list(row.lastUid + 1);
  await intake.reach('mailbox-listed');
  const { messageBytes } = intake.loaded.contest.limits;
  // None, but after a stop in the middle of fetching out of turn.
  const taken = listed.length === 0 ? new Set<number>() : await intake.db.statement((tx) => storedAbove(tx, row, row.lastUid));
  const order = await fetchOrder(intake, listed.filter(({ uid }) => !taken.has(uid)), (mail) => mail.size > messageBytes || isOlder(intake, row, mail), signal);
  for (const batch of batches(order, messageBytes)) {
    if (signal.aborted) return;
    for (const { uid } of batch) taken.add(uid);
    await takeIn(intake, row, batch, takenUpTo(listed, taken));
  }
  if (signal.aborted) return;
  await intake.db.transaction(async (tx) => {
    await updateMailbox(tx, intake.own, { lastUid: takenUpTo(listed, taken) ?? row.lastUid, present: intake.server.box().exists, ...(row.firstScanDoneAt === null ? { firstScanDoneAt: tx.now } : {}) });
    await markScanned(tx, intake.own, began);
  });
  await intake.reach('scan-recorded');
}

/** Compares the server's list with the table: what the cursor passed by is fetched, a known UID with another content means a renumbered box. */
export async function reconcile(intake: Intake, signal: AbortSignal): Promise<void> {
  const row = await intake.db.transaction((tx) => ownMailbox(tx, intake.own));
  const listed = await intake.server.list(1);
  const places = await intake.db.transaction((tx) => storedPlaces(tx, row));
  const changed = listed.filter((m) => { const known = places.get(m.uid); return known !== undefined && differs(m, known); });
  if (changed.length > 0) {
    intake.log.warn({ uids: changed.slice(0, 20).map((m) => m.uid) }, 'known UIDs stand for other mail by now; everything is scanned again');
    await intake.db.transaction((tx) => updateMailbox(tx, intake.own, { generation: row.generation + 1, lastUid: 0, presentTo: intake.server.box().uidNext - 1 }));
    return;
  }
  const missed = listed.filter((m) => !places.has(m.uid) && m.uid <= row.lastUid);
  if (missed.length > 0) intake.log.warn({ count: missed.length }, 'mail in the mailbox without a row; fetched now');
  for (const batch of batches(missed, intake.loaded.contest.limits.messageBytes)) {
    if (signal.aborted) return;
    await takeIn(intake, row, batch, null);
  }
  await intake.db.transaction((tx) => updateMailbox(tx, intake.own, { lastReconcileAt: tx.now, present: listed.length }));
  await intake.reach('mailbox-reconciled');
}

/** Flags or moves what was handled, where the contest asks for it, in ranges: the last step, tried again at the next look. True where more will follow soon. */
export async function tidy(intake: Intake): Promise<boolean> {
  const { after, kind } = intake.loaded.contest.mailbox;
  if (after.do === 'leave') return false;
  const row = await intake.db.transaction((tx) => ownMailbox(tx, intake.own));
  for (;;) {
    const uids = await intake.db.transaction((tx) => untidied(tx, row, kind === 'personal', TIDY_AT_ONCE));
    if (uids.length === 0) return intake.db.transaction((tx) => unhandledIn(tx, row));
    if (after.do === 'flag') await intake.server.flag(uids, after.keyword);
    else await intake.server.move(uids, after.folder);
    await intake.reach('mail-tidied');
    await intake.db.transaction((tx) => markTidied(tx, row, uids));
    await intake.reach('tidying-recorded');
  }
}

/** Ascending; small mails together, each large one alone. Mail too large to fetch costs nothing. */
function batches(listed: Listed[], limit: number): Listed[][] {
  const found: Listed[][] = [];
  let bytes = Infinity;
  for (const mail of listed) {
    const cost = mail.size > limit ? 0 : mail.size;
    const current = found.at(-1);
    if (current === undefined || current.length >= BATCH_MAILS || bytes + cost > BATCH_BYTES) {
      found.push([mail]);
      bytes = cost;
    } else {
      current.push(mail);
      bytes += cost;
    }
  }
  return found;
}

/** @param cursor the UID up to which everything is taken in with this batch; null = as before */
async function takeIn(intake: Intake, row: MailboxRow, batch: Listed[], cursor: number | null): Promise<void> {
  const limit = intake.loaded.contest.limits.messageBytes;
  const older = new Set(batch.filter((m) => isOlder(intake, row, m)).map((m) => m.uid));
  const wanted = batch.filter((m) => !older.has(m.uid) && m.size <= limit);
  const sources = await intake.server.fetch(wanted.filter((m) => m.size <= ALONE_BYTES).map((m) => m.uid));
  await intake.reach('raw-fetched');
  // What must be asked of the server goes one by one; what is in memory already is written side by side.
  const inMemory = await storeTogether(intake, wanted.flatMap((mail) => { const source = sources.get(mail.uid); return source?.length === mail.size ? [{ mail, source }] : []; }));
  const fetched: Fetched[] = [];
  for (const mail of batch) {
    const backlog = row.firstScanDoneAt === null && intake.clock().getTime() - mail.internalDate.getTime() > HOUR;
    const place = { uid: mail.uid, size: mail.size, internalDate: mail.internalDate, backlog, older: older.has(mail.uid) };
    const stored = inMemory.get(mail.uid) ?? await storeBytes(intake, mail, place.older, sources.get(mail.uid));
    // Expunged between listing and fetching: there is nothing to record.
    if (stored !== null) fetched.push({ ...place, ...stored });
  }
  await intake.reach('raw-stored');
  await intake.db.transaction(async (tx) => {
    await storeBatch(tx, intake.own, fetched, cursor);
    await intake.reach('rows-written');
  });
  intake.health.works('storage', 'poll');
  await intake.reach('rows-committed');
}

/** Older than the contest is interested in, and there before us: mail that comes later is read, whatever its date. */
function isOlder(intake: Intake, row: MailboxRow, mail: Listed): boolean {
  const { mailbox, window } = intake.loaded.contest;
  const since = new Date(mailbox.since ?? window.opens);
  return mail.uid <= row.presentTo && mail.internalDate < since && (row.firstScanDoneAt === null || mail.internalDate < row.firstScanDoneAt);
}

type Stored = Pick<Fetched, 'rawSize' | 'sha256' | 'contentSha256' | 'fromAddress' | 'promising' | 'head' | 'erased'>;
const nothing: Stored = { rawSize: null, sha256: null, contentSha256: null, fromAddress: null, promising: false, head: null };

async function storeBytes(intake: Intake, mail: Listed, older: boolean, source: Buffer | undefined): Promise<Stored | null> {
  if (older) return nothing;
  const tooLarge = mail.size > intake.loaded.contest.limits.messageBytes;
  const found = tooLarge ? await headOnly(intake, mail) : await streamed(intake, mail) ?? (source ? await whole(intake, source, traceFreeHash(source)) : null);
  return found === null ? null : unlessErased(intake, mail, found);
}

/** Mails by their UIDs. One that was erased here before is known by its tombstone, and not stored. */
async function storeTogether(intake: Intake, mails: { mail: Listed; source: Buffer }[]): Promise<Map<number, Stored>> {
  const looked = mails.map(({ mail, source }) => ({ mail, source, contentSha256: traceFreeHash(source) }));
  const erased = looked.length === 0 ? [] : await intake.db.statement((tx) => erasedBefore(tx, looked.map(({ mail, contentSha256 }) => ({ ...mail, contentSha256, messageId: null })), intake.secretKeys));
  return new Map(await Promise.all(looked.map(async ({ mail, source, contentSha256 }, i) => {
    const known = erased[i] ?? null;
    return [mail.uid, known === null ? await whole(intake, source, contentSha256) : gone(known, null)] as const;
  })));
}

/** What could only be known once it was stored, or by its head alone. */
async function unlessErased(intake: Intake, mail: Listed, stored: Stored): Promise<Stored> {
  const { contentSha256, head, sha256 } = stored;
  const [known = null] = await intake.db.statement((tx) => erasedBefore(tx, [{ ...mail, contentSha256, messageId: head?.messageId ?? null }], intake.secretKeys));
  return known === null ? stored : gone(known, sha256);
}

function gone(known: Known, bytes: string | null): Stored {
  return { ...nothing, contentSha256: known.tombstone, erased: { ...known, bytes } };
}

async function whole(intake: Intake, source: Buffer, contentSha256: string): Promise<Stored> {
  const { sha256, size: rawSize } = await intake.blobs.put(source);
  const { fromAddress, promising } = await firstLook(intake, source);
  return { rawSize, sha256, contentSha256, fromAddress, promising, head: null };
}

/** Large mail, and mail whose length differed from what the server had announced. */
async function streamed(intake: Intake, mail: Listed): Promise<Stored | null> {
  const content = await intake.server.stream(mail.uid);
  if (content === null) return null;
  const { sha256, size } = await intake.blobs.put(touching(intake, content));
  if (size === 0) return null;
  if (size !== mail.size) intake.log.warn({ uid: mail.uid, announced: mail.size, got: size }, 'the server announced another size');
  const { fromAddress, promising } = await firstLook(intake, await intake.blobs.start(sha256, HEAD_BYTES));
  return { rawSize: size, sha256, contentSha256: await traceFreeHashOf(intake.blobs.stream(sha256)), fromAddress, promising, head: null };
}

/** A large mail over a slow line takes its time: each piece is progress. */
async function* touching(intake: Intake, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of content) {
    intake.touch();
    yield piece;
  }
}

async function headOnly(intake: Intake, mail: Listed): Promise<Stored | null> {
  const bytes = (await intake.server.heads([mail.uid])).get(mail.uid);
  if (bytes === undefined) return null;
  const { reading, ...look } = await firstLook(intake, bytes);
  return { ...nothing, ...look, head: reading };
}
