/** The machine's own PostgreSQL with its tools, where it is installed: the embedded one brings no pg_dump. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../workers/demo/embedded-postgres.ts';
import { until } from './until.ts';

const root = '/usr/lib/postgresql';
const versions = (existsSync(root) ? readdirSync(root) : []).filter((v) => ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'dropdb', 'createdb'].every((p) => existsSync(join(root, v, 'bin', p))));
const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
export const debianPostgresMissing = newest === undefined ? 'no PostgreSQL with its tools in /usr/lib/postgresql (Debian: apt-get install postgresql)' : null;

export type DebianPostgres = { /** folder of pg_dump and the like */ bin: string; url: (database: string) => string; stop: () => Promise<void> };

/** A server of its own on loopback; as root it runs as `nobody`. */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const bin = join(root, newest ?? '', 'bin');
  const home = await mkdtemp(join(tmpdir(), 'mailroom-debian-postgres-'));
  const asNobody = process.getuid?.() === 0 ? { uid: Number(idOf('-u')), gid: Number(idOf('-g')) } : {};
  await chmod(home, 0o711);
  if ('uid' in asNobody) await chown(home, asNobody.uid as number, asNobody.gid as number);
  const options = { ...asNobody, cwd: '/', env: { PATH: '/usr/bin:/bin', TZ: 'UTC' } };
  const made = spawnSync(join(bin, 'initdb'), ['-D', join(home, 'data'), '-U', 'mailroom', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'], options);
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr.toString()}`);
  const port = await freePort();
  const server: ChildProcess = spawn(join(bin, 'postgres'), ['-D', join(home, 'data'), '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr?.on('data', (text: Buffer) => { said += text.toString(); });
  await until('PostgreSQL to be ready', () => said.includes('ready to accept connections') || server.exitCode !== null);
  if (server.exitCode !== null) throw new Error(said);
  return {
    bin, url: (database) => `postgres://mailroom@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.once('exit', () => resolve());
        server.kill('SIGINT');
      });
      await rm(home, { recursive: true, force: true });
    },
  };
}

function idOf(which: '-u' | '-g'): string {
  return spawnSync('id', [which, 'nobody']).stdout.toString().trim();
}
