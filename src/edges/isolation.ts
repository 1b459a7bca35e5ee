/** Children without a network, where the kernel lets us: a network namespace of their own (unshare of util-linux), which has nothing in it. */
import { execFile } from 'node:child_process';

/** What goes in front of a program so that it runs without network; it replaces itself by the program, so that the process stays the same. */
export type Isolation = { command: string; args: string[] };

const UNSHARE = '/usr/bin/unshare';
const PROBE_MS = 3_000;

/** What was found to work; a try that failed may have failed for want of time, and is made again. */
let found: Isolation | null = null;

/** Tries once what this machine allows: as root a namespace alone, else one within a user namespace. Null = children have our network. */
export async function findIsolation(): Promise<Isolation | null> {
  return (found ??= await probe());
}

async function probe(): Promise<Isolation | null> {
  for (const flags of [['-n'], ['-r', '-n']]) {
    if (await works([...flags, '--', 'true'])) return { command: UNSHARE, args: [...flags, '--'] };
  }
  return null;
}

function works(args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(UNSHARE, args, { timeout: PROBE_MS, env: { PATH: '/usr/bin:/bin' } }, (error) => resolve(error === null));
  });
}
