/** One run: mail comes in while the plan's faults strike; when all is quiet again, it is judged. Never retried. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { reasonOf } from '../../src/problem.ts';
import { inflict } from './faults.ts';
import { judgeLetters } from './judge-letters.ts';
import { judgeMail } from './judge-mail.ts';
import { bringIn, type LedgerLine } from './ledger.ts';
import { planOf, type FaultSet } from './plan.ts';
import { makeReport, type ChaosReport, type Measured } from './report.ts';
import { MAILBOX, openStand, type Stand } from './stand.ts';
import { untilQuiet } from './quiet.ts';

export type ChaosOptions = {
  seed: string;
  /** mails, each another one */
  n: number;
  faults: FaultSet;
  /** over how long mails and faults are spread, ms; by n if not given */
  ms?: number;
  tell?: (line: string) => void;
  keepLogs?: boolean;
  /** ends the run at once, with everything it started */
  signal?: AbortSignal;
};

export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, faults, tell = () => undefined } = options;
  const stand = await openStand({ seed, bad: faults === 'all' });
  let report: ChaosReport | null = null;
  try {
    report = await Promise.race([run(options, stand, tell), aborted(options.signal)]);
    return report;
  } finally {
    await stand.close({ keepLogs: options.keepLogs === true || (report?.ok !== true && options.signal?.aborted !== true) });
  }
}

/** @throws where somebody ends the run: what is under way then fails by itself, unheard */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new Error('stopped'));
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

async function run(options: ChaosOptions, stand: Stand, tell: (line: string) => void): Promise<ChaosReport> {
  const { seed, n, faults } = options;
  await Promise.all(Object.values(stand.services).map((one) => one.ready()));
  const pace = paceOf(stand);
  const ms = (options.ms ?? usualMs(n)) * pace;
  tell(`ready; ${n} mails come in within ${Math.round(ms / 1000)} s, seed ${seed}`);
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
  // On a busy machine the faults go on until most letters have left, so that every part has its share.
  const goOn = (): boolean => performance.now() - began < (stand.sink.accepted.length < n * MOST ? ms * LONGER : ms);
  const [ledger, { struck, told }] = await Promise.all([
    bringIn({ seed, n, ms, to: MAILBOX, world: stand.world }),
    inflict(stand, planOf(seed, faults, ms * LONGER), () => paceOf(stand), goOn),
  ]);
  const measured: Measured = { seed, n, pace, faults: struck, told, faultSeconds: seconds(), seconds: 0 };
  tell(`mails and faults over after ${measured.faultSeconds} s`);
  const quiet = await becomeQuiet(stand);
  measured.seconds = seconds();
  tell(`${quiet ?? 'quiet'} after ${measured.seconds} s; judging`);
  const report = await judge(stand, ledger, measured, quiet);
  await writeFile(join(stand.logs, 'faults.log'), `${told.join('\n')}\n`);
  await writeFile(join(stand.logs, 'sink.jsonl'), `${stand.sink.accepted.map((one) => JSON.stringify(one)).join('\n')}\n`);
  return report;
}

const MOST = 0.8;
/** How often the usual time faults may take on a busy machine. */
const LONGER = 2;

/** On two idle cores a process of the service is ready within this time, ms. */
const USUAL_START_MS = 3_000;

/** How many times slower than usual this machine is just now, by the starts of the service: 1 to 6. */
function paceOf(stand: Stand): number {
  const slowest = Math.max(...Object.values(stand.services).map((one) => one.startMs()));
  return Math.round(Math.min(6, Math.max(1, slowest / USUAL_START_MS)) * 10) / 10;
}

/** 12 mails a second in a short run, 30 in a long one: the faults of 20 s at least. */
function usualMs(n: number): number {
  return Math.max(20_000, n <= 1_000 ? n * 60 + 5_000 : n * 33);
}

/** Without a step forward for so long after the faults, the service is stuck: longer than the longest pause between two tries (5 minutes and a quarter). */
const QUIET_MS = 400_000;

/** Null once all is quiet; otherwise what still moved when patience ended. */
async function becomeQuiet(stand: Stand): Promise<string | null> {
  try {
    await untilQuiet(stand, QUIET_MS);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

async function judge(stand: Stand, ledger: LedgerLine[], measured: Measured, quiet: string | null): Promise<ChaosReport> {
  const services = Object.values(stand.services);
  const ends = await Promise.all(services.map(async (one) => ({ name: one.name, how: await one.end() })));
  const letters = await judgeLetters(stand, ledger);
  const violations = [
    ...(quiet === null ? [] : [quiet]),
    ...services.flatMap((one) => one.surprises),
    ...ends.filter((end) => end.how !== 0).map((end) => `${end.name} did not stop cleanly: ${end.how}`),
    ...await verify(stand),
    ...await judgeMail(stand, ledger),
    ...letters.violations,
  ];
  return makeReport(stand, ledger, measured, letters, violations);
}

type Verdict = { invariants: { name: string; violations: string[] }[] };

/** `mailroom verify --deep`, as an operator runs it. */
async function verify(stand: Stand): Promise<string[]> {
  const run = promisify(execFile)(process.execPath, ['dist/workers/cli/mailroom.js', 'verify', '--json', '--deep'], {
    env: { PATH: process.env['PATH'] ?? '', ...stand.variables }, maxBuffer: 1 << 28,
  });
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string; stderr: string });
  if (!stdout?.startsWith('{')) return [`verify said nothing: ${reasonOf(stdout)}`];
  return (JSON.parse(stdout) as Verdict).invariants.flatMap(({ name, violations }) => violations.map((v) => `verify: ${name}: ${v}`));
}
