/** What goes wrong and when: drawn from the seed alone, so that a run can be told again. */
import { randomOf, type Random } from './random.ts';

export const actions = [
  'kill-poller', 'kill-worker-1', 'kill-worker-2', // SIGKILL; started again at once
  'redis-kill', // SIGKILL; comes back empty
  'redis-flush',
  'postgres-crash', // immediate shutdown; comes back at once
  'postgres-cut-commit', // the reply to a COMMIT is lost and the line with it
  'imap-cut', // in the middle of a message, by FIN or RST
  'imap-silent', // half-open: lines stand, nothing arrives
  'imap-refuse', 'imap-slow',
  'smtp-closed', 'smtp-silent', 'smtp-busy',
] as const;
export type Action = (typeof actions)[number];

/**
 * at: ms from the start of the faults; forMs: how long it lasts, where it lasts; bytes, how: where and how a line is cut;
 * starting: also strikes a process that is still starting. Otherwise a slow machine would never get beyond the start of one.
 */
export type Fault = { at: number; action: Action; forMs?: number; bytes?: number; how?: 'fin' | 'rst'; starting?: boolean };

export const faultSets = { none: [], kills: ['kill-poller', 'kill-worker-1', 'kill-worker-2'], all: actions } as const satisfies Record<string, readonly Action[]>;
export type FaultSet = keyof typeof faultSets;

const weights: Record<Action, number> = {
  'kill-poller': 15, 'kill-worker-1': 16, 'kill-worker-2': 16, 'redis-kill': 7, 'redis-flush': 6, 'postgres-crash': 5, 'postgres-cut-commit': 6,
  'imap-cut': 10, 'imap-silent': 4, 'imap-refuse': 3, 'imap-slow': 3, 'smtp-closed': 3, 'smtp-silent': 2, 'smtp-busy': 4,
};

/** A fault every 0.6 to 1.5 s, for so long. */
export function planOf(seed: string, set: FaultSet, ms: number): Fault[] {
  const random = randomOf(seed, 'plan');
  const chosen = Object.fromEntries(faultSets[set].map((action) => [action, weights[action]])) as Record<Action, number>;
  const plan: Fault[] = [];
  if (faultSets[set].length === 0) return plan;
  for (let at = random.between(600, 1_500); at < ms; at += random.between(600, 1_500)) plan.push(faultOf(at, random.weighted(chosen), random));
  return plan;
}

function faultOf(at: number, action: Action, random: Random): Fault {
  switch (action) {
    case 'kill-poller': case 'kill-worker-1': case 'kill-worker-2': return { at, action, ...(random.next() < 0.15 ? { starting: true } : {}) };
    case 'imap-cut': return { at, action, bytes: random.between(1, 12_000), how: random.pick(['fin', 'rst']) };
    case 'redis-kill': return { at, action, forMs: random.between(100, 2_500) };
    case 'imap-refuse': case 'imap-slow': case 'smtp-closed': case 'smtp-silent': case 'smtp-busy': return { at, action, forMs: random.between(400, 2_500) };
    default: return { at, action };
  }
}

export function toldInWords(fault: Fault): string {
  const more = [fault.forMs === undefined ? '' : `for ${fault.forMs} ms`, fault.bytes === undefined ? '' : `after ${fault.bytes} bytes`, fault.how ?? '', fault.starting ? 'also while it starts' : ''].filter((s) => s !== '').join(', ');
  return `${(fault.at / 1000).toFixed(2).padStart(8)} s  ${fault.action}${more === '' ? '' : ` (${more})`}`;
}
