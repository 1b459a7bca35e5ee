import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findIsolation } from '../../src/edges/isolation.ts';
import { openParser, type Parser, type ParserOptions } from '../../src/edges/parser.ts';
import { zip } from '../support/packed.ts';
import { until } from '../support/until.ts';

let dir: string;
let parser: Parser | null = null;
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'mailroom-parser-')); });
afterEach(async () => {
  await parser?.close();
  parser = null;
  await rm(dir, { recursive: true, force: true });
});

const MB = 1024 * 1024;
const faulty = (name: string): URL => pathToFileURL(resolve(`tests/fixtures/parsers/${name}.mjs`));
async function read(options: Partial<ParserOptions>, raw = 'From: an@people.test\r\nSubject: x\r\n\r\ntext\r\n') {
  const path = join(dir, 'mail');
  await writeFile(path, raw);
  parser ??= await openParser({ size: 1, ...options });
  return parser.read(path);
}
async function readDocument(options: Partial<ParserOptions>, detectedType: string, bytes: Buffer | string, about: { part?: string; size?: number; name?: string } = {}) {
  const path = join(dir, about.name ?? 'document');
  await writeFile(path, bytes);
  parser ??= await openParser({ size: 1, documentsDir: join(dir, 'blobs'), ...options });
  return parser.readDocument({ path, document: {
    part: about.part ?? '2', filename: about.name ?? null, storedName: 'x', contentType: 'application/octet-stream', detectedType, size: about.size ?? bytes.length, sha256: '', from: 'attachment', flags: [],
  } });
}
/** One that ended but was not asked for by its parent is dead too. */
const lives = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat !== null && !/\) [ZX] /.test(stat);
};

describe('reading a mail in a child', () => {
  it('gives the reading of a mail, again and again', async () => {
    for (let n = 0; n < 3; n++) expect(await read({})).toMatchObject({ reading: { from: [{ address: 'an@people.test' }], text: 'text' } });
  });

  it('ends a child that takes too long, and goes on with a new one', async () => {
    expect(await read({ module: faulty('hangs'), deadlineMs: 500 })).toMatchObject({ unreadable: { code: 'parser-deadline' } });
    expect(await read({ module: faulty('hangs'), deadlineMs: 500 })).toMatchObject({ unreadable: { code: 'parser-deadline' } });
  });

  it('survives a child that dies', async () => {
    expect(await read({ module: faulty('dies') })).toMatchObject({ unreadable: { code: 'parser-died' } });
  });

  it('ends a child that takes too much memory', async () => {
    expect(await read({ module: faulty('eats-memory'), rssBytes: 256 * MB })).toMatchObject({ unreadable: { code: 'parser-memory' } });
  });

  it('says that something is not a mail', async () => {
    expect(await read({}, 'no header at all, just words')).toMatchObject({ unreadable: { code: 'not-a-mail' } });
  });
});

