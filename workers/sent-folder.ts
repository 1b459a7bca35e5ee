/** Looks for the copy of a letter in the contest's Sent folder: evidence for a send that ended unclear. */
import { openMailServer } from '../src/edges/imap.ts';
import { Problem } from '../src/problem.ts';

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
