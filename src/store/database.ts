/** Opening, migrating and transacting: the only place that knows pg. */
import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { Clock } from '../clock.ts';
import { CONNECT_MS, keepAlive, sessionSettings } from '../postgres-session.ts';
import { Problem, reasonOf } from '../problem.ts';
import { LOCKS } from './locks.ts';

/** One transaction. `now` is contest time, fixed for its whole length; machine time is SQL now(). */
export type Tx = Pick<NodePgDatabase, 'select' | 'insert' | 'update' | 'delete' | 'execute' | 'selectDistinct' | 'selectDistinctOn'> & {
  now: Date;
  /**
   * SQL written out, for what every mail passes: prepared once a connection, sent at once, so that statements whose answers are
   * not needed yet may be issued together and awaited together. `text` must be a constant: it is the statement's name.
   */
  run: <R extends object>(text: string, values?: unknown[]) => Promise<R[]>;
  /** The same for what only writes: nobody waits for it before the commit, which fails where it failed. */
  write: (text: string, values?: unknown[]) => void;
};

export type Database = {
  url: string;
  pool: pg.Pool;
  clock: Clock;
  /** Runs `work` in one transaction, again (at most 5 times) where PostgreSQL asks for it: serialization failure, deadlock. */
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Runs `work`, which must be one statement, without begin and commit around it. */
  statement: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

export type DatabaseOptions = {
  poolSize?: number;
  onError?: (error: Error) => void;
  /** ms after which a transaction that does nothing, or one statement, is ended, so that nobody waits for its locks for ever */
  stuckMs?: number;
};

const APPLICATION = 'contest-mailroom';
const STUCK_MS = 5 * 60_000;

/** @param url postgres://… ; connections are made when first used, so a missing server shows as a Problem of the first query. */
export function openDatabase(url: string, clock: Clock, options: DatabaseOptions = {}): Database {
  const stuckMs = options.stuckMs ?? STUCK_MS;
  const pool = new pg.Pool({
    connectionString: url, max: options.poolSize ?? 8, connectionTimeoutMillis: CONNECT_MS, ...keepAlive, application_name: APPLICATION, pipeline: true,
    onConnect: (client) => client.query(sessionSettings(stuckMs)),
    // The server's own end comes first; this one is for a server that does not answer at all, or a line that is cut.
    query_timeout: stuckMs + 5_000,
  });
  // An idle connection that the server drops must not end the process: the next query takes a new one.
  pool.on('error', (error) => options.onError?.(error));
  // One that breaks while it is lent out has no other listener, and an unheard error ends the process; its query fails anyway.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    url,
    pool,
    clock,
    transaction: (work) => retryConflicts(() => inTransaction(pool, clock, work)),
    statement: (work) => retryConflicts(() => onConnection(pool, async (client) => {
      const unheard: Promise<unknown>[] = [];
      const result = await work(asTx(client, clock, unheard));
      await Promise.all(unheard);
      return result;
    })),
    close: () => pool.end(),
  };
}

/**
 * Our own begin and commit: drizzle's lends a connection out and never gives it back where BEGIN itself fails, and after as
 * many broken connections as the pool holds nothing would ever run again.
 */
function inTransaction<T>(pool: pg.Pool, clock: Clock, work: (tx: Tx) => Promise<T>): Promise<T> {
  return onConnection(pool, async (client) => {
    const unheard: Promise<unknown>[] = [];
    inOneWrite(client);
    // Not awaited: it travels with the first statements. A commit behind one that failed rolls back.
    unheard.push(client.query('begin'));
    for (const one of unheard) one.catch(() => undefined);
    const result = await work(asTx(client, clock, unheard)).catch((error: unknown) => firstOf(unheard, error));
    inOneWrite(client);
    const committed = client.query('commit');
    committed.catch(() => undefined);
    await Promise.all(unheard);
    await committed;
    return result;
  }, true);
}

/** Where a statement that nobody waited for failed, those behind it only say that the transaction is over: the first failure is the reason. */
async function firstOf(unheard: Promise<unknown>[], error: unknown): Promise<never> {
  if (sqlState(error) === '25P02') await Promise.all(unheard);
  throw error;
}

/** What is sent before the process next waits for anything leaves in one write: on a busy machine those cost more than the statements. */
function inOneWrite(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}

/** Lends a connection to `work` and takes it back, whole or broken. */
async function onConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>, rollback = false): Promise<T> {
  const client = await pool.connect();
  const line = lossOf(client);
  let broken = false;
  try {
    return await Promise.race([work(client), line.lost]);
  } catch (error) {
    // Over a line that is dead the rollback would be waited for as long again.
    broken = isConnectionTrouble(error) || (rollback && await client.query('rollback').then(() => false, () => true));
    throw error;
  } finally {
    line.forget();
    client.release(broken);
  }
}

