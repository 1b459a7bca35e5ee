/** What was put into the mailbox: the other side of every judgement. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { chaosMail, type ChaosMail } from './mails.ts';
import type { World } from './world.ts';

export type LedgerLine = Pick<ChaosMail, 'number' | 'kind' | 'from' | 'times'> & { size: number; sha256: string };

const AT_ONCE = 3;

/** Brings in mails 1 to n, spread evenly over so many ms, each as often as it says. */
export async function bringIn(options: { seed: string; n: number; ms: number; to: string; world: World }): Promise<LedgerLine[]> {
  const { seed, n, ms, to, world } = options;
  const ledger: LedgerLine[] = [];
  const began = performance.now();
  let next = 1;
  const hand = async (): Promise<void> => {
    while (next <= n) {
      const number = next++;
      await pause(Math.max(0, began + (ms * (number - 1)) / n - performance.now()));
      const { raw, returnPath, ...mail } = await chaosMail(seed, number, to);
      for (let time = 0; time < mail.times; time++) await world.deliver(raw, returnPath);
      ledger.push({ number, kind: mail.kind, from: mail.from, times: mail.times, size: raw.length, sha256: sha256(raw) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return ledger.sort((a, b) => a.number - b.number);
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
