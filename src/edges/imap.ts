/**
 * The mailbox, read without harm: EXAMINE and PEEK unless the contest asks for flags or moves. Every command has its own
 * deadline; a connection that misses one is dropped, never waited for.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImapFlow, type FetchQueryObject } from 'imapflow';
import { Problem, reasonOf } from '../problem.ts';
import { oauthOf } from './oauth.ts';
import { isLoopback } from './smtp.ts';

export type Listed = { uid: number; /** RFC822.SIZE, bytes */ size: number; /** INTERNALDATE */ internalDate: Date };
export type Box = { uidvalidity: bigint; uidNext: number; exists: number };

/** One connection with one folder selected. Every method throws Problem `mailbox-away` (later) where the connection fails. */
export type MailServer = {
  box: () => Box;
  /** a round trip that brings the counts up to date */
  refresh: () => Promise<void>;
  /** selects the folder anew: a session keeps the old numbers of one that was deleted and made anew meanwhile */
  reselect: () => Promise<Box>;
  /** all messages from this UID on, ascending */
  list: (fromUid: number) => Promise<Listed[]>;
  /** Message-IDs (without angle brackets; null = none) from this UID on */
  messageIds: (fromUid: number) => Promise<Map<number, string | null>>;
  /** raw messages; those that were expunged meanwhile are left out */
  fetch: (uids: number[]) => Promise<Map<number, Buffer>>;
  /** one raw message in pieces of at most 1 MiB; null where it was expunged meanwhile */
  stream: (uid: number) => Promise<AsyncIterable<Buffer> | null>;
  /** headers alone; of messages that were expunged meanwhile none */
  heads: (uids: number[]) => Promise<Map<number, Buffer>>;
  flag: (uids: number[], keyword: string) => Promise<void>;
  /** creates the folder where it does not exist */
  move: (uids: number[], folder: string) => Promise<void>;
  /** until something changes, so many ms passed, or the signal: IDLE where the server has it */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** is there a message with this Message-ID in the folder? */
  holds: (folder: string, messageId: string) => Promise<boolean>;
  close: () => void;
};

export type ImapOptions = {
  /** imaps://user:password@host:993/FOLDER, or imap://…:143/… (STARTTLS; plain only to loopback); ?auth=xoauth2&… as in oauth.ts */
  url: string;
  caFile: string | null;
  /** select the folder for writing: needed to flag or move */
  writable: boolean;
  /** no single message above this is ever asked for, bytes */
  largest: number;
  /** ms for a command that moves no bodies */
  commandMs?: number;
};

const COMMAND_MS = 30_000;
/** ms without any progress of a fetch */
const STALL_MS = 60_000;
const CHUNK = 1 << 20;

/** "user@host/FOLDER", without secrets: the mailbox's name in tables and logs. */
export function mailboxName(url: string): string {
  const { username, host } = new URL(url);
  return `${decodeURIComponent(username)}@${host}/${folderOf(url)}`;
}

/** The folder that an IMAP_URL names. */
export function mailboxFolder(url: string): string {
  return folderOf(url);
}

