import { Command } from 'commander';
import type { Env } from '../../schemas/env.ts';
import { openErasureList } from '../../src/edges/erasure-list.ts';
import { openGivenCodes } from '../../src/edges/given-codes.ts';
import { openPaperRecords } from '../../src/edges/paper-records.ts';
import { openBlobs } from '../../src/edges/blobs.ts';
import { mailboxName, openMailServer } from '../../src/edges/imap.ts';
import { openDatabase } from '../../src/store/database.ts';
import { required } from '../environment.ts';
import type { OpenMailbox } from '../oracle/mailbox.ts';
import { verify, type Verdict } from '../verify.ts';
import { contestOf, environment, wallClock } from './context.ts';
import { colour, print, printJson } from './print.ts';

/** `mailroom verify`: the oracle; exit 1 and a line per violation. */
export function verifyCommand(): Command {
  return new Command('verify').description('check every invariant on the real data; the mailbox too, where IMAP_URL is set')
    .option('--json', 'JSON on stdout').option('--deep', 'hash every stored byte again, not only those of the last day')
    .action(async ({ json, deep }: { json?: boolean; deep?: boolean }) => {
      const env = environment();
      const database = openDatabase(required(env, ['DATABASE_URL']).DATABASE_URL, wallClock, { poolSize: 2 });
      try {
        const loaded = await contestOf(env);
        const { id } = loaded.contest;
        const verdict = await verify({ db: database, blobs: await openBlobs(env.DATA_DIR), mailbox: mailboxOf(env), givenCodes: openGivenCodes(env.DATA_DIR, id), paperRecords: openPaperRecords(env.DATA_DIR, id), erasures: openErasureList(env.DATA_DIR, id), secretKeys: env.SECRET_KEY ?? [], loaded }, deep === true);
        if (json) printJson(verdict);
        else show(verdict);
        if (!verdict.ok) process.exitCode = 1;
      } finally {
        await database.close();
      }
    });
}

function mailboxOf({ IMAP_URL: url, TLS_CA_FILE }: Env): OpenMailbox | null {
  return url === undefined ? null : { name: mailboxName(url), open: () => openMailServer({ url, caFile: TLS_CA_FILE ?? null, writable: false, largest: 1 << 20 }) };
}

const SHOWN = 50;

function show({ invariants, listed }: Verdict): void {
  for (const { name, checked, violations, note } of invariants) {
    const skipped = checked === 0 && note !== undefined && violations.length === 0;
    print(`${violations.length > 0 ? colour('BROKEN', 'red') : skipped ? colour('------', 'yellow') : colour('holds ', 'green')}  ${name} (${skipped ? note : `${checked} checked${note ? `; ${note}` : ''}`})`);
    showItems(violations);
  }
  for (const { name, items } of listed.filter((l) => l.items.length > 0)) {
    print(`${colour('look  ', 'yellow')}  ${name}: ${items.length}`);
    showItems(items);
  }
}

function showItems(items: string[]): void {
  for (const item of items.slice(0, SHOWN)) print(`          ${item}`);
  if (items.length > SHOWN) print(`          and ${items.length - SHOWN} more: --json shows them`);
}
