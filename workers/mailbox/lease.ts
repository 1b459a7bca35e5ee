/**
 * Holding the mailbox against other hosts. The lease is renewed while the database answers; where it does not, this copy lets
 * go of the mailbox before the lease has run out, so that two never read, flag or move the same mail. What it still writes
 * into the database is stopped there, by the owner's epoch.
 */
import { reasonOf } from '../../src/problem.ts';
import { renewMailbox, type Ownership } from '../../src/store/mailbox.ts';
import type { Services } from '../services.ts';

export type Lease = { /** aborted once the mailbox is, or may be, somebody else's */ lost: AbortSignal; release: () => void };

/** @param askedAt machine time (performance.now) before the lease was asked for: it runs from then at the latest */
export function holdMailbox(services: Pick<Services, 'db' | 'log' | 'settings'>, own: Ownership, askedAt: number): Lease {
  const { db, log, settings: { mailboxLeaseMs } } = services;
  const lost = new AbortController();
  let heldFrom = askedAt;
  const lose = (why: string): void => {
    if (!lost.signal.aborted) log.warn({ why }, 'the mailbox is left to another copy of the service');
    lost.abort();
  };
  const renewal = setInterval(() => {
    const asked = performance.now();
    db.transaction((tx) => renewMailbox(tx, own, mailboxLeaseMs)).then((ours) => {
      if (!ours) lose('another one reads it by now');
      else heldFrom = Math.max(heldFrom, asked);
    }, (error: unknown) => log.warn({ error: reasonOf(error) }, 'mailbox lease not renewed'));
  }, mailboxLeaseMs / 3);
  const tickMs = mailboxLeaseMs / 30;
  let lastTick = performance.now();
  const watch = setInterval(() => {
    const now = performance.now();
    // While this process itself stood still it did nothing to the mailbox, and the renewal that is overdue says whose it is.
    const stoodStill = Math.max(0, now - lastTick - 2 * tickMs);
    lastTick = now;
    heldFrom += stoodStill;
    if (now - heldFrom > mailboxLeaseMs * 0.9) lose('its lease could not be renewed in time');
  }, tickMs);
  return {
    lost: lost.signal,
    release: () => {
      clearInterval(renewal);
      clearInterval(watch);
    },
  };
}
