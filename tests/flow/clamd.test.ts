import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openClamd } from '../../src/edges/clamd.ts';
import { zip } from '../support/packed.ts';
import { until } from '../support/until.ts';

/** The harmless file that every scanner must find; written in pieces, so that this file is none. */
const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join(''));

let server: Server | null = null;
let dir: string | null = null;
afterEach(async () => {
  await new Promise((done) => { if (server === null) done(null); else server.close(done); });
  if (dir !== null) await rm(dir, { recursive: true, force: true });
  server = null;
  dir = null;
});

/** A clamd that does what a test wants with what it hears. Gives its address. */
async function fake(behave: (heard: Buffer, socket: Socket) => void): Promise<string> {
  const opened = server = createServer((socket) => {
    let heard = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => behave(heard = Buffer.concat([heard, piece]), socket));
  });
  await new Promise<void>((done) => { opened.listen(0, '127.0.0.1', done); });
  return `tcp://127.0.0.1:${(opened.address() as AddressInfo).port}`;
}
const whole = (heard: Buffer): boolean => heard.length > 14 && heard.subarray(-4).equals(Buffer.alloc(4));
const answers = (reply: string) => (heard: Buffer, socket: Socket): void => { if (whole(heard)) socket.end(`${reply}\u0000`); };

describe('asking clamd', () => {
  it('sends the bytes in pieces behind their lengths, and ends with none', async () => {
    let seen: Buffer = Buffer.alloc(0);
    const url = await fake((heard, socket) => {
      seen = heard;
      answers('stream: OK')(heard, socket);
    });
    expect(await openClamd(url).scan(Buffer.from('Đơn'))).toEqual({ state: 'clean' });
    expect(seen).toEqual(Buffer.concat([Buffer.from('zINSTREAM\u0000'), Buffer.from([0, 0, 0, 5]), Buffer.from('Đơn'), Buffer.alloc(4)]));
  });

  it('takes the bytes of a file too, however many', async () => {
    dir = await mkdtemp(join(tmpdir(), 'mailroom-clamd-'));
    const path = join(dir, 'file');
    await writeFile(path, Buffer.alloc(3_000_000, 1));
    let bytes = 0;
    const url = await fake((heard, socket) => {
      bytes = heard.length;
      answers('stream: OK')(heard, socket);
    });
    expect(await openClamd(url).scan(path)).toEqual({ state: 'clean' });
    expect(bytes).toBeGreaterThan(3_000_000);
    expect(await openClamd(url).scan(join(dir, 'absent'))).toMatchObject({ state: 'unscanned', reason: expect.stringContaining('ENOENT') });
  });

  it.each([
    ['stream: Win.Test.EICAR_HDB-1 FOUND', { state: 'infected', signature: 'Win.Test.EICAR_HDB-1' }],
    ['stream: Heuristics.Encrypted.Zip FOUND', { state: 'unscanned', reason: 'Heuristics.Encrypted.Zip', answered: true }],
    ['INSTREAM size limit exceeded. ERROR', { state: 'unscanned', reason: 'clamd said: INSTREAM size limit exceeded. ERROR', answered: true }],
    ['stream: Can\'t allocate memory ERROR', { state: 'unscanned', reason: expect.stringContaining('memory'), answered: true }],
    ['OK', { state: 'unscanned', reason: 'clamd said: OK', answered: true }],
  ])('understands "%s"', async (reply, want) => {
    expect(await openClamd(await fake(answers(reply))).scan(Buffer.from('x'))).toEqual(want);
  });

  it('believes the answer of one that hangs up in the middle because it heard enough', async () => {
    const url = await fake((heard, socket) => { if (heard.length > 200_000) socket.end('INSTREAM size limit exceeded. ERROR\u0000'); });
    expect(await openClamd(url).scan(Buffer.alloc(20_000_000, 1))).toMatchObject({ state: 'unscanned' });
  });

  it.each([
    ['is killed within its answer', (heard: Buffer, socket: Socket) => { if (whole(heard)) socket.write('stream: O', () => socket.destroy()); }],
    ['hangs up without one', (heard: Buffer, socket: Socket) => { if (whole(heard)) socket.destroy(); }],
    ['resets the line', (heard: Buffer, socket: Socket) => { if (heard.length > 1) socket.resetAndDestroy(); }],
    ['never answers', () => undefined],
    ['says far too much', (heard: Buffer, socket: Socket) => { if (whole(heard)) socket.end('x'.repeat(50_000)); }],
  ])('counts as unscanned when it %s', async (_, behave) => {
    expect(await openClamd(await fake(behave), { ms: 500 }).scan(Buffer.from('x'))).toMatchObject({ state: 'unscanned', reason: expect.any(String) });
  });

  it('does not send what is larger than its limit', async () => {
    expect(await openClamd(await fake(answers('stream: OK')), { bytes: 1_000 }).scan(Buffer.alloc(200_000))).toMatchObject({ state: 'unscanned', reason: expect.stringContaining('1000 bytes') });
  });

  it('counts as unscanned when nobody is there, and the probe says so', async () => {
    const clamd = openClamd('tcp://127.0.0.1:1');
    expect(await clamd.scan(Buffer.from('x'))).toMatchObject({ state: 'unscanned', reason: expect.stringContaining('ECONNREFUSED') });
    await expect(clamd.probe()).rejects.toMatchObject({ code: 'clamd-unreachable', retry: 'later' });
  });

  it.each(['http://x:1', 'tcp://x', 'unix://', 'x'])('refuses the address %s', (url) => {
    expect(() => openClamd(url)).toThrow(/tcp:\/\/host:port or unix:\/\/\/path/);
  });
});

