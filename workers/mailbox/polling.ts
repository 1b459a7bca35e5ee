/**
 * The loop that owns the mailbox: one copy of the service reads it under a lease in the table, the others stand by.
 * Whatever goes wrong ends the connection, is put on record, and is tried again after a growing pause.
 */
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { mailboxName, openMailServer, type MailServer } from '../../src/edges/imap.ts';
import { watchdog, type Watchdog } from '../../src/deadline.ts';
import type { Reach } from '../../src/failpoint.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import { claimMailbox, ensureMailbox, releaseMailbox, type Ownership } from '../../src/store/mailbox.ts';
import { holdMailbox, type Lease } from './lease.ts';
import { bringPapersBack } from '../restore/papers.ts';
import { noticeLostLetters, noticeOlderDatabase } from '../restore/notice.ts';
import { readAfterRestore } from '../restore/reading.ts';
import { alignMailbox, madeAnew, reconcile, scan, tidy, type Intake } from './scan.ts';
import type { Services } from '../services.ts';

export type Polling = {
  /** resolves once the mailbox was scanned by this copy, or is held by another one */
  firstScan: (signal: AbortSignal) => Promise<void>;
  wake: () => void;
  /** resolves when the loop has ended after the signal */
  stopped: Promise<void>;
};

type Source = { url: string; caFile: string | null };
type Loop = Services & { source: Source; signal: AbortSignal; scanned: () => void; /** replaced at each wait: ends it */ bell: { ring: () => void } };

/** Each connection begins with a comparison of the server's list and the table. */
const CONNECTION_MS = 3_600_000;
const LOGIN_TRIES = 3;
/** while mail is being handled: how soon it is looked for what can be flagged or moved */
const TIDY_MS = 1_000;
/** times within a lease that a copy which stands by looks whether the mailbox is free */
const LOOKS = 5;

export function startPolling(services: Services, source: Source, signal: AbortSignal): Polling {
  const bell = { ring: (): void => undefined };
  let scanned: () => void = () => undefined;
  const first = new Promise<void>((resolve) => { scanned = resolve; });
  const stopped = run({ ...services, source, signal, scanned, bell });
  return {
    firstScan: (until) => Promise.race([first, new Promise<void>((resolve) => {
      if (until.aborted) resolve();
      until.addEventListener('abort', () => resolve(), { once: true });
    })]),
    wake: () => bell.ring(),
    stopped,
  };
}

async function run(loop: Loop): Promise<void> {
  const owner = `${hostname()}:${randomUUID()}`;
  let failures = 0;
  let refusals = 0;
  while (!loop.signal.aborted) {
    loop.health.progress('poll');
    try {
      const askedAt = performance.now();
      const own = await claim(loop, owner);
      if (own === null) {
        for (const part of ['mailbox', 'mailbox-login'] as const) loop.health.forget(part);
        loop.scanned();
        await rest(loop, loop.settings.mailboxLeaseMs / LOOKS);
        continue;
      }
      await readAsOwner(loop, own, holdMailbox(loop, own, askedAt), () => { failures = 0; refusals = 0; });
    } catch (error) {
      if (loop.signal.aborted) return;
      // No trouble of the mailbox's: whoever reads it now says how it is.
      if (error instanceof Problem && error.code === 'mailbox-lost') {
        await rest(loop, loop.settings.mailboxLeaseMs / LOOKS);
        continue;
      }
      failures++;
      refusals = error instanceof Problem && error.code === 'mailbox-login' ? refusals + 1 : 0;
      complain(loop, error, refusals);
      await rest(loop, refusals >= LOGIN_TRIES ? loop.settings.loginHoldMs : backoff(loop.settings.reconnectMs, failures));
    }
  }
}

function claim(loop: Loop, owner: string): Promise<Ownership | null> {
  return loop.db.transaction(async (tx) => {
    const row = await ensureMailbox(tx, mailboxName(loop.source.url));
    return claimMailbox(tx, row.id, owner, loop.settings.mailboxLeaseMs);
  });
}

/** Connects, reads until something goes wrong or the service stops, and gives the mailbox back. */
async function readAsOwner(loop: Loop, own: Ownership, lease: Lease, well: () => void): Promise<void> {
  const session = AbortSignal.any([loop.signal, lease.lost]);
  const line: { server: MailServer | null; over: boolean } = { server: null, over: false };
  lease.lost.addEventListener('abort', () => line.server?.close());
  try {
    loop.log.info({ epoch: own.epoch }, 'this copy reads the mailbox');
    const alive = watchdog(loop.settings.stuckMs, () => new Error(`reading the mailbox stood still for ${loop.settings.stuckMs} ms`));
    const reading = alive.over(openIntake(loop, own, alive).then((intake) => {
      line.server = intake.server;
      // The lease may have been lost while it was being connected: nobody else would close it.
      if (line.over) return intake.server.close();
      return lookAgainAndAgain(loop, intake, session, alive, well);
    }));
    // Not even a step that hangs keeps this copy at a mailbox that is another's by now.
    await Promise.race([reading, whenLost(lease)]);
  } finally {
    lease.release();
    line.over = true;
    line.server?.close();
    if (!lease.lost.aborted) await loop.db.transaction((tx) => releaseMailbox(tx, own)).catch((error: unknown) => loop.log.debug({ error: reasonOf(error) }, 'mailbox not given back; its lease runs out'));
  }
}