describe('reading a document in a child', () => {
  it('gives its words', async () => {
    expect(await readDocument({}, 'txt', 'Đơn đăng ký dự thi')).toMatchObject({ text: { state: 'read', text: 'Đơn đăng ký dự thi' }, inner: [] });
  });

  it('stores the documents inside it beside it, and gives their words too', async () => {
    const answer = await readDocument({}, 'zip', zip([{ name: 'Bài 1/đơn.txt', data: 'Đơn đăng ký' }, { name: 'a.zip', data: zip([{ name: 'hai.txt', data: 'hai' }]) }]));
    expect(answer.inner.map((d) => [d.part, d.filename, d.text.state, d.text.text])).toEqual([['2/1', 'Bài 1/đơn.txt', 'read', 'Đơn đăng ký'], ['2/2', 'a.zip', 'none', ''], ['2/2/1', 'hai.txt', 'read', 'hai']]);
    for (const { sha256, size } of answer.inner) expect((await stat(join(dir, 'blobs', sha256.slice(0, 2), sha256))).size).toBe(size);
  });

  it.each([['hangs', 'deadline', 'zip'], ['dies', 'crashed', 'zip'], ['eats-memory', 'memory', 'zip'], ['dies', 'crashed', 'docx']])('one that %s fails with %s, and so does the next: %s', async (fault, failure, type) => {
    const options = { module: faulty(fault), deadlineMs: 400, heavyDeadlineMs: fault === 'eats-memory' ? 20_000 : 600, rssBytes: 256 * MB };
    for (let n = 0; n < 2; n++) expect(await readDocument(options, type, 'x')).toMatchObject({ text: { state: 'failed', failure }, flags: [], inner: [] });
  });

  it('a quick one that had too little time is tried once more where there is more', async () => {
    const started = performance.now();
    expect(await readDocument({ module: faulty('hangs'), deadlineMs: 300, heavyDeadlineMs: 500 }, 'docx', 'x')).toMatchObject({ text: { failure: 'deadline' } });
    expect(performance.now() - started).toBeGreaterThan(800);
  });

  it('one that never ends inside an archive costs its own words alone', async () => {
    const answer = await readDocument({ module: faulty('hangs-on-one'), heavyDeadlineMs: 700 }, 'zip', 'x');
    expect(answer.inner.map((d) => [d.text.state, d.text.failure, ...d.flags])).toEqual([['read', null, 'macro'], ['failed', 'deadline'], ['read', null, 'macro']]);
  });

  it('an archive that hangs delays no mail', async () => {
    const archive = readDocument({ module: faulty('hangs-on-one'), heavyDeadlineMs: 3_000 }, 'zip', 'x');
    await until('the parser is open', () => parser);
    const started = performance.now();
    for (let n = 0; n < 3; n++) expect(await read({})).toHaveProperty('reading');
    expect(performance.now() - started).toBeLessThan(2_500);
    await archive;
  });

  it('tells a disk that fails from a document that is bad', async () => {
    parser = await openParser({ size: 1, documentsDir: join(dir, 'blobs') });
    const document = { part: '2', filename: null, storedName: 'x', contentType: 'text/plain', detectedType: 'txt', size: 1, sha256: '', from: 'attachment' as const, flags: [] };
    await expect(parser.readDocument({ path: join(dir, 'absent'), document })).rejects.toMatchObject({ code: 'raw-missing', retry: 'later' });
  });

  it('ends the child for heavy documents when it has nothing to do', async () => {
    const children = async (): Promise<number> => (await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')).trim().split(/\s+/).length;
    await readDocument({ idleMs: 100 }, 'zip', zip([]));
    const before = await children();
    await until('one child less', async () => await children() < before);
    expect(await readDocument({}, 'zip', zip([]))).toMatchObject({ flags: ['empty'] });
  });
});

describe('what runs below a child', () => {
  it.each([['at its deadline', 'document'], ['when it dies by itself', 'dies']])('ends with it %s', async (_, name) => {
    await readDocument({ module: faulty('starts-programs'), heavyDeadlineMs: 1_500 }, 'zip', 'x', { name });
    const pids = (await readFile(join(dir, `${name}.pids`), 'utf8')).split(' ').map(Number);
    expect(pids).toHaveLength(2);
    await until('both processes are gone', async () => !(await Promise.all(pids.map(lives))).includes(true));
  });

  it('ends when the service is gone', async () => {
    const child = fork(resolve('workers/children/parse.ts'), [], { execArgv: ['--import', 'tsx'], detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' });
    child.send({ kind: 'mail', path: join(dir, 'absent'), documentsDir: null, partBytes: 1 });
    await once(child, 'message');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  });
});

describe('a network for children', () => {
  it('is there for none, where the kernel lets us take it away', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
    const port = String((server.address() as AddressInfo).port);
    const { text } = await readDocument({ module: faulty('connects') }, 'txt', 'x', { part: port });
    const possible = await findIsolation() !== null;
    if (!possible) console.log('not run here: children without network (unshare is absent or not allowed)');
    expect(parser?.isolated).toBe(possible);
    expect(text.failure === 'connected').toBe(!possible);
    await new Promise((done) => { server.close(done); });
  });
});
