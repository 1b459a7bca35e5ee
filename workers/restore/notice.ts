/** Noticing that the database is older than what was said to the world. */
import { openMailServer, inFolder, type MailServer } from '../../src/edges/imap.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import { readLetterMessageId } from '../../src/mail/token.ts';
import { neverSent, unknownVersions } from '../../src/store/copies.ts';
import type { Tx } from '../../src/store/database.ts';
import { ownMailbox } from '../../src/store/mailbox.ts';
import { beginRestoration, openRestorationOf } from '../../src/store/restoration.ts';
import { alertStaff } from '../outbox.ts';
import type { Intake } from '../mailbox/scan.ts';
import type { Services } from '../services.ts';

type Notices = Pick<Services, 'db' | 'givenCodes' | 'loaded' | 'writer' | 'secretKeys' | 'dryRun' | 'log'>;

/** By the codes in DATA_DIR that the database does not know. Looked at before anything is registered or sent. */
export async function noticeOlderDatabase(services: Notices): Promise<void> {
  const given = await services.givenCodes.newest();
  await services.db.transaction(async (tx) => {
    const [unknown] = await unknownVersions(tx, given);
    if (unknown) await begin(tx, services, `DATA_DIR knows ${unknown.code} version ${unknown.version}, the database does not`);
    else await tellStaff(tx, services);
  });
}

async function begin(tx: Tx, services: Notices, reason: string): Promise<void> {
  if (await beginRestoration(tx, { reason, floor: 0 })) services.log.warn({ reason }, 'an older database was restored: the mailbox is read before anything is registered or sent');
  await tellStaff(tx, services);
}

/** Also after `mailroom restored`, which has no letters to write with. */
async function tellStaff(tx: Tx, services: Notices): Promise<void> {
  const row = await openRestorationOf(tx);
  if (row) await alertStaff(tx, services, { what: 'database-restored', detail: row.reason, command: 'mailroom status' });
}

/** The newest letters of the Sent folder that are looked at. */
const SENT_LOOKED_AT = 300;

/**
 * By copies, above the cursor or at the end of the Sent folder, of letters that never left as far as the database knows: the list in
 * DATA_DIR says nothing where it is as old as the database. Only where own copies are sent to the mailbox: elsewhere anybody could bring one in.
 */
export async function noticeLostLetters(intake: Intake & Notices, source: { url: string; caFile: string | null }): Promise<void> {
  const { letters, mailbox } = intake.loaded.contest;
  const row = await intake.db.transaction((tx) => ownMailbox(tx, intake.own));
  const inMailbox = letters.ownCopy ? await ownLetters(intake.server, row.lastUid + 1, intake.secretKeys) : [];
  const inSent = mailbox.sentFolder === undefined ? [] : await newestSent(intake, source, mailbox.sentFolder);
  if (inMailbox.length + inSent.length === 0) return;
  await intake.db.transaction(async (tx) => {
    const [lost] = await neverSent(tx, [...inMailbox, ...inSent]);
    if (lost !== undefined) await begin(tx, intake, `a copy of letter ${lost} is there, and the database does not know that it left`);
  });
}

/** The mailbox is read whatever becomes of the Sent folder. */
async function newestSent(intake: Intake & Notices, source: { url: string; caFile: string | null }, folder: string): Promise<string[]> {
  return withSentFolder(source, folder, (sent) => ownLetters(sent, Math.max(1, sent.box().uidNext - SENT_LOOKED_AT), intake.secretKeys)).catch((error: unknown) => {
    intake.log.warn({ error: reasonOf(error) }, 'the Sent folder was not looked at');
    return [];
  });
}

async function ownLetters(server: MailServer, fromUid: number, keys: string[]): Promise<string[]> {
  const ids = await server.messageIds(fromUid);
  return [...ids.values()].flatMap((id) => (id === null ? [] : readLetterMessageId(id, keys)?.letterId ?? []));
}

/** Null where there is no such folder. */
export function unlessMissing(error: unknown): null {
  if (error instanceof Problem && error.code === 'folder-missing') return null;
  throw error;
}

/** A connection of its own on the Sent folder, for reading. */
export async function withSentFolder<T>(source: { url: string; caFile: string | null }, folder: string, work: (server: MailServer) => Promise<T>): Promise<T> {
  const server = await openMailServer({ url: inFolder(source.url, folder), caFile: source.caFile, writable: false, largest: 64 << 20 });
  try {
    return await work(server);
  } finally {
    server.close();
  }
}
