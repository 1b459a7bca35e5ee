/** Looks for the copy of a letter in the contest's Sent folder: evidence for a send that ended unclear. */
import { openMailServer } from '../src/edges/imap.ts';

/** @returns true or false by what the folder holds; null where the contest names no such folder */
export function sentFolderProbe(url: string, caFile: string | null, folder: string | null): (rfcMessageId: string) => Promise<boolean | null> {
  return async (rfcMessageId) => {
    if (folder === null) return null;
    const server = await openMailServer({ url, caFile, writable: false, largest: 1 << 20 });
    try {
      return await server.holds(folder, `<${rfcMessageId}>`);
    } finally {
      server.close();
    }
  };
}
