/** Everything the drivers talk to, on loopback and thrown away after: Dovecot, durable PostgreSQL, Redis with AOF, an SMTP sink. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dovecotMissing, startDovecot, type Dovecot } from '../../tests/support/dovecot.ts';
import { redisMissing, startRedis } from '../../tests/support/redis.ts';
import { startPostgres, type EmbeddedPostgres } from '../../workers/demo/embedded-postgres.ts';
import { openMaildir, type Maildir } from './maildir.ts';
import { startSink, type Sink } from './sink.ts';

export const MAILBOX = 'contest@local.test';

export type Stand = {
  dovecot: Dovecot;
  maildir: Maildir;
  postgres: EmbeddedPostgres;
  sink: Sink;
  /** a folder of the stand for files of a run */
  dir: string;
  /** a Redis of its own for each run of the service, so that none finds what another left */
  redis: () => Promise<{ url: string; stop: () => Promise<void> }>;
  /** runs at the end of the stand, the latest first, also after Ctrl-C; the answer runs it now instead */
  atEnd: (end: () => Promise<unknown>) => () => Promise<void>;
  stop: () => Promise<void>;
};

/** What this machine lacks for the benchmark, or null. */
export const standMissing = process.platform === 'linux' ? dovecotMissing ?? redisMissing : 'the figures come from /proc, which only Linux has';

export async function startStand(): Promise<Stand> {
  const ends: (() => Promise<unknown>)[] = [];
  const atEnd: Stand['atEnd'] = (end) => {
    ends.push(end);
    return async () => {
      const at = ends.indexOf(end);
      if (at < 0) return;
      ends.splice(at, 1);
      await end();
    };
  };
  const stop = async (): Promise<void> => { for (let end = ends.pop(); end; end = ends.pop()) await end(); };
  try {
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-bench-'));
    atEnd(() => rm(dir, { recursive: true, force: true }));
    const postgres = await startPostgres({ durable: true });
    atEnd(() => postgres.stop());
    const dovecot = await startDovecot(MAILBOX);
    atEnd(() => dovecot.stop());
    const sink = await startSink();
    atEnd(() => sink.stop());
    return {
      dovecot, postgres, sink, dir, atEnd, stop, maildir: await openMaildir(dovecot.home),
      redis: async () => {
        const redis = await startRedis({ persistent: true });
        return { url: redis.url, stop: atEnd(() => redis.stop()) };
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