const CLAMD = '/usr/sbin/clamd';
if (!existsSync(CLAMD)) console.log('not run here: a real clamd (apt-get install clamav-daemon)');

describe.skipIf(!existsSync(CLAMD))('a real clamd with a signature of our own', () => {
  let home: string;
  let daemon: ChildProcess;
  let url: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'mailroom-clamav-'));
    await mkdir(join(home, 'db'));
    await writeFile(join(home, 'db', 'own.hdb'), `${createHash('md5').update(EICAR).digest('hex')}:${EICAR.length}:Test.Own.EICAR\n`);
    url = `unix://${join(home, 'socket')}`;
    await writeFile(join(home, 'conf'), ['Foreground yes', `LocalSocket ${join(home, 'socket')}`, `DatabaseDirectory ${join(home, 'db')}`, `TemporaryDirectory ${home}`, 'StreamMaxLength 1M', 'SelfCheck 0', 'MaxThreads 2', ''].join('\n'));
    daemon = spawn(CLAMD, ['-c', join(home, 'conf')], { stdio: 'ignore' });
    await until('clamd answers', () => openClamd(url).probe().catch(() => null));
  });
  afterAll(async () => {
    daemon.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  });

  it('says its version', async () => {
    expect(await openClamd(url).probe()).toMatch(/^ClamAV \d/);
    expect((await promisify(execFile)(CLAMD, ['--version'])).stdout).toContain('ClamAV');
  });

  it('finds the test file, alone and in an archive, and nothing in an honest one', async () => {
    const clamd = openClamd(url);
    expect(await clamd.scan(EICAR)).toEqual({ state: 'infected', signature: 'Test.Own.EICAR.UNOFFICIAL' });
    expect(await clamd.scan(zip([{ name: 'a.txt', data: 'a' }, { name: 'eicar.com', data: EICAR }]))).toMatchObject({ state: 'infected' });
    expect(await clamd.scan(zip([{ name: 'đơn.txt', data: 'Đơn đăng ký' }]))).toEqual({ state: 'clean' });
  });

  it('does not scan what is larger than it takes', async () => {
    expect(await openClamd(url).scan(Buffer.alloc(8_000_000, 1))).toMatchObject({ state: 'unscanned' });
  });
});
