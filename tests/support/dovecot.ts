/** A Dovecot of the test's own, where the machine has the program: unprivileged, on loopback, in its own folder. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { freePort } from '../../workers/demo/embedded-postgres.ts';
import { until } from './until.ts';

/** the program's path, where the machine has it */
export const dovecotProgram = ['/usr/sbin/dovecot', '/usr/bin/dovecot'].find((path) => existsSync(path));
export const dovecotMissing = dovecotProgram === undefined ? 'dovecot is not installed' : !existsSync('/usr/lib/dovecot/lmtp') ? 'dovecot-lmtpd is not installed'
  : spawnSync('openssl', ['version']).error ? 'openssl is not installed' : null;

export type Dovecot = {
  address: string;
  /** the certificate's private key; `caFile` is the certificate, its own authority */
  keyFile: string;
  imapUrl: string;
  /** the port without TLS */
  imapPort: number;
  caFile: string;
  /** the same without TLS, as one may ask on loopback */
  plainUrl: string;
  /** folder of the mailbox's owner; Maildir lies in it */
  home: string;
  /** where such a folder is, Dovecot writes down what each connection says, with times */
  rawlogDir: string;
  lmtpPort: number;
  /** brings a mail in as a mail server does */
  deliver: (raw: Buffer | string, from?: string) => Promise<void>;
  /** a client of the mailbox's owner, INBOX selected for writing */
  client: () => Promise<ImapFlow>;
  start: () => Promise<void>;
  /** the server and all its processes die at once, its mail stays: asked to end, it would keep idling clients for half a minute */
  down: () => Promise<void>;
  /** deletes all mail and the numbering: the next start gives another UIDVALIDITY */
  wipe: () => Promise<void>;
  stop: () => Promise<void>;
};

const PASSWORD = 'secret';

/** @param alsoOn one more IP address to listen on, besides loopback */
export async function startDovecot(address = 'contest@local.test', alsoOn?: string): Promise<Dovecot> {
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-dovecot-'));
  await chmod(dir, 0o755);
  const [imap, imaps, lmtp] = [await freePort(), await freePort(), await freePort()] as const;
  const root = process.getuid?.() === 0;
  const user = root ? { name: 'nobody', group: 'nogroup' } : { name: userInfo().username, group: execFileSync('id', ['-gn']).toString().trim() };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem'), '-days', '2', '-subj', '/CN=localhost', '-addext', `subjectAltName=DNS:localhost,IP:127.0.0.1${alsoOn ? `,IP:${alsoOn}` : ''}`], { stdio: 'ignore' });
  await writeFile(join(dir, 'users'), `${address}:{PLAIN}${PASSWORD}\n`);
  await mkdir(join(dir, 'mail'));
  if (root) {
    const [uid, gid] = [Number(execFileSync('id', ['-u', 'nobody']).toString()), Number(execFileSync('id', ['-g', 'nobody']).toString())];
    for (const path of [dir, join(dir, 'mail')]) await chown(path, uid, gid);
  }
  await writeFile(join(dir, 'dovecot.conf'), configuration(dir, user, { imap, imaps, lmtp }, alsoOn));
  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    await rm(join(dir, 'run'), { recursive: true, force: true });
    const launch = (): ChildProcess => spawn(dovecotProgram ?? '', ['-F', '-c', join(dir, 'dovecot.conf')], { stdio: 'ignore', detached: true });
    let launched = server = launch();
    await until('Dovecot to listen', async () => {
      // Somebody had one of its ports at that moment.
      if (launched.exitCode !== null) launched = server = launch();
      return (await Promise.all([imaps, lmtp].map(listens))).every(Boolean);
    });
  };
  const down = (): Promise<void> => new Promise((resolve) => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once('exit', () => resolve());
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
  });
  await start();
  return {
    address, caFile: join(dir, 'cert.pem'), keyFile: join(dir, 'key.pem'), imapPort: imap, lmtpPort: lmtp, imapUrl: `imaps://${encodeURIComponent(address)}:${PASSWORD}@localhost:${imaps}/INBOX`, start, down,
    plainUrl: `imap://${encodeURIComponent(address)}:${PASSWORD}@localhost:${imap}/INBOX`, home: join(dir, 'mail', address), rawlogDir: join(dir, 'rawlog'),
    deliver: (raw, from = 'sender@people.test') => deliver(lmtp, raw, from, address),
    client: () => openClient(address, imaps, join(dir, 'cert.pem')),
    wipe: async () => {
      await rm(join(dir, 'mail', address), { recursive: true, force: true });
    },
    stop: async () => {
      await down();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function deliver(port: number, raw: Buffer | string, from: string, to: string): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, lmtp: true, secure: false, ignoreTLS: true });
  await transport.sendMail({ raw, envelope: { from, to: [to] } });
  transport.close();
}

async function openClient(user: string, port: number, caFile: string): Promise<ImapFlow> {
  const client = new ImapFlow({ host: 'localhost', port, secure: true, auth: { user, pass: PASSWORD }, tls: { ca: readFileSync(caFile) }, logger: false, disableAutoIdle: true });
  client.on('error', () => undefined);
  await client.connect();
  await client.mailboxOpen('INBOX');
  return client;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}

function configuration(dir: string, user: { name: string; group: string }, ports: { imap: number; imaps: number; lmtp: number }, alsoOn?: string): string {
  return `base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/dovecot.log
rawlog_dir = ${dir}/rawlog
protocols = imap lmtp
listen = 127.0.0.1${alsoOn ? `, ${alsoOn}` : ''}
default_internal_user = ${user.name}
default_internal_group = ${user.group}
default_login_user = ${user.name}
first_valid_uid = 1
ssl = yes
ssl_cert = <${dir}/cert.pem
ssl_key = <${dir}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${dir}/users
}
userdb {
  driver = static
  args = uid=${user.name} gid=${user.group} home=${dir}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${ports.lmtp}
  }
}
protocol lmtp {
  postmaster_address = postmaster@local.test
}
`;
}
