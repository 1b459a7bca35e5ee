/** What a process and all its children cost, from /proc (proc(5)). */
import { readFileSync, readdirSync } from 'node:fs';

const TICK_MS = 10; // USER_HZ is 100 on every Linux that Node runs on
const PAGE = 4_096;

/** CPU time of the tree so far, user and system, milliseconds; children that ended and were waited for included. */
export function cpuMs(pid: number): number {
  const ticks = tree(pid).reduce((sum, p) => {
    const fields = read(`/proc/${p}/stat`).replace(/^.*\)\s/s, '').split(' ');
    return sum + [11, 12, 13, 14].reduce((s, i) => s + Number(fields[i] ?? 0), 0);
  }, 0);
  return ticks * TICK_MS;
}

/** Resident memory of the tree, bytes; a page that two of them share counts twice. */
export function residentBytes(pid: number): number {
  return tree(pid).reduce((sum, p) => sum + Number(read(`/proc/${p}/statm`).split(' ')[1] ?? 0) * PAGE, 0);
}

/** The same with shared pages counted once (each process has its proportional share), bytes. Costly: the kernel walks all pages. */
export function proportionalBytes(pid: number): number {
  return tree(pid).reduce((sum, p) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${p}/smaps_rollup`))?.[1] ?? 0) * 1_024, 0);
}

/** The process and all below it. */
export function tree(pid: number): number[] {
  let threads: string[] = [];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  const children = threads.flatMap((t) => read(`/proc/${pid}/task/${t}/children`).split(' ').filter((c) => c !== '').map(Number));
  return [pid, ...children.flatMap(tree)];
}

/** Empty where the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

export type Memory = { stop: () => { residentMb: number; proportionalMb: number } };

/** Notes the highest memory of the tree, looked at every 50 ms. */
export function watchMemory(pid: number): Memory {
  let [resident, proportional, looks] = [0, 0, 0];
  const look = (): void => {
    resident = Math.max(resident, residentBytes(pid));
    if (looks++ % 20 === 0) proportional = Math.max(proportional, proportionalBytes(pid));
  };
  look();
  const timer = setInterval(look, 50);
  return {
    stop: () => {
      clearInterval(timer);
      return { residentMb: resident / 1e6, proportionalMb: proportional / 1e6 };
    },
  };
}
