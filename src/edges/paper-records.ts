/**
 * A line for each entry on paper, beside its raw message in DATA_DIR: a mailbox has no such message, so this is what an
 * older database learns of it again. Only ever appended to; a line that is damaged is passed over.
 *
 *   {"contest":"hau-giang-2024","sha256":"9f86…","receivedAt":"2024-08-02T02:00:00.000Z","channel":"post","sender":"tel:0900000811",…}
 */
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { paperChannels } from '../../schemas/paper.ts';

const kept = z.object({
  /** of the raw message, in the store of blobs */
  sha256: z.string(),
  receivedAt: z.string(), channel: z.enum(paperChannels), sender: z.string(), name: z.string().nullable(), code: z.string().nullable(),
  enteredBy: z.string(), reason: z.string(), enteredAt: z.string(),
});
export type KeptPaper = z.infer<typeof kept>;

export type PaperRecords = {
  /** before the row is committed: bytes and line are safe first */
  note: (record: KeptPaper) => Promise<void>;
  /** every line, of each message the last */
  all: () => Promise<KeptPaper[]>;
};

const FILE = 'paper-entries.jsonl';

/** @param contest its id: contests that share a folder do not see each other's lines */
export function openPaperRecords(dir: string, contest: string): PaperRecords {
  const file = join(dir, FILE);
  return {
    note: (record) => appendFile(file, `\n${JSON.stringify({ contest, ...record })}`, { mode: 0o640, flush: true }),
    all: async () => {
      const lines = (await readFile(file, 'utf8').catch(absent)).split('\n').flatMap((line) => lineOf(line, contest));
      return [...new Map(lines.map((line) => [line.sha256, line])).values()];
    },
  };
}

function lineOf(text: string, contest: string): KeptPaper[] {
  try {
    const found = kept.extend({ contest: z.string() }).safeParse(JSON.parse(text));
    if (!found.success || found.data.contest !== contest) return [];
    const { contest: _own, ...record } = found.data;
    return [record];
  } catch {
    return [];
  }
}

function absent(error: unknown): '' {
  if ((error as { code?: unknown }).code === 'ENOENT') return '';
  throw error;
}
