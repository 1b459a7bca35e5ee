/** Runs what the plan asks for on one stand, and gathers the rows. */
import { assignment } from './measures/assignment.ts';
import { latency } from './measures/latency.ts';
import { memory } from './measures/memory.ts';
import type { Bench } from './measures/measure.ts';
import { oldMail } from './measures/old.ts';
import { reading } from './measures/reading.ts';
import { stall } from './measures/stall.ts';
import { throughput } from './measures/throughput.ts';
import { waitingJobs } from './measures/jobs.ts';
import { median } from './numbers.ts';
import type { MeasureName, Plan } from './plan.ts';
import { describeMachine, type Machine } from './stand/machine.ts';
import type { Stand } from './stand/stand.ts';
import type { Row } from './table.ts';

export type Report = { machine: Machine; seed: string; /** share of the machine that other programs used, median and highest of the measured runs */ others: { median: number; highest: number }; rows: Row[] };

export async function runPlan(stand: Stand, plan: Plan, say: (line: string) => void): Promise<Report> {
  const shares: number[] = [];
  const bench: Bench = { stand, seed: plan.seed, say, disturbed: (share) => { shares.push(share); } };
  const run: Record<MeasureName, () => Promise<Row[]>> = {
    throughput: () => throughput(bench, plan.throughput),
    memory: () => memory(bench, plan.memory),
    old: () => oldMail(bench, plan.old),
    jobs: () => waitingJobs(bench, plan.jobs),
    latency: () => latency(bench, plan.latency),
    reading: () => reading(bench, plan.reading),
    stall: () => stall(bench, plan.stall),
    assignment: () => assignment(bench, plan.assignment),
  };
  const machine = await describeMachine(stand);
  const rows: Row[] = [];
  for (const name of plan.only) {
    say(`measuring ${name}`);
    rows.push(...await run[name]());
  }
  rows.sort((a, b) => (a.target ?? Infinity) - (b.target ?? Infinity));
  return { machine, seed: plan.seed, others: { median: median(shares), highest: Math.max(...shares) }, rows };
}