/** The same account with another folder selected. */
export function inFolder(url: string, folder: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(folder)}`;
  return other.toString();
}

function folderOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'INBOX';
}

/** @throws Problem mailbox-login where the login is refused, folder-missing where there is no such folder, mailbox-away for all else (all later) */
export async function openMailServer(options: ImapOptions): Promise<MailServer> {
  const client = await makeClient(options);
  const ended = new AbortController();
  const line: Line = { client, folders: new Set(), commandMs: options.commandMs ?? COMMAND_MS, news: false, ended: ended.signal };
  // Without listeners before connect(), a socket timeout would end the process.
  client.on('error', () => undefined);
  client.on('close', () => ended.abort());
  client.on('exists', ({ count, prevCount }) => { if (count > prevCount) line.news = true; });
  try {
    await within(line, () => client.connect(), 60_000);
    await within(line, () => client.mailboxOpen(folderOf(options.url), { readOnly: !options.writable }));
  } catch (error) {
    client.close();
    throw error;
  }
  return serverOn(line, options);
}

type Line = { client: ImapFlow; /** seen to exist on this connection */ folders: Set<string>; commandMs: number; /** mail was announced since the counts were last brought up to date */ news: boolean; /** the connection is gone: what waits for it waits in vain */ ended: AbortSignal };

async function makeClient(options: ImapOptions): Promise<ImapFlow> {
  const url = new URL(options.url);
  const secure = url.protocol === 'imaps:';
  const oauth = oauthOf(url);
  const user = decodeURIComponent(url.username);
  const trusted = isLoopback(url) && options.caFile === null;
  return new ImapFlow({
    host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (secure ? 993 : 143)), secure,
    ...(secure ? {} : { doSTARTTLS: !trusted }),
    auth: oauth ? { user, accessToken: await oauth.fresh() } : { user, pass: decodeURIComponent(url.password) },
    tls: { minVersion: 'TLSv1.2', ...(options.caFile ? { ca: await readFile(options.caFile) } : {}) },
    logger: false, disableAutoIdle: true, connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 6 * 60_000,
    maxLiteralSize: options.largest + CHUNK, maxResponseSize: options.largest + 4 * CHUNK,
  });
}

function serverOn(line: Line, options: ImapOptions): MailServer {
  const { client } = line;
  return {
    box: () => boxOf(client),
    refresh: async () => {
      await within(line, () => client.noop());
      line.news = false;
    },
    reselect: async () => {
      await within(line, () => client.mailboxOpen(folderOf(options.url), { readOnly: !options.writable }));
      return boxOf(client);
    },
    list: async (fromUid) => {
      const found: Listed[] = [];
      await each(line, `${fromUid}:*`, { uid: true, size: true, internalDate: true }, (m) => {
        // "n:*" names the newest message even where its UID lies below n (RFC 9051 9, seq-range).
        if (m.uid >= fromUid) found.push({ uid: m.uid, size: m.size ?? 0, internalDate: new Date(m.internalDate ?? 0) });
      });
      return found.sort((a, b) => a.uid - b.uid);
    },
    messageIds: async (fromUid) => {
      const found = new Map<number, string | null>();
      await each(line, `${fromUid}:*`, { uid: true, envelope: true }, (m) => {
        if (m.uid >= fromUid) found.set(m.uid, m.envelope?.messageId?.trim().replace(/^<|>$/g, '') || null);
      });
      return found;
    },
    fetch: async (uids) => {
      const found = new Map<number, Buffer>();
      if (uids.length > 0) await each(line, uids.join(','), { uid: true, source: true }, (m) => { if (m.source) found.set(m.uid, m.source); });
      return found;
    },
    stream: async (uid) => {
      const { content } = await within(line, () => client.download(String(uid), undefined, { uid: true, chunkSize: CHUNK }));
      return content ? guarded(line, content) : null;
    },
    heads: async (uids) => {
      const found = new Map<number, Buffer>();
      if (uids.length > 0) await each(line, uids.join(','), { uid: true, headers: true }, (m) => { if (m.headers) found.set(m.uid, m.headers); });
      return found;
    },
    flag: async (uids, keyword) => {
      if (!await within(line, () => client.messageFlagsAdd(uids.join(','), [keyword], { uid: true }))) throw refused(`the server did not set ${keyword}`);
    },
    move: (uids, folder) => moveTo(line, uids, folder),
    wait: (ms, signal) => waitForChange(line, ms, signal),
    holds: async (folder, messageId) => {
      await within(line, () => client.mailboxOpen(folder, { readOnly: true }));
      const uids = await within(line, () => client.search({ header: { 'message-id': messageId } }, { uid: true }));
      return Array.isArray(uids) && uids.length > 0;
    },
    close: () => client.close(),
  };
}

function boxOf(client: ImapFlow): Box {
  const box = client.mailbox;
  if (!box) throw away(new Error('no folder is selected'));
  return { uidvalidity: box.uidValidity, uidNext: box.uidNext, exists: box.exists };
}

async function moveTo(line: Line, uids: number[], folder: string): Promise<void> {
  const { client } = line;
  if (!line.folders.has(folder)) {
    const folders = await within(line, () => client.list());
    if (!folders.some((f) => f.path === folder)) await within(line, () => client.mailboxCreate(folder));
    line.folders.add(folder);
  }
  const moved = await within(line, () => client.messageMove(uids.join(','), folder, { uid: true }));
  // It may have been deleted meanwhile: the next try looks again.
  if (moved === false) line.folders.delete(folder);
  if (moved === false) throw refused(`the server did not move mail to ${folder}`);
}

/** Walks a fetch to its end; breaking out of one would leave the connection in the middle of an answer. */
async function each(line: Line, range: string, query: FetchQueryObject, take: (m: Awaited<ReturnType<ImapFlow['fetchAll']>>[number]) => void): Promise<void> {
  const messages = line.client.fetch(range, query, { uid: true });
  for (;;) {
    const next = await within(line, () => messages.next(), STALL_MS);
    if (next.done) return;
    take(next.value);
  }
}

async function* guarded(line: Line, content: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  const chunks = (content as unknown as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  for (;;) {
    const next = await within(line, () => chunks.next(), STALL_MS);
    if (next.done) return;
    yield next.value;
  }
}

/** IDLE ends when the next command is given; a lost line shows there. */
async function waitForChange(line: Line, ms: number, signal: AbortSignal): Promise<void> {
  const { client } = line;
  // Mail that was announced while other commands ran is not announced again.
  if (line.news) return;
  const done = new AbortController();
  const end = (): void => done.abort();
  for (const event of ['exists', 'close'] as const) client.once(event, end);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  client.idle().catch(() => undefined);
  await sleep(ms, undefined, { signal: done.signal }).catch(() => undefined);
  for (const event of ['exists', 'close'] as const) client.off(event, end);
  signal.removeEventListener('abort', end);
}

/** Runs one command under a deadline; whoever misses it loses the connection. Commands on a lost one never settle by themselves. */
async function within<T>(line: Line, work: () => Promise<T>, ms = line.commandMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let lost: () => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    lost = () => reject(new Error('the connection was closed'));
    line.ended.addEventListener('abort', lost);
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${Math.round(ms / 1000)} s`));
      line.client.close();
    }, ms);
  });
  try {
    if (line.ended.aborted) throw new Error('the connection was closed');
    return await Promise.race([work(), failed]);
  } catch (error) {
    throw away(error);
  } finally {
    clearTimeout(timer);
    line.ended.removeEventListener('abort', lost);
  }
}

