import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Env } from '../../schemas/env.ts';
import { openClamd } from '../../src/edges/clamd.ts';
import { mailboxName, openMailServer } from '../../src/edges/imap.ts';
import { openMailauth } from '../../src/edges/mailauth.ts';
import { findIsolation } from '../../src/edges/isolation.ts';
import { openLog } from '../../src/edges/log.ts';
import { findPrograms } from '../../src/edges/programs.ts';
import { openQueue } from '../../src/edges/queue.ts';
import { openSmtp } from '../../src/edges/smtp.ts';
import { whyKept } from '../../src/personal/hold.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import { openDatabase } from '../../src/store/database.ts';
import { required } from '../environment.ts';
import { contestInForce, contestOf, environment, wallClock, writerOf } from './context.ts';
import { colour, print, printJson } from './print.ts';

type Result = { what: string; ok: boolean; says: string };

/** `mailroom check`: configuration, contest and connections, one line each; exit 1 where something does not work. */
export function checkCommand(): Command {
  return new Command('check').description('configuration, contest and connections, one line each').option('--json', 'JSON on stdout').action(async ({ json }: { json?: boolean }) => {
    const env = environment();
    const results: Result[] = [];
    for (const [what, probe] of probes(env)) {
      const result = await tried(what, probe);
      results.push(result);
      if (!json) print(`${result.ok ? colour('ok', 'green') : colour('--', 'red')}  ${what.padEnd(10)} ${result.says}`);
    }
    if (json) printJson({ checks: results, ok: results.every((r) => r.ok) });
    if (results.some((r) => !r.ok)) process.exitCode = 1;
  });
}

type Probe = () => Promise<string>;

function probes(env: Env): [string, Probe][] {
  return [
    ['contest', () => contest(env)], ['privacy', () => privacy(env)], ['secrets', () => secrets(env)], ['data', () => dataDir(env)], ['database', () => database(env)],
    ['queue', () => queue(env)], ['mailbox', () => mailbox(env)], ['smtp', () => smtp(env)], ['senders', () => senders(env)], ['documents', reading], ['scanner', () => scanner(env)],
  ];
}

async function tried(what: string, probe: Probe): Promise<Result> {
  try {
    return { what, ok: true, says: await probe() };
  } catch (error) {
    const says = error instanceof Problem && error.forStaff !== error.forUser ? `${error.forUser} (${error.forStaff})` : reasonOf(error);
    return { what, ok: false, says };
  }
}

async function contest(env: Env): Promise<string> {
  // A database that is away, or empty, is told in its own line.
  const loaded = await contestInForce().catch(() => contestOf(env));
  await writerOf(loaded);
  const { window, id, staff } = loaded.contest;
  const now = wallClock();
  const open = now < new Date(window.opens) ? `opens ${window.opens}` : now >= new Date(window.closes) ? colour(`closed since ${window.closes}: every entry counts as late`, 'yellow') : `open until ${window.closes}`;
  const nobody = staff.addresses.length === 0 ? '; no staff address is set: alerts and questions reach nobody by mail' : '';
  const changed = loaded.written ? ` (changed by an approved act; contest.yaml says ${loaded.written.closes})` : '';
  return `${id} in ${loaded.dir}, ${open}${changed}${nobody}`;
}

/** How personal data are dealt with: the notice, how long what is kept, and whether a hold stops deletion. */
async function privacy(env: Env): Promise<string> {
  const { contest: loaded } = await contestOf(env);
  const { notice, retention } = loaded.personalData;
  const kept = Object.entries(retention).filter(([, n]) => n !== undefined).map(([name, n]) => `${name.replace(/(Days|Months)$/, '')} ${n} ${name.endsWith('Months') ? 'months' : 'days'}`);
  const hold = whyKept(loaded, wallClock());
  return `${notice ? `notice ${notice.version}` : colour('no notice: the receipt tells nobody what becomes of their data', 'yellow')}; kept: ${kept.join(', ')}, all else until it is erased${hold === null ? '' : colour(`; nothing is deleted: ${hold}`, 'yellow')}`;
}

async function secrets(env: Env): Promise<string> {
  const { SECRET_KEY } = required(env, ['SECRET_KEY']);
  return `SECRET_KEY: ${SECRET_KEY.length === 1 ? 'one key' : `${SECRET_KEY.length} keys, the first signs`}`;
}

async function dataDir(env: Env): Promise<string> {
  const probe = join(env.DATA_DIR, `.check-${process.pid}`);
  await mkdir(env.DATA_DIR, { recursive: true });
  await writeFile(probe, 'x');
  await rm(probe);
  return `DATA_DIR: ${env.DATA_DIR} can be written`;
}

