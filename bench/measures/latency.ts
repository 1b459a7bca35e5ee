/** Target 6, first half: from a mail's arrival to its acknowledgment, on a machine that has nothing else to do. */
import { setTimeout as pause } from 'node:timers/promises';
import { corpusMail } from '../corpus.ts';
import { STALLED_MS, warmUp } from '../drain.ts';
import { startDriver } from '../drivers/launch.ts';
import { quantile } from '../numbers.ts';
import { seeded } from '../seeded.ts';
import { monotonicMs } from '../stand/clock.ts';
import { watchOthers } from '../stand/machine.ts';
import { MAILBOX } from '../stand/stand.ts';
import type { Row } from '../table.ts';
import type { Bench } from './measure.ts';

export async function latency(bench: Bench, load: { n: number }): Promise<Row[]> {
  const { stand } = bench;
  await stand.maildir.wipe();
  const driver = await startDriver(stand, 'ours');
  const took: number[] = [];
  try {
    await warmUp(stand, 'normal', bench.seed);
    const moments = seeded(`${bench.seed}:moments`);
    const others = watchOthers();
    for (let i = 0; i < load.n; i++) {
      const mail = await corpusMail({ profile: 'normal', seed: bench.seed, to: MAILBOX, day: new Date(), label: 'le' }, i);
      // At no fixed distance from the mail before, so that no timer of the service is always met in the same state.
      await pause(500 + (moments.bytes(2).readUInt16LE() % 1_500));
      await stand.dovecot.deliver(mail.raw, mail.from);
      const arrived = monotonicMs();
      await stand.sink.reached([mail.from], STALLED_MS);
      took.push((stand.sink.letters.get(mail.from)?.[0] ?? Infinity) - arrived);
    }
    bench.disturbed(others());
  } finally {
    await driver.stop();
  }
  const p = (q: number): string => (quantile(took, q) / 1000).toFixed(2);
  bench.say(`from arrival to acknowledgment: p50 ${p(0.5)} s, p95 ${p(0.95)} s`);
  return [{
    target: 6, what: `from arrival (LMTP) to acknowledgment accepted by SMTP, ${load.n} normal mails one by one`, goal: 'p95 <= 2 s', measured: `**p95 ${p(0.95)} s**, p50 ${p(0.5)}, longest ${p(1)}`, met: quantile(took, 0.95) <= 2_000,
  }];
}
