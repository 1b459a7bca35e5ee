/** The machine the figures come from, and what else ran on it meanwhile. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { dovecotProgram } from '../../tests/support/dovecot.ts';
import { median } from '../numbers.ts';
import { monotonicMs } from './clock.ts';
import { cpuMs } from './process-tree.ts';
import type { Stand } from './stand.ts';

export type Machine = { date: string; processor: string; cores: number; memoryGb: number; kernel: string; node: string; postgres: string; dovecot: string; redis: string; /** median of writing 300 kB to disk for good */ fdatasyncMs: number };

export async function describeMachine(stand: Stand): Promise<Machine> {
  return {
    date: new Date().toISOString().slice(0, 10), processor: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism(), memoryGb: Math.round(totalmem() / 1e9),
    kernel: release(), node: process.version, postgres: await postgresVersion(stand), dovecot: firstWord(execFileSync(dovecotProgram ?? 'dovecot', ['--version'])),
    redis: /v=(\S+)/.exec(execFileSync('redis-server', ['--version']).toString())?.[1] ?? '', fdatasyncMs: await diskDelay(stand.dir),
  };
}

async function postgresVersion(stand: Stand): Promise<string> {
  const [row] = await stand.query<{ server_version: string }>(stand.postgres.url('postgres'), 'show server_version');
  return row?.server_version ?? '';
}

function firstWord(out: Buffer): string {
  return out.toString().split(/\s/)[0] ?? '';
}

async function diskDelay(dir: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 50; i++) {
    const path = join(dir, `disk-${i}`);
    const file = await open(path, 'w');
    await file.writeFile(Buffer.alloc(300_000, i));
    const start = monotonicMs();
    await file.datasync();
    times.push(monotonicMs() - start);
    await file.close();
    await rm(path);
  }
  return median(times);
}

/** Begins to watch; the answer gives the share of the machine (0 to 1) that programs other than the benchmark used since. */
export function watchOthers(): () => number {
  const began = { at: monotonicMs(), busy: busyMs(), own: cpuMs(process.pid) };
  return () => {
    const others = busyMs() - began.busy - (cpuMs(process.pid) - began.own);
    return Math.max(0, others / ((monotonicMs() - began.at) * availableParallelism()));
  };
}

/** All processors together, milliseconds; waiting for the disk is not work, time stolen by other guests is. */
function busyMs(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (readFileSync('/proc/stat', 'latin1').split('\n')[0] ?? '').split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) * 10;
}
