/** Everything the drivers talk to, on loopback and thrown away after: Dovecot, durable PostgreSQL, Redis with AOF, an SMTP sink. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { dovecotMissing, startDovecot, type Dovecot } from '../../tests/support/dovecot.ts';
import { redisMissing, startRedis } from '../../tests/support/redis.ts';
import { startPostgres, type EmbeddedPostgres } from '../../workers/demo/embedded-postgres.ts';
import type { Ends } from './ends.ts';
import { openMaildir, type Maildir } from './maildir.ts';
import { startSink, type Sink } from './sink.ts';

export const MAILBOX = 'contest@local.test';

export type Stand = {
  dovecot: Dovecot;
  maildir: Maildir;
  postgres: EmbeddedPostgres;
  sink: Sink;
  /** one statement on a connection of its own */
  query: <R extends pg.QueryResultRow>(databaseUrl: string, text: string, values?: unknown[]) => Promise<R[]>;
  /** a folder of the stand for files of a run */
  dir: string;
  /** a Redis of its own for each run of the service, so that none finds what another left */
  redis: () => Promise<{ url: string; stop: () => Promise<void> }>;
  ends: Ends;
};

/** What this machine lacks for the benchmark, or null. */
export const standMissing = process.platform === 'linux' ? dovecotMissing ?? redisMissing : 'the figures come from /proc, which only Linux has';

/** Starts all of it; `ends` takes it down again, also what had started when a later part did not. */
export async function startStand(ends: Ends): Promise<Stand> {
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-bench-'));
  ends.add(() => rm(dir, { recursive: true, force: true }));
  const postgres = await startPostgres({ durable: true });
  ends.add(() => postgres.stop());
  const dovecot = await startDovecot(MAILBOX);
  ends.add(() => dovecot.stop());
  const sink = await startSink();
  ends.add(() => sink.stop());
  return {
    dovecot, postgres, sink, dir, ends, query, maildir: await openMaildir(dovecot.home),
    redis: async () => {
      const redis = await startRedis({ persistent: true });
      return { url: redis.url, stop: ends.add(() => redis.stop()) };
    },
  };
}

async function query<R extends pg.QueryResultRow>(databaseUrl: string, text: string, values?: unknown[]): Promise<R[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}
