/** The mailbox as files: filled by links from a stock, as a mail server delivers, and counted without asking the IMAP server. */
import { chown, link, mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export type Maildir = {
  /** writes a mail into the stock once. @param received becomes its INTERNALDATE */
  stock: (name: string, raw: Buffer, received: Date) => Promise<string>;
  /** brings files of the stock into the inbox, all at once */
  deliver: (files: string[]) => Promise<void>;
  /** how many were brought since the last wipe and are to be moved once handled */
  delivered: () => number;
  /** mail that has lain in the inbox for long, seen by its owner */
  lay: (files: string[]) => Promise<void>;
  /** how many mails lie in a folder */
  count: (folder: 'INBOX' | 'Done') => Promise<number>;
  /** how many delivered mails the server has not taken up yet: it moves them from new/ to cur/ when it does */
  unseen: () => Promise<number>;
  /** an empty mailbox; nobody may be logged in */
  wipe: () => Promise<void>;
};

/** @param home of the mailbox's user; the stock lies beside it, on the same file system */
export async function openMaildir(home: string): Promise<Maildir> {
  const root = join(home, 'Maildir');
  const stock = join(home, '..', 'stock');
  const owner = await stat(join(home, '..'));
  const make = async (dir: string): Promise<void> => {
    await mkdir(dir, { recursive: true });
    await chown(dir, owner.uid, owner.gid);
  };
  const entries = (dir: string): Promise<string[]> => readdir(dir).catch(() => []);
  let delivered = 0;
  const wipe = async (): Promise<void> => {
    delivered = 0;
    await rm(home, { recursive: true, force: true });
    for (const dir of [home, root, ...['cur', 'new', 'tmp'].map((d) => join(root, d))]) await make(dir);
  };
  await make(stock);
  await wipe();
  return {
    wipe,
    stock: async (name, raw, received) => {
      // Delivered mail lies there with single line feeds; W names its size with CRLF, which is what IMAP announces.
      const stored = Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
      const file = join(stock, `${Math.floor(received.getTime() / 1000)}.${name}.bench,S=${stored.length},W=${raw.length}`);
      await writeFile(file, stored);
      await chown(file, owner.uid, owner.gid);
      await utimes(file, received, received);
      return file;
    },
    deliver: async (files) => {
      for (const file of files) await link(file, join(root, 'new', basename(file)));
      delivered += files.length;
    },
    delivered: () => delivered,
    lay: async (files) => { for (const file of files) await link(file, join(root, 'cur', `${basename(file)}:2,S`)); },
    count: async (folder) => {
      const dir = folder === 'INBOX' ? root : join(root, `.${folder}`);
      return (await entries(join(dir, 'new'))).length + (await entries(join(dir, 'cur'))).length;
    },
    unseen: async () => (await entries(join(root, 'new'))).length,
  };
}
