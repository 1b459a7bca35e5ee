/**
 * A small file for each entry on paper, beside its raw message in DATA_DIR: a mailbox has no such message, so this is what an
 * older database learns of it again. Named by the message's SHA-256, so that it goes with it when somebody is forgotten.
 *
 *   DATA_DIR/papers/hau-giang-2024/9f86….json   {"receivedAt":"2024-08-02T02:00:00.000Z","channel":"post","sender":"tel:0900000811",…}
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { paperChannels } from '../../schemas/paper.ts';

const kept = z.object({
  receivedAt: z.string(), channel: z.enum(paperChannels), sender: z.string(), name: z.string().nullable(), code: z.string().nullable(),
  enteredBy: z.string(), reason: z.string(), enteredAt: z.string(),
});
export type KeptPaper = z.infer<typeof kept> & { /** of the raw message, in the store of blobs */ sha256: string };

export type PaperRecords = {
  /** before the row is committed: bytes and record are safe first */
  note: (record: KeptPaper) => Promise<void>;
  /** every record; a file that is damaged is passed over */
  all: () => Promise<KeptPaper[]>;
  /** for good; nothing where there is none */
  forget: (sha256: string) => Promise<void>;
};

/** @param contest its id: contests that share a folder do not see each other's records */
export function openPaperRecords(dir: string, contest: string): PaperRecords {
  const folder = join(dir, 'papers', contest);
  const file = (sha256: string): string => join(folder, `${sha256}.json`);
  return {
    note: async ({ sha256, ...record }) => {
      await mkdir(folder, { recursive: true, mode: 0o750 });
      const temporary = join(folder, `${randomUUID()}.tmp`);
      await writeFile(temporary, JSON.stringify(record), { mode: 0o640, flush: true });
      await rename(temporary, file(sha256));
    },
    all: async () => {
      const names = (await readdir(folder).catch(none)).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
      return (await Promise.all(names.map(async (name) => recordIn(name.slice(0, 64), await readFile(join(folder, name), 'utf8').catch(none))))).flat();
    },
    forget: (sha256) => rm(file(sha256), { force: true }),
  };
}

function recordIn(sha256: string, text: string | never[]): KeptPaper[] {
  try {
    const found = kept.safeParse(typeof text === 'string' ? JSON.parse(text) : null);
    return found.success ? [{ sha256, ...found.data }] : [];
  } catch {
    return [];
  }
}

function none(error: unknown): never[] {
  if ((error as { code?: unknown }).code === 'ENOENT') return [];
  throw error;
}
