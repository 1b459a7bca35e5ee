/**
 * A warm child process that answers one question at a time, at arm's length: under a deadline and a memory limit, without our secrets and,
 * where that is possible, without network. Whatever happens to it happens to one question.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { reasonOf } from '../problem.ts';
import type { Isolation } from './isolation.ts';
import type { Log } from './log.ts';

export type ChildOptions = {
  module: URL;
  /** for one answer, in milliseconds of machine time */
  deadlineMs: number;
  /** of the process, resident */
  rssBytes: number;
  /** of JavaScript objects */
  heapMb: number;
  /** replaced after so many answers, so that nothing a question leaves behind lasts for ever */
  answers: number;
  isolation: Isolation | null;
  log?: Log | undefined;
};

/** Why there is no answer. */
export type Ended = { cause: 'deadline' | 'memory' | 'died'; forStaff: string };
export type Answered = { answer: unknown } | { ended: Ended };
export type Child = {
  ask: (question: unknown) => Promise<Answered>;
  /** true once it must be replaced */
  spent: () => boolean;
  /** ends it and all that runs below it */
  kill: () => void;
};

const WATCH_MS = 200;

/** Never throws: one that cannot be started answers that it died. */
export function startChild(options: ChildOptions): Child {
  try {
    return guarded(options);
  } catch (error) {
    const ended: Ended = { cause: 'died', forStaff: `the parser could not be started: ${reasonOf(error)}` };
    return { ask: async () => ({ ended }), spent: () => true, kill: () => undefined };
  }
}

function guarded(options: ChildOptions): Child {
  const process_ = forkChild(options);
  let alive = true;
  let answers = 0;
  process_.once('exit', () => {
    alive = false;
    // What it had started must not outlive it, whatever ended it.
    killGroup(process_.pid);
  });
  // One that could not be started, for want of memory or processes; unheard, this would end the service.
  process_.on('error', () => { alive = false; });
  process_.stderr?.on('data', (text: Buffer) => options.log?.debug({ child: process_.pid, said: text.toString().slice(0, 500) }, 'parse child'));
  const kill = (): void => {
    if (alive) killGroup(process_.pid);
    // Spent from this moment on, not from the moment its end is heard of: the next question must not meet it.
    alive = false;
  };
  return {
    kill,
    spent: () => !alive || answers >= options.answers,
    ask: (question) => {
      answers++;
      return ask(process_, question, options, kill);
    },
  };
}

/** It leads a process group, so that it can be ended with all that runs below it; it gets no secret of ours: only what Node needs to run. */
function forkChild({ module, heapMb, isolation }: ChildOptions): ChildProcess {
  const node = [...(module.pathname.endsWith('.ts') ? ['--import', 'tsx'] : []), `--max-old-space-size=${heapMb}`, '--max-semi-space-size=4'];
  const start = isolation === null ? { execPath: process.execPath, execArgv: node } : { execPath: isolation.command, execArgv: [...isolation.args, process.execPath, ...node] };
  return fork(fileURLToPath(module), [], {
    ...start, detached: true, env: { PATH: '/usr/bin:/bin', TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced',
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nobody is left in it: what was wanted. Or it is another's by now.
    if (!['ESRCH', 'EPERM'].includes(String((error as { code?: unknown }).code))) throw error;
  }
}

function ask(child: ChildProcess, question: unknown, limits: ChildOptions, kill: () => void): Promise<Answered> {
  return new Promise((resolve) => {
    let settled = false;
    const settle = (result: Answered): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      clearInterval(watch);
      child.off('message', answered);
      child.off('exit', died);
      child.off('error', failed);
      resolve(result);
    };
    const stop = (ended: Ended): void => {
      settle({ ended });
      kill();
    };
    const answered = (answer: unknown): void => settle({ answer });
    const died = (code: number | null, signal: string | null): void => settle({ ended: { cause: 'died', forStaff: `reading it ended the parser (${signal ?? `exit ${code}`})` } });
    const failed = (error: Error): void => died(null, reasonOf(error));
    const deadline = setTimeout(() => stop({ cause: 'deadline', forStaff: `reading it took more than ${limits.deadlineMs} ms` }), limits.deadlineMs);
    const watch = setInterval(() => {
      void residentBytes(child.pid).then((bytes) => { if (bytes > limits.rssBytes) stop({ cause: 'memory', forStaff: `reading it took more than ${limits.rssBytes} bytes of memory` }); });
    }, WATCH_MS);
    child.on('message', answered);
    child.on('exit', died);
    child.on('error', failed);
    if (!child.connected) return died(child.exitCode, child.signalCode);
    child.send(question as object, (error) => { if (error) died(child.exitCode, child.signalCode); });
  });
}

/** Resident memory of a process; 0 where the system does not say (outside Linux the heap limit still holds). */
async function residentBytes(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '0 0');
  return Number(text.split(' ')[1] ?? 0) * 4096;
}
