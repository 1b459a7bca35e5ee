/** What one look at a mailbox with nothing new costs, as the IMAP server sees it. */
import { chown, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startOurs, type OursHome } from '../drivers/launch.ts';
import type { Stand } from '../stand/stand.ts';
import { until } from '../../tests/support/until.ts';

export type Polls = { /** from the end of one IDLE to the beginning of the next, ms */ ms: number[]; /** commands between the two, most frequent first */ commands: string[] };

/**
 * First with the settings of tests, which look every second. Their short leases can be too short for a look at a huge mailbox
 * on a busy machine: then the usual settings, which look once a minute.
 */
const ways = [{ pollsOften: true, wanted: 20, startMs: 60_000, pollsMs: 60_000 }, { pollsOften: false, wanted: 4, startMs: 900_000, pollsMs: 600_000 }];

/** Restarts the service on what it knows and reads Dovecot's own log of its commands. */
export async function pollsOf(stand: Stand, home: OursHome): Promise<Polls> {
  let failure: unknown = null;
  for (const way of ways) {
    try {
      return await watched(stand, home, way);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function watched(stand: Stand, home: OursHome, way: (typeof ways)[number]): Promise<Polls> {
  const dir = stand.dovecot.rawlogDir;
  const owner = await stat(join(stand.dovecot.home, '..'));
  await mkdir(dir);
  await chown(dir, owner.uid, owner.gid);
  try {
    const driver = await startOurs(stand, home, way);
    try {
      return await until(`${way.wanted} looks at the mailbox`, async () => {
        const polls = readPolls(await commandsIn(dir));
        return polls.ms.length >= way.wanted ? polls : null;
      }, way.pollsMs);
    } finally {
      await driver.stop();
    }
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function commandsIn(dir: string): Promise<string> {
  const logs = (await readdir(dir)).filter((name) => name.endsWith('.in'));
  return (await Promise.all(logs.map((name) => readFile(join(dir, name), 'latin1')))).join('');
}

/** Lines are "SECONDS.MICROSECONDS TAG COMMAND …"; the first look compares the whole list (reconcile) and does not count. */
export function readPolls(log: string): Polls {
  const polls: Polls = { ms: [], commands: [] };
  const kinds = new Map<string, number>();
  let done: number | null = null;
  let said: string[] = [];
  for (const line of log.split('\n')) {
    const [, at, rest] = /^(\d+\.\d+) (.*?)\r?$/.exec(line) ?? [];
    if (at === undefined || rest === undefined) continue;
    const ms = Number(at) * 1000;
    if (rest === 'DONE') {
      [done, said] = [ms, []];
      continue;
    }
    const command = /^\S+ ((?:UID )?[A-Z]+)/i.exec(rest)?.[1]?.toUpperCase();
    if (command === undefined || done === null) continue;
    if (command !== 'IDLE') {
      said.push(command);
      continue;
    }
    polls.ms.push(ms - done);
    kinds.set(said.join(', '), (kinds.get(said.join(', ')) ?? 0) + 1);
    done = null;
  }
  polls.commands = [...kinds].sort((a, b) => b[1] - a[1]).map(([commands]) => commands);
  return polls;
}