/** The server is there and says no: a full folder, a right that is missing. */
function refused(what: string): Problem {
  return new Problem('mailbox-refuses', { forUser: 'The mail server refuses to mark or move handled mail: check the rights and the quota of the folder.', forStaff: `IMAP: ${what}`, retry: 'later' });
}

type ImapError = { authenticationFailed?: unknown; mailboxMissing?: unknown; responseText?: unknown; code?: unknown };

function away(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { authenticationFailed, mailboxMissing, responseText, code } = (error ?? {}) as ImapError;
  const said = [typeof code === 'string' ? code : '', typeof responseText === 'string' ? responseText : reasonOf(error)].filter((s) => s !== '').join(' ');
  if (authenticationFailed === true) {
    return new Problem('mailbox-login', { forUser: 'The mailbox refuses the login: check user and password in IMAP_URL.', forStaff: `IMAP login refused: ${said}`, retry: 'later', cause: error });
  }
  if (mailboxMissing === true) {
    return new Problem('folder-missing', { forUser: 'The mailbox has no such folder.', forStaff: `IMAP: ${said}`, retry: 'later', cause: error });
  }
  return new Problem('mailbox-away', { forUser: 'The mailbox cannot be reached; mail waits there and is read later.', forStaff: `IMAP: ${said}`, retry: 'later', cause: error });
}
