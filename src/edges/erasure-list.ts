/**
 * A small file for each erasure of a person, beside the mails in DATA_DIR: an older database does not know that somebody was erased.
 * Codes and keyed hashes alone; nothing in it says who it was.
 *
 *   DATA_DIR/erasures/hau-giang-2024/3f0c91aa-….json   {"n":3,"at":"2024-07-03T02:00:00.000Z","keys":["9f86…"],"codes":["CCHC24-0012-K"]}
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const noted = z.object({ n: z.number(), at: z.string(), keys: z.array(z.string()), codes: z.array(z.string()) });
/** keys: of the addresses (src/personal/tombstone.ts); codes: of entries that went as a whole */
export type NotedErasure = z.infer<typeof noted> & { id: string };

export type ErasureList = {
  /** once it is committed */
  note: (erasure: NotedErasure) => Promise<void>;
  /** in the order of their numbers; a file that is damaged is passed over */
  all: () => Promise<NotedErasure[]>;
};

/** @param contest its id: contests that share a folder do not see each other's */
export function openErasureList(dir: string, contest: string): ErasureList {
  const folder = join(dir, 'erasures', contest);
  return {
    note: async ({ id, ...erasure }) => {
      await mkdir(folder, { recursive: true, mode: 0o750 });
      const temporary = join(folder, `${randomUUID()}.tmp`);
      await writeFile(temporary, JSON.stringify(erasure), { mode: 0o640, flush: true });
      await rename(temporary, join(folder, `${id}.json`));
    },
    all: async () => {
      const names = (await readdir(folder).catch(none)).filter((name) => /^[0-9a-f-]{36}\.json$/.test(name));
      const found = await Promise.all(names.map(async (name) => erasureIn(name.slice(0, 36), await readFile(join(folder, name), 'utf8'))));
      return found.flat().toSorted((a, b) => a.n - b.n);
    },
  };
}

function erasureIn(id: string, text: string): NotedErasure[] {
  try {
    const found = noted.safeParse(JSON.parse(text));
    return found.success ? [{ id, ...found.data }] : [];
  } catch {
    return [];
  }
}

function none(error: unknown): never[] {
  if ((error as { code?: unknown }).code === 'ENOENT') return [];
  throw error;
}
