/** One measured run: a driver waits at the mailbox, N mails lie there at once, and it works until all are answered and moved. */
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { corpusMail, type Profile } from './corpus.ts';
import type { Driver } from './drivers/driver.ts';
import { MAILBOX, type Stand } from './stand/stand.ts';
import { monotonicMs } from './stand/clock.ts';
import { watchOthers } from './stand/machine.ts';
import { cpuMs, watchMemory } from './stand/process-tree.ts';
import { until } from '../tests/support/until.ts';

export type Corpus = { senders: string[]; files: string[] };
export type Drained = {
  n: number;
  /** from the moment the driver was let go to the last acknowledgment accepted and the last mail moved */
  seconds: number;
  /** to the last acknowledgment accepted alone */
  ackSeconds: number;
  /** false where mail was still not moved after MOVE_MS: then `seconds` ends with the acknowledgments */
  moved: boolean;
  rate: number;
  cpuMsPerMail: number;
  residentMb: number;
  proportionalMb: number;
  /** share of the machine that other programs used meanwhile, 0 to 1 */
  others: number;
};

const WARM_UP = 8;
/** a driver that answers nobody for so long has stopped working */
export const STALLED_MS = 120_000;
/** so long after the last acknowledgment handled mail may still lie in the inbox before the run counts as not moved */
const MOVE_MS = 75_000;

/** Writes `n` mails of the corpus into the stand's stock. */
export async function stockCorpus(stand: Stand, of: { profile: Profile; seed: string; label?: string }, n: number): Promise<Corpus> {
  const corpus: Corpus = { senders: [], files: [] };
  const received = new Date();
  for (let i = 0; i < n; i++) {
    const mail = await corpusMail({ ...of, to: MAILBOX, day: received }, i);
    corpus.senders.push(mail.from);
    corpus.files.push(await stand.maildir.stock(`${of.profile}-${of.label ?? 'mail'}-${String(i).padStart(6, '0')}`, mail.raw, received));
  }
  return corpus;
}

/** Files of the stock that no further run needs. */
export async function dropCorpus(corpus: Corpus): Promise<void> {
  for (const file of corpus.files) await rm(file);
}

/** Small private mails of years ago. @returns their files */
export async function stockOld(stand: Stand, n: number): Promise<string[]> {
  const files: string[] = [];
  for (let i = 0; i < n; i++) {
    const received = new Date(Date.UTC(2020, 0, 1) + i * 60_000);
    const raw = Buffer.from(`From: Ban <ban@private.test>\r\nTo: ${MAILBOX}\r\nSubject: old mail ${i}\r\nDate: ${received.toUTCString()}\r\nMessage-ID: <old.${i}@private.test>\r\n\r\nHello number ${i}.\r\n`);
    files.push(await stand.maildir.stock(`old-${i}`, raw, received));
  }
  return files;
}

/** Some mails of the same kind go through first: connections are open, the code is warm, in both drivers. */
export async function warmUp(stand: Stand, profile: Profile, seed: string): Promise<void> {
  const few = await stockCorpus(stand, { profile, seed, label: 'warm' }, WARM_UP);
  stand.sink.clear();
  await stand.maildir.deliver(few.files);
  await stand.sink.reached(few.senders, STALLED_MS);
}

/**
 * Call after warmUp. The driver is stopped (SIGSTOP) while the mailbox fills and the server numbers the mail, and let go when all lies ready:
 * neither its start nor the delivery counts, and both drivers are woken in the same way.
 */
export async function drain(stand: Stand, driver: Driver, corpus: Corpus, options: { /** called when the driver is let go, and when all are acknowledged */ around?: () => void } = {}): Promise<Drained> {
  const n = corpus.files.length;
  stand.sink.clear();
  await untilQuiet(driver);
  driver.signal('SIGSTOP');
  await stand.maildir.deliver(corpus.files);
  await untilNumbered(stand);
  const memory = watchMemory(driver.pid);
  const others = watchOthers();
  const cpuBefore = cpuMs(driver.pid);
  const start = monotonicMs();
  driver.signal('SIGCONT');
  options.around?.();
  await stand.sink.reached(corpus.senders, STALLED_MS);
  options.around?.();
  const acknowledged = Math.max(...corpus.senders.map((to) => stand.sink.letters.get(to)?.[0] ?? Infinity));
  const moved = await whenMoved(stand, MOVE_MS);
  const cpu = cpuMs(driver.pid) - cpuBefore;
  const twice = corpus.senders.filter((to) => (stand.sink.letters.get(to)?.length ?? 0) > 1);
  if (twice.length > 0) throw new Error(`${twice.length} senders have more than one letter`);
  const seconds = (Math.max(acknowledged, moved ?? 0) - start) / 1000;
  return { n, seconds, ackSeconds: (acknowledged - start) / 1000, moved: moved !== null, rate: n / seconds, cpuMsPerMail: cpu / n, others: others(), ...memory.stop() };
}

/** The driver has nothing more to do and waits at the mailbox; at most 10 s, since jobs that wait keep the service busy. */
async function untilQuiet(driver: Driver): Promise<void> {
  const deadline = monotonicMs() + 10_000;
  for (let [busy, before] = [Infinity, cpuMs(driver.pid)]; busy > 10 && monotonicMs() < deadline;) {
    await pause(600);
    const now = cpuMs(driver.pid);
    [busy, before] = [now - before, now];
  }
}

/** The server looks at new mail for whoever waits in IDLE; was the driver stopped outside of one, a visitor makes it look. */
async function untilNumbered(stand: Stand): Promise<void> {
  const numbered = async (): Promise<boolean> => (await stand.maildir.unseen()) === 0;
  await until('the server to number the mail', numbered, 4_000).catch(async () => {
    const visitor = await stand.dovecot.client();
    await until('the server to number the mail', numbered, 60_000);
    visitor.close();
  });
}

/** When all lay in their folder, looked at every 25 ms, since nobody tells; null where that took longer than `ms`. */
async function whenMoved(stand: Stand, ms: number): Promise<number | null> {
  const deadline = monotonicMs() + ms;
  while ((await stand.maildir.count('Done')) < stand.maildir.delivered()) {
    if (monotonicMs() > deadline) return null;
    await pause(25);
  }
  return monotonicMs();
}