const wrapped = new WeakMap<pg.PoolClient, NodePgDatabase>();
const names = new Map<string, string>();

function asTx(client: pg.PoolClient, clock: Clock, unheard: Promise<unknown>[] = []): Tx {
  let db = wrapped.get(client);
  if (db === undefined) wrapped.set(client, db = drizzle(client));
  const run: Tx['run'] = async <R extends object>(text: string, values: unknown[] = []) => {
    inOneWrite(client);
    let name = names.get(text);
    // By content: connections may be shared between processes by a pooler.
    if (name === undefined) names.set(text, name = createHash('sha256').update(text).digest('hex').slice(0, 32));
    return (await client.query<R & pg.QueryResultRow>({ name, text, values })).rows;
  };
  const write: Tx['write'] = (text, values) => {
    const sent = run(text, values);
    sent.catch(() => undefined);
    unheard.push(sent);
  };
  return Object.assign(Object.create(db) as NodePgDatabase, { now: clock(), run, write });
}

/** Work that hangs holds its connection for as long as the connection lives, and not longer. */
function lossOf(client: pg.PoolClient): { lost: Promise<never>; forget: () => void } {
  let lose: (error?: Error) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => { lose = (error) => reject(error ?? new Error('Connection terminated')); });
  lost.catch(() => undefined);
  const listener = (error?: Error): void => lose(error);
  for (const event of ['error', 'end'] as const) client.on(event, listener);
  return { lost, forget: () => { for (const event of ['error', 'end'] as const) client.off(event, listener); } };
}

/**
 * Runs `work` as a part of the transaction: where it throws a Problem of this code nothing of it stays, and the rest goes on.
 * A statement that fails in it still ends the whole transaction.
 */
export async function attempt<T>(tx: Tx, work: () => Promise<T>, code: string, instead: (problem: Problem) => T): Promise<T> {
  await tx.run('savepoint attempt');
  try {
    const result = await work();
    await tx.run('release savepoint attempt');
    return result;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== code) throw error;
    await tx.run('rollback to savepoint attempt');
    await tx.run('release savepoint attempt');
    return instead(error);
  }
}

/** Ends every connection of ours to this database from the server's side, as an administrator or a proxy may. @param application whose; the service's own if not given */
export async function dropConnections(url: string, application = APPLICATION): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()', [application]);
  } finally {
    await client.end();
  }
}

/** Machine time as PostgreSQL has it: when this transaction began. */
export async function machineNow(tx: Tx): Promise<Date> {
  const { rows } = await tx.execute<{ now: Date | string }>(sql`select now() as now`);
  return new Date(rows[0]?.now ?? NaN);
}

/** Brings the schema up to date. Safe when several processes start at once: migrators take turns. */
export async function migrate(url: string, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS, ...keepAlive });
  client.on('error', () => client.end().catch(() => undefined));
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCKS.migrations]);
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}

async function retryConflicts<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const state = sqlState(error);
      if ((state === '40001' || state === '40P01') && attempt < 5) continue;
      throw asProblem(error, state);
    }
  }
}

/** SQLSTATE of an error, through drizzle's wrapping; null where it has none. */
function sqlState(error: unknown): string | null {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    const code = (e as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return null;
}

/** Connection trouble, shutdowns and full disks pass; the rest is told as it is. */
function asProblem(error: unknown, state: string | null): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error;
  const told = { forStaff: `PostgreSQL: ${saidBy(deepest(error))}`, retry: 'later' as const, cause: error };
  if (isDiskFull(error)) return new Problem('database-full', { forUser: 'The disk of the database is full; work waits and goes on by itself once there is room.', ...told });
  // 25P03: our transaction stood still for too long; 57014: a statement did.
  const passing = isConnectionTrouble(error) || (state !== null && /^(08|53|57P|25P03|57014)/.test(state));
  return passing ? new Problem('database-away', { forUser: 'The database does not answer; work waits and goes on by itself.', ...told }) : error;
}

/** SQLSTATE 53100, through whatever it is wrapped in. */
export function isDiskFull(error: unknown): boolean {
  return sqlState(error) === '53100';
}

/** Where a name has several addresses and none answers, Node gives a code and no message. */
function saidBy(error: Error): string {
  return reasonOf(error) || String((error as { code?: unknown }).code ?? error.name);
}

function isConnectionTrouble(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    const code = (e as { code?: unknown }).code;
    if (typeof code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/.test(code)) return true;
    if (/Connection terminated|connection timeout|timeout exceeded when trying to connect|Query read timeout|not queryable/i.test(e.message)) return true;
  }
  return false;
}

function deepest(error: Error): Error {
  let e = error;
  while (e.cause instanceof Error) e = e.cause;
  return e;
}