function whenLost({ lost }: Lease): Promise<never> {
  const problem = new Problem('mailbox-lost', { forUser: 'The mailbox is left to another copy of the service.', retry: 'later' });
  return new Promise((_, reject) => {
    if (lost.aborted) reject(problem);
    lost.addEventListener('abort', () => reject(problem), { once: true });
  });
}

/** Each step that is reached counts as progress. */
async function openIntake(loop: Loop, own: Ownership, alive: Watchdog): Promise<Intake> {
  const reach: Reach = async (point) => {
    alive.touch();
    loop.health.progress('poll');
    await loop.reach(point);
  };
  await reach('mailbox-claimed');
  const { mailbox, limits } = loop.loaded.contest;
  const server = await openMailServer({ url: loop.source.url, caFile: loop.source.caFile, writable: mailbox.after.do !== 'leave', largest: limits.messageBytes });
  return { ...loop, server, own, reach, touch: () => alive.touch() };
}

async function lookAgainAndAgain(loop: Loop, intake: Intake, session: AbortSignal, alive: Watchdog, well: () => void): Promise<void> {
  await intake.reach('mailbox-opened');
  await alignMailbox(intake);
  await intake.reach('mailbox-aligned');
  await noticeOlderDatabase(loop);
  await bringPapersBack(loop);
  await noticeLostLetters({ ...loop, ...intake }, loop.source);
  const until = performance.now() + CONNECTION_MS;
  let selected = performance.now();
  let reconciled = false;
  while (!session.aborted && performance.now() < until) {
    const tidySoon = await lookOnce(intake, session);
    if (!reconciled) await reconcile(intake, session);
    reconciled = true;
    await readAfterRestore({ ...loop, ...intake }, session);
    well();
    for (const part of ['mailbox', 'mailbox-login'] as const) loop.health.works(part);
    loop.health.works('storage', 'poll');
    loop.scanned();
    await pauseUntilMail(loop, intake.server, tidySoon ? TIDY_MS : loop.settings.pollMs, session);
    alive.touch();
    // A session lives on with the old numbers of a folder that was deleted and made anew.
    if (session.aborted || performance.now() - selected < loop.settings.reselectMs) continue;
    if (await madeAnew(intake)) return;
    selected = performance.now();
  }
}

/** True where handled mail will soon have to be flagged or moved. */
async function lookOnce(intake: Intake, signal: AbortSignal): Promise<boolean> {
  await scan(intake, signal);
  return tidy(intake).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'mailbox-away') throw error;
    intake.log.warn({ error: reasonOf(error) }, 'handled mail was not flagged or moved; tried again');
    return false;
  });
}

/** IDLE, ended by mail, by the poll interval, by wake() or by the end of the session. */
async function pauseUntilMail(loop: Loop, server: MailServer, ms: number, session: AbortSignal): Promise<void> {
  if (session.aborted) return;
  const woken = new AbortController();
  loop.bell.ring = () => woken.abort();
  await server.wait(ms, AbortSignal.any([session, woken.signal]));
  loop.bell.ring = () => undefined;
}

/** On record for `status` at once; staff get a letter where it lasts, or where the login is refused for good. */
function complain(loop: Loop, error: unknown, refusals: number): void {
  const givesUp = refusals >= LOGIN_TRIES;
  loop.log.warn({ error: reasonOf(error) }, givesUp ? 'the mailbox refuses the login; left alone for a while' : 'the mailbox is not read; tried again soon');
  // A refused login says that the server is there.
  if (refusals > 0) loop.health.works('mailbox');
  loop.health.failed(error, { subject: 'poll', ...(givesUp ? { urgent: true, forMs: loop.settings.loginHoldMs } : {}) }, 'mailbox');
}

function backoff(baseMs: number, failures: number): number {
  return Math.min(baseMs * 1.5 ** (failures - 1), baseMs * 15) * (1 + Math.random() / 4);
}

async function rest(loop: Loop, ms: number): Promise<void> {
  loop.health.progress('poll', ms);
  await sleep(ms, undefined, { signal: loop.signal }).catch(() => undefined);
}