async function database(env: Env): Promise<string> {
  const { DATABASE_URL } = required(env, ['DATABASE_URL']);
  const db = openDatabase(DATABASE_URL, wallClock, { poolSize: 1 });
  try {
    const { rows } = await db.pool.query<{ version: string; tables: boolean }>("select version(), to_regclass('public.message') is not null as tables");
    const [found] = rows;
    return `${found?.version.split(' ').slice(0, 2).join(' ')}${found?.tables ? '' : '; no tables yet: `mailroom migrate` (or `start`) makes them'}`;
  } finally {
    await db.close();
  }
}

async function queue(env: Env): Promise<string> {
  const { DATABASE_URL } = required(env, ['DATABASE_URL']);
  const opened = await openQueue({
    ...(env.REDIS_URL ? { redisUrl: env.REDIS_URL } : {}), databaseUrl: DATABASE_URL, prefix: 'mailroom-check', log: openLog({ level: 'silent' }),
    ...(env.TLS_CA_FILE ? { caFile: env.TLS_CA_FILE } : {}),
  });
  const patience = AbortSignal.timeout(5_000);
  try {
    await opened.ready(patience);
    if (patience.aborted) throw new Error(`the queue does not answer (${env.REDIS_URL ? 'REDIS_URL' : 'DATABASE_URL'})`);
    return env.REDIS_URL ? 'BullMQ on Redis' : 'BullMQ on PostgreSQL (REDIS_URL is not set)';
  } finally {
    await opened.close();
  }
}

async function mailbox(env: Env): Promise<string> {
  const { IMAP_URL } = required(env, ['IMAP_URL']);
  const server = await openMailServer({ url: IMAP_URL, caFile: env.TLS_CA_FILE ?? null, writable: false, largest: 1 << 20 });
  try {
    return `${mailboxName(IMAP_URL)}: ${server.box().exists} messages`;
  } finally {
    server.close();
  }
}

async function smtp(env: Env): Promise<string> {
  const { SMTP_URL } = required(env, ['SMTP_URL']);
  const server = await openSmtp({ url: SMTP_URL, caFile: env.TLS_CA_FILE ?? null, socketTimeoutMs: 15_000 });
  try {
    await server.verify();
    return `${new URL(SMTP_URL).host} takes mail`;
  } finally {
    await server.close();
  }
}

/** Who says whether a sender is who it seems. */
async function senders(env: Env): Promise<string> {
  const { contest: { mailbox: { address }, staff } } = await contestOf(env);
  const server = env.AUTHSERV_ID ? `Authentication-Results of ${env.AUTHSERV_ID} count` : null;
  const needed = staff.auth === 'mailauth' ? env.MAILAUTH ?? env.AUTHSERV_ID : staff.auth === 'server' ? env.AUTHSERV_ID : 'none';
  if (needed === undefined) throw new Problem('configuration', { forUser: `staff.auth is ${staff.auth}: set ${staff.auth === 'server' ? 'AUTHSERV_ID' : 'MAILAUTH'}, or no decision by mail is ever taken` });
  if (!env.MAILAUTH) return `${server ?? 'nobody is asked (AUTHSERV_ID and MAILAUTH are not set)'}: ${server ? 'what it says nothing about' : 'every sender'} counts as unknown`;
  await openMailauth({ servers: env.MAILAUTH }).probe(address.slice(address.lastIndexOf('@') + 1));
  const spf = env.MAILAUTH.length > 0 ? `signatures, and SPF behind ${env.MAILAUTH.join(', ')}` : 'signatures alone, so that nothing counts as forged: MAILAUTH names no receiving server';
  return `${server ? `${server}; beyond them ` : ''}mailauth looks itself at ${spf}; DNS answers`;
}

/** With what documents are read here, and how their readers are kept apart. */
async function reading(): Promise<string> {
  const [{ found }, isolation] = await Promise.all([findPrograms(), findIsolation()]);
  const pdf = found.pdftotext && found.pdftoppm ? 'pdftotext and pdftoppm' : 'poppler-utils is not installed: PDFs in odd fonts are read less well, scanned PDFs not at all';
  const ocr = found.tesseract ? 'OCR in Vietnamese by tesseract' : 'OCR in Vietnamese by tesseract.js (tesseract-ocr is not installed: it is slower and takes more memory)';
  return `${pdf}; ${ocr}; ${isolation === null ? 'this kernel gives no network namespace: children that read documents have our network' : 'children that read documents have no network'}`;
}

async function scanner(env: Env): Promise<string> {
  if (!env.CLAMD_URL) return 'CLAMD_URL is not set: attachments are not scanned for viruses';
  return `${await openClamd(env.CLAMD_URL, { ms: 5_000 }).probe()} at ${env.CLAMD_URL}`;
}
