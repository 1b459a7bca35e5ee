/**
 * Reading hostile mail at arm's length: a forked child, warm and reused, under a deadline and a memory limit.
 * Whatever happens to it happens to one message.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { MailReading } from '../../schemas/reading.ts';
import { reasonOf } from '../problem.ts';
import type { Log } from './log.ts';

export type Unreadable = { code: string; forStaff: string };
export type ReadResult = { reading: MailReading } | { unreadable: Unreadable };
export type Parser = {
  /** Reads the raw mail at `path`; its documents are stored where the parser was told to. Never throws for a bad mail. */
  read: (path: string) => Promise<ReadResult>;
  close: () => Promise<void>;
};

export type ParserOptions = {
  /** children at a time */
  size: number;
  /** where documents are stored, content-addressed; none = they are only described */
  documentsDir?: string;
  limits?: { partBytes?: number };
  deadlineMs?: number;
  rssBytes?: number;
  log?: Log;
  /** the child's module; tests put faulty ones in its place */
  module?: URL;
};

/** What crosses the border to the child and back. */
export type ParseRequest = { path: string; documentsDir: string | null; partBytes: number };
export type ParseAnswer = ReadResult;

const DEADLINE_MS = 10_000;
const RSS_BYTES = 512 * 1024 * 1024;
const WATCH_MS = 200;
/** A child is replaced after so many mails, so that nothing a mail leaves behind lasts for ever; a new one is slow for its first hundreds. */
const MAILS_PER_CHILD = 5_000;

export async function openParser(options: ParserOptions): Promise<Parser> {
  const idle: Child[] = [];
  const waiting: ((child: Child) => void)[] = [];
  const living = new Set<Child>();
  let closed = false;
  const add = (): Child => {
    const child = startChild(options);
    living.add(child);
    return child;
  };
  for (let i = 0; i < options.size; i++) idle.push(add());
  const take = (): Promise<Child> => {
    const child = idle.pop();
    return child ? Promise.resolve(child) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (child: Child): void => {
    let next = child;
    if (child.spent()) {
      living.delete(child);
      child.kill();
      if (closed) return;
      next = add();
    }
    const waiter = waiting.shift();
    if (waiter) waiter(next);
    else idle.push(next);
  };
  return {
    read: async (path) => {
      const child = await take();
      try {
        return await child.read({ path, documentsDir: options.documentsDir ?? null, partBytes: options.limits?.partBytes ?? 25 * 1024 * 1024 });
      } finally {
        giveBack(child);
      }
    },
    close: async () => {
      closed = true;
      for (const child of living) child.kill();
    },
  };
}

type Child = { read: (request: ParseRequest) => Promise<ReadResult>; spent: () => boolean; kill: () => void };

function startChild(options: ParserOptions): Child {
  try {
    return guarded(options);
  } catch (error) {
    // The mail that meets it is tried again, with another child.
    const unreadable = { code: 'parser-died', forStaff: `the parser could not be started: ${reasonOf(error)}` };
    return { read: async () => ({ unreadable }), spent: () => true, kill: () => undefined };
  }
}

function guarded(options: ParserOptions): Child {
  const process_ = forkChild(options.module ?? new URL(`../../workers/parse-child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));
  let alive = true;
  let mails = 0;
  process_.once('exit', () => { alive = false; });
  // One that could not be started, for want of memory or processes; unheard, this would end the service.
  process_.on('error', () => { alive = false; });
  process_.stderr?.on('data', (text: Buffer) => options.log?.debug({ child: process_.pid, said: text.toString().slice(0, 500) }, 'parse child'));
  const kill = (): void => {
    if (alive) process_.kill('SIGKILL');
    // Spent from this moment on, not from the moment its end is heard of: the next mail must not meet it.
    alive = false;
  };
  return {
    kill,
    spent: () => !alive || mails >= MAILS_PER_CHILD,
    read: (request) => {
      mails++;
      return ask(process_, request, { deadlineMs: options.deadlineMs ?? DEADLINE_MS, rssBytes: options.rssBytes ?? RSS_BYTES, kill });
    },
  };
}

/** The child gets no secret of ours: only what Node needs to run. */
function forkChild(module: URL): ChildProcess {
  const typescript = module.pathname.endsWith('.ts');
  return fork(fileURLToPath(module), [], {
    execArgv: [...(typescript ? ['--import', 'tsx'] : []), '--max-old-space-size=384', '--max-semi-space-size=4'],
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced',
  });
}

type Limits = { deadlineMs: number; rssBytes: number; kill: () => void };

function ask(child: ChildProcess, request: ParseRequest, limits: Limits): Promise<ReadResult> {
  return new Promise((resolve) => {
    let settled = false;
    const settle = (result: ReadResult): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      clearInterval(watch);
      child.off('message', answered);
      child.off('exit', died);
      child.off('error', failed);
      resolve(result);
    };
    const stop = (code: string, forStaff: string): void => {
      settle({ unreadable: { code, forStaff } });
      limits.kill();
    };
    const answered = (answer: unknown): void => settle(answer as ParseAnswer);
    const died = (code: number | null, signal: string | null): void => settle({ unreadable: { code: 'parser-died', forStaff: `reading it ended the parser (${signal ?? `exit ${code}`})` } });
    const failed = (error: Error): void => died(null, reasonOf(error));
    const deadline = setTimeout(() => stop('parser-deadline', `reading it took more than ${limits.deadlineMs} ms`), limits.deadlineMs);
    const watch = setInterval(() => {
      void residentBytes(child.pid).then((bytes) => { if (bytes > limits.rssBytes) stop('parser-memory', `reading it took more than ${limits.rssBytes} bytes of memory`); });
    }, WATCH_MS);
    child.on('message', answered);
    child.on('exit', died);
    child.on('error', failed);
    if (!child.connected) return died(child.exitCode, child.signalCode);
    child.send(request, (error) => { if (error) died(child.exitCode, child.signalCode); });
  });
}

/** Resident memory of a process; 0 where the system does not say (outside Linux the heap limit still holds). */
async function residentBytes(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '0 0');
  return Number(text.split(' ')[1] ?? 0) * 4096;
}
