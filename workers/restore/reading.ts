/**
 * After a restore: what was moved is brought back, the mailbox is read to its end, bytes that are missing are fetched again,
 * the Sent folder is read, and only then is anything handled.
 */
import type { MailReading } from '../../schemas/reading.ts';
import { inFolder, mailboxFolder, openMailServer, type MailServer } from '../../src/edges/imap.ts';
import { numberOf } from '../../src/entry/code.ts';
import { MOST_ENTRIES } from '../../src/entry/division.ts';
import { readMail } from '../../src/mail/read.ts';
import { readLetterMessageId } from '../../src/mail/token.ts';
import { handledMail, takeWords, unsettled } from '../../src/store/copies.ts';
import type { Tx } from '../../src/store/database.ts';
import { settleAsSent } from '../../src/store/letters.ts';
import { countWaiting, endReading, openRestorationOf } from '../../src/store/restoration.ts';
import { reconcile, scan, type Intake } from '../mailbox/scan.ts';
import type { Services } from '../services.ts';
import { missingBytes } from '../oracle/bytes.ts';
import { mendBytes } from './bytes.ts';
import { takeCopy } from './copies.ts';
import { goOnReading } from './go-on.ts';
import { unlessMissing, withSentFolder } from './notice.ts';

export type Restored = Intake & Services & { source: { url: string; caFile: string | null } };

/** Nothing to do where no restore is under way. A step that fails is taken again at the next look. */
export async function readAfterRestore(intake: Restored, signal: AbortSignal): Promise<void> {
  const row = await intake.db.statement((tx) => openRestorationOf(tx));
  if (row === null) return;
  if (row.readAt === null && !(await readToTheEnd(intake, row.numberFloor, signal))) return;
  await intake.db.transaction((tx) => goOnReading(tx, intake));
}

/** False where the service stops first. */
async function readToTheEnd(intake: Restored, floor: number, signal: AbortSignal): Promise<boolean> {
  await bringBack(intake, (await missingBytes(intake)).map((fault) => fault.row.id));
  await scan(intake, signal);
  await reconcile(intake, signal);
  await mendBytes(intake, signal);
  const copies = await readSentFolder(intake);
  if (signal.aborted) return false;
  const given = [...(await intake.givenCodes.byContent()).values()].flat().map((g) => numberOf(g.code) ?? 0);
  await intake.db.transaction(async (tx) => {
    const waiting = await countWaiting(tx, intake.loaded.contest.mailbox.address);
    // Each number given since then belongs to a mail that waits now, or to one that is gone and whose receipt has a copy. A mail
    // may hold many entries: where neither copies nor the list in DATA_DIR would tell, room is left for all that it could hold.
    const told = intake.loaded.contest.letters.ownCopy || intake.loaded.contest.mailbox.sentFolder !== undefined || given.some((n) => n > waiting.highest);
    const highest = Math.max(waiting.highest + waiting.others * (told ? 1 : MOST_ENTRIES), floor, ...given);
    const bound = highest + waiting.others * MOST_ENTRIES + waiting.own + copies.length;
    await endReading(tx, { floor: highest, bound });
    for (const copy of copies) await settleBySent(tx, intake, copy, bound);
  });
  return true;
}

async function settleBySent(tx: Tx, intake: Restored, reading: MailReading, bound: number): Promise<void> {
  const letter = await takeCopy(tx, intake, reading, bound);
  if (letter && await settleAsSent(tx, letter.id, 'the copy in the Sent folder')) await takeWords(tx, letter.id, reading.body);
}

/** Mail that was moved since the backup counts as new, and mail whose bytes are missing is needed: it comes back, and is moved again once it was handled. */
async function bringBack(intake: Restored, missing: string[]): Promise<void> {
  const { after } = intake.loaded.contest.mailbox;
  if (after.do !== 'move') return;
  const { url, caFile } = intake.source;
  const moved = await openMailServer({ url: inFolder(url, after.folder), caFile, writable: true, largest: 1 << 20 }).catch(unlessMissing);
  // The folder is made with the first mail that is moved.
  if (moved === null) return;
  try {
    const ids = await moved.messageIds(1);
    const known = await intake.db.transaction((tx) => handledMail(tx, [...ids.values()].flatMap((id) => id ?? []), missing));
    const unknown = [...ids].filter(([, id]) => id === null || !known.has(id)).map(([uid]) => uid);
    for (let i = 0; i < unknown.length; i += 200) {
      await moved.move(unknown.slice(i, i + 200), mailboxFolder(url));
      intake.touch();
    }
    if (unknown.length > 0) intake.log.info({ count: unknown.length, from: after.folder }, 'mail that was moved since the backup is back in the mailbox');
  } finally {
    moved.close();
  }
}

/** Copies, in the Sent folder, of letters that have no row or are held: nobody but we can write there. */
async function readSentFolder(intake: Restored): Promise<MailReading[]> {
  const { sentFolder } = intake.loaded.contest.mailbox;
  if (sentFolder === undefined) return [];
  const copies = await withSentFolder(intake.source, sentFolder, async (sent) => {
    const letters = new Map([...await sent.messageIds(1)].flatMap(([uid, id]) => {
      const token = id === null ? null : readLetterMessageId(id, intake.secretKeys);
      return token ? [[token.letterId, uid] as const] : [];
    }));
    const open = await intake.db.transaction((tx) => unsettled(tx, [...letters.keys()]));
    return fetchAll(intake, sent, open.map((id) => letters.get(id) ?? 0));
  }).catch(unlessMissing);
  return copies ?? [];
}

async function fetchAll(intake: Restored, server: MailServer, uids: number[]): Promise<MailReading[]> {
  const found: MailReading[] = [];
  for (let i = 0; i < uids.length; i += 50) {
    for (const raw of (await server.fetch(uids.slice(i, i + 50))).values()) found.push((await readMail(raw, { partBytes: 0 })).reading);
    intake.touch();
  }
  return found;
}
