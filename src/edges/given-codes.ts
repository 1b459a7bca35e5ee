/**
 * The codes that were given, one line each, beside the mails in DATA_DIR: what the database said to the world before it may
 * have been replaced by an older one. Only ever appended to; a line that is damaged is passed over, a missing one costs evidence.
 *
 *   {"contest":"hau-giang-2024","code":"CCHC24-0007-6","version":1,"content":"9f86…","form":"","letter":"3f0c…"}
 */
import { appendFile, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type GivenCode = {
  code: string;
  version: number;
  /** hash of the mail without trace headers */
  content: string | null;
  /** which of several entries of that mail: part number of its form; '' = the mail is one entry */
  form: string;
  /** id of the letter that names it */
  letter: string;
};

export type GivenCodes = {
  /** call after the commit that gave them: a line must never be ahead of the database that wrote it */
  note: (given: readonly GivenCode[]) => Promise<void>;
  /** an older database was restored and everything was made good: what stands above is the past */
  markRestored: () => Promise<void>;
  /** the newest lines since the last mark, at most about 300 */
  newest: () => Promise<GivenCode[]>;
  /** every line by the content of its mail, of each form the newest; read once, and again after `newest` */
  byContent: () => Promise<Map<string, GivenCode[]>>;
};

const FILE = 'given-codes.jsonl';
const TAIL_BYTES = 64 * 1024;

/** @param contest its id: contests that share a folder do not see each other's lines */
export function openGivenCodes(dir: string, contest: string): GivenCodes {
  const file = join(dir, FILE);
  // One write each, so that lines of several processes do not mix (O_APPEND); each begins a line, so that a torn one spoils no other.
  const append = (lines: object[]): Promise<void> => appendFile(file, lines.map((line) => `\n${JSON.stringify({ contest, ...line })}`).join(''), { mode: 0o640 });
  let read: Promise<Map<string, GivenCode[]>> | null = null;
  return {
    note: (given) => (given.length === 0 ? Promise.resolve() : append([...given])),
    markRestored: () => append([{ restored: true }]),
    newest: async () => {
      read = null;
      const lines = readLines(await tailOf(file), contest);
      return lines.slice(lines.findLastIndex((line) => 'restored' in line) + 1).flatMap((line) => ('restored' in line ? [] : [line]));
    },
    byContent: () => (read ??= byContent(file, contest).catch((error: unknown) => {
      read = null;
      throw error;
    })),
  };
}

async function byContent(file: string, contest: string): Promise<Map<string, GivenCode[]>> {
  const lines = readLines(await readFile(file, 'utf8').catch(absent), contest);
  const found = new Map<string, GivenCode[]>();
  for (const line of lines) {
    if ('restored' in line || line.content === null) continue;
    found.set(line.content, [...(found.get(line.content) ?? []).filter((g) => g.form !== line.form), line]);
  }
  return found;
}

type Line = GivenCode | { restored: true };

function readLines(text: string, contest: string): Line[] {
  return text.split('\n').flatMap((written): Line[] => {
    const line = parsed(written);
    if (line === null || line['contest'] !== contest) return [];
    if (line['restored'] === true) return [{ restored: true }];
    const { code, version, content, form, letter } = line;
    return typeof code === 'string' && typeof version === 'number' && typeof letter === 'string' ? [{ code, version, letter, content: typeof content === 'string' ? content : null, form: typeof form === 'string' ? form : '' }] : [];
  });
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : null;
  } catch {
    return null;
  }
}

/** The end of the file, from the beginning of a line. */
async function tailOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(absent);
  if (typeof handle === 'string') return handle;
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    const text = buffer.toString('utf8', 0, bytesRead);
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await handle.close();
  }
}

function absent(error: unknown): '' {
  if ((error as { code?: unknown }).code === 'ENOENT') return '';
  throw error;
}
