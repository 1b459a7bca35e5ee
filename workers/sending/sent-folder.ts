/** Looks into the contest's Sent folder: for the copy of a letter, as evidence for a send that ended unclear, and for what people wrote by hand. */
import type { MailReading } from '../../schemas/reading.ts';
import { inFolder, openMailServer, type MailServer } from '../../src/edges/imap.ts';
import { readMail } from '../../src/mail/read.ts';
import { Problem } from '../../src/problem.ts';

/** @returns true or false by what the folder holds; null where the contest names none, or one that the server does not have */
export function sentFolderProbe(url: string, caFile: string | null, folder: string | null): (rfcMessageId: string) => Promise<boolean | null> {
  return async (rfcMessageId) => {
    if (folder === null) return null;
    const server = await openMailServer({ url, caFile, writable: false, largest: 1 << 20 });
    try {
      return await server.holds(folder, `<${rfcMessageId}>`).catch(unlessMissing);
    } finally {
      server.close();
    }
  };
}

/** A name that is wrong must not keep a letter unclear for ever: without that folder the mailbox alone gives evidence. */
function unlessMissing(error: unknown): null {
  if (error instanceof Problem && error.code === 'folder-missing') return null;
  throw error;
}

export type SentMail = { /** INTERNALDATE */ at: Date; reading: MailReading };
/** @param wanted looks at the head of each: To, Subject, Message-ID, References */
export type ReadSent = (wanted: (head: SentMail) => boolean) => Promise<SentMail[] | null>;

/** The newest mails that are looked at, heads asked for at once, and the largest mail that is read: answers are short. */
const LOOKED_AT = 300;
const HEADS = 50;
const LARGEST = 2 << 20;

export function sentFolderReader(url: string, caFile: string | null, folder: string | null): ReadSent {
  return async (wanted) => {
    if (folder === null) return null;
    const server = await openMailServer({ url: inFolder(url, folder), caFile, writable: false, largest: LARGEST + (1 << 20) }).catch(unlessMissing);
    if (server === null) return null;
    try {
      return await wantedIn(server, wanted);
    } finally {
      server.close();
    }
  };
}

async function wantedIn(server: MailServer, wanted: (head: SentMail) => boolean): Promise<SentMail[]> {
  const listed = new Map((await server.list(Math.max(1, server.box().uidNext - LOOKED_AT))).filter((m) => m.size <= LARGEST).map((m) => [m.uid, m.internalDate]));
  const uids = [...listed.keys()];
  const found: SentMail[] = [];
  for (let i = 0; i < uids.length; i += HEADS) {
    const heads = await server.heads(uids.slice(i, i + HEADS));
    const chosen: number[] = [];
    for (const [uid, head] of heads) if (wanted(await mailOf(head, listed.get(uid)))) chosen.push(uid);
    for (const [uid, raw] of chosen.length === 0 ? [] : await server.fetch(chosen)) found.push(await mailOf(raw, listed.get(uid)));
  }
  return found;
}

async function mailOf(raw: Buffer, at: Date | undefined): Promise<SentMail> {
  return { at: at ?? new Date(0), reading: (await readMail(raw, { partBytes: 0 })).reading };
}
