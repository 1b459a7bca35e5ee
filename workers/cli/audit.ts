import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { Command } from 'commander';
import { DateTime } from 'luxon';
import { CHAIN_START } from '../../src/audit/chain.ts';
import { lastInstantOf } from '../../src/contest/working-days.ts';
import { wrongUse } from '../../src/problem.ts';
import { brokenLinks } from '../../src/store/audit.ts';
import { auditHead, auditPage, auditRowByHash, type AuditRange } from '../../src/store/audit-export.ts';
import type { Tx } from '../../src/store/database.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { colour, print, printJson } from './print.ts';

/** `mailroom audit verify|export`: the hash-chained record of what people decided. */
export function auditCommand(): Command {
  const command = new Command('audit').description('the record of what people decided, each row chained to the one before');
  command.command('verify').description('recompute every hash; exit 1 and a line for each row that is broken').option('--json', 'JSON on stdout')
    .option('--head <hash>', 'of an earlier export: the record must still hold it, so that nobody cut its end').action(verify);
  command.command('export').description('JSON lines, one for each row; the last line holds the head of the chain')
    .option('--from <day>', 'the first day, as 2024-08-01').option('--to <day>', 'the last day').option('--out <file>', 'instead of stdout').action(exportRows);
  return command;
}

async function verify({ json, head }: { json?: boolean; head?: string }): Promise<void> {
  if (head !== undefined && !/^[0-9a-f]{64}$/i.test(head)) throw wrongUse('--head: expected the hash of an export\'s last line, 64 hexadecimal digits');
  const found = await withDatabase(async (tx) => {
    const links = await brokenLinks(tx);
    const held = head === undefined || head === CHAIN_START || (await auditRowByHash(tx, head.toLowerCase())) !== null;
    return { ...links, violations: [...links.violations, ...(held ? [] : [`no audit event has the hash ${head}: the end of the record was cut, or it was written anew`])], head: await auditHead(tx) };
  });
  const ok = found.violations.length === 0;
  if (json) printJson({ ok, ...found });
  else {
    for (const violation of found.violations.slice(0, MOST_SHOWN)) print(`${colour('BROKEN', 'red')}  ${violation}`);
    if (found.violations.length > MOST_SHOWN) print(`        and ${found.violations.length - MOST_SHOWN} more: --json shows them`);
    if (ok) print(`${colour('holds', 'green')}  ${found.checked} audit events, head ${found.head?.hash ?? CHAIN_START}`);
  }
  if (!ok) process.exitCode = 1;
}

const MOST_SHOWN = 50;

type Options = { from?: string; to?: string; out?: string };

async function exportRows(options: Options): Promise<void> {
  const { zone, id } = (await contestOf(environment())).contest;
  const range: AuditRange = { from: options.from === undefined ? null : firstInstantOf(options.from, zone), to: options.to === undefined ? null : new Date(lastInstantOf(options.to, zone).getTime() + 1_000) };
  if (range.from && range.to && range.to <= range.from) throw wrongUse('--to is before --from');
  const { out } = options;
  if (out === undefined) {
    await withDatabase((tx) => writeAll(tx, id, range, async (line) => print(line)));
    return;
  }
  // Written beside and moved: a file that is there is whole. For its owner alone, since names stand in it.
  const beside = `${out}.new`;
  const file = await open(beside, 'w', 0o600).catch((cause: unknown) => { throw wrongUse(`--out ${out}: cannot be written (${cause instanceof Error ? cause.message : String(cause)})`); });
  try {
    const rows = await withDatabase((tx) => writeAll(tx, id, range, (line) => writeLine(file, line)));
    await file.sync();
    await file.close();
    await rename(beside, out);
    print(`${out}: ${rows} audit events`);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw error;
  }
}

async function writeLine(file: FileHandle, line: string): Promise<void> {
  await file.write(`${line}\n`);
}

const PAGE = 500;

/** One transaction: no row comes between the last page and the head. @returns how many rows */
async function writeAll(tx: Tx, contest: string, range: AuditRange, write: (line: string) => Promise<void>): Promise<number> {
  // The head first: rows that come meanwhile stand behind it, and are left out.
  const head = await auditHead(tx);
  let rows = 0;
  for (let after = 0; ;) {
    const page = (await auditPage(tx, range, after, PAGE)).filter((row) => row.n <= (head?.n ?? 0));
    for (const row of page) await write(JSON.stringify(row));
    rows += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.n;
  }
  await write(JSON.stringify({ contest, exportedAt: tx.now.toISOString(), rows, from: range.from?.toISOString() ?? null, to: range.to?.toISOString() ?? null, head: head?.hash ?? CHAIN_START, headN: head?.n ?? 0 }));
  return rows;
}

function firstInstantOf(day: string, zone: string): Date {
  // The same words for a day that is none.
  const last = lastInstantOf(day, zone);
  return DateTime.fromJSDate(last, { zone }).startOf('day').toJSDate();
}
