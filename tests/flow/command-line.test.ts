import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatCode } from '../../src/entry/code.ts';
import { freshDatabase } from '../support/database.ts';
import { entryMail } from '../support/mails.ts';
import { runService } from '../support/process.ts';
import { redisMissing, startRedis } from '../support/redis.ts';
import { TEST_KEY } from '../support/service.ts';

let dir: string;
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'mailroom-cli-')); });
afterEach(async () => { await rm(dir, { recursive: true, force: true }); });

async function run(args: string[], variables: Record<string, string> = {}): Promise<{ code: unknown; said: string }> {
  const running = runService(variables, args);
  return { code: await running.exited, said: running.log() };
}
const complete = { IMAP_URL: 'imap://u:topsecret@127.0.0.1:1/INBOX', SMTP_URL: 'smtp://127.0.0.1:1', SECRET_KEY: TEST_KEY };

describe('a command whose output is read by a program', () => {
  it('ends as if all of it had been read where that program stops reading, as head does', async () => {
    const running = runService({}, ['inspect', 'tests/fixtures/parsers']);
    running.process.stdout?.destroy();
    expect(await running.exited, running.log()).toBe(0);
    expect(running.log()).toBe('');
  });
});

describe('wrong use and wrong configuration end with 2 and one line', () => {
  it.each([
    ['a missing variable', ['start'], {}, /DATABASE_URL: not set; expected postgres:\/\//],
    ['a wrong URL', ['start'], { DATABASE_URL: 'mysql://x' }, /DATABASE_URL: expected postgres:\/\//],
    ['a short key', ['start'], { ...complete, DATABASE_URL: 'postgres://x/y', SECRET_KEY: 'short' }, /SECRET_KEY: expected 32 bytes/],
    ['an unknown command', ['no-such-command'], {}, /unknown command/],
    ['an unknown loop', ['start', '--only', 'sing'], {}, /there is no sing/],
    ['a contest that is not there', ['contest', 'check', '/nowhere'], {}, /no such file/],
    ['a wrong contest, by file and line', ['contest', 'check', 'tests/fixtures/contests/broken'], {}, /contest\.yaml:\d+/],
    ['a letter that does not exist', ['letters', 'preview', 'love-letter'], {}, /there is no letter love-letter/],
    ['a wrong time', ['inspect', '--received', 'yesterday', 'package.json'], {}, /yesterday/],
  ] as const)('%s', async (_what, args, variables, says) => {
    const { code, said } = await run([...args], { ...variables });
    expect(code, said).toBe(2);
    expect(said).toMatch(says);
    expect(said).not.toMatch(/ at .*\.js:\d+|topsecret/);
  });
});

describe('every command', () => {
  it.each(['demo', 'start', 'migrate', 'check', 'inspect', 'status', 'verify', 'messages', 'entries', 'letters', 'questions', 'contest', 'agencies', 'restored', 'approvals', 'audit', 'originality', 'judges', 'assign'])('%s --help explains itself', async (command) => {
    const { code, said } = await run([command, '--help']);
    expect(code).toBe(0);
    expect(said).toContain(`mailroom ${command}`);
  });
});

describe('inspect', () => {
  it('gives one JSON object per mail, with the keys that scripts rely on', async () => {
    const file = join(dir, 'a.eml');
    await writeFile(file, await entryMail('Một cửa điện tử'));
    const { code, said } = await run(['inspect', '--json', '--received', '2024-07-02T09:00:00+07:00', file]);
    expect(code, said).toBe(0);
    const object = JSON.parse(said) as Record<string, unknown>;
    expect(Object.keys(object)).toEqual(expect.arrayContaining(['file', 'sha256', 'size', 'messageId', 'dateHeader', 'receivedAt', 'from', 'replyTo', 'to', 'subject', 'kind', 'why', 'mayAnswer', 'text', 'quoted', 'documents', 'entries', 'warnings']));
    expect(object).toMatchObject({ kind: 'submission', mayAnswer: true, receivedAt: '2024-07-02T02:00:00.000Z', documents: [{ filename: 'Bài dự thi.pdf', text: { state: 'read' } }], entries: [{ fields: { title: { value: 'Một cửa điện tử' }, areas: { value: [2] } } }] });
  });
});

describe('with a database', () => {
  it('migrates (twice at once is fine), then status, verify and the lists answer', async () => {
    const database = await freshDatabase();
    const variables = { DATABASE_URL: database.url, DATA_DIR: dir };
    const migrations = await Promise.all([run(['migrate'], variables), run(['migrate'], variables)]);
    expect(migrations.map((m) => m.code)).toEqual([0, 0]);
    const status = await run(['status', '--json'], variables);
    expect(status.code, status.said).toBe(0);
    expect(JSON.parse(status.said)).toMatchObject({ messages: {}, entries: {}, jobs: { due: 0, running: 0, dead: 0 }, letters: {}, mailbox: { present: 0, stored: 0, problem: null, problemSince: null }, troubles: [], processes: [], idle: false });
    await database.query("insert into trouble (part, host, detail, since, last_seen) values ('queue', 'host-a', 'queue: ECONNREFUSED', now() - interval '1 minute', now())");
    const troubled = await run(['status'], variables);
    expect(troubled.code).toBe(1);
    expect(troubled.said).toMatch(/^Trouble {3}queue on host-a: queue: ECONNREFUSED, since 2/m);
    const verdict = await run(['verify', '--json'], variables);
    expect(verdict.code, verdict.said).toBe(0);
    expect(JSON.parse(verdict.said)).toMatchObject({ ok: true });
    for (const list of [['messages', 'list', '--json'], ['entries', 'list', '--json'], ['letters', 'list', '--json']]) expect(JSON.parse((await run(list, variables)).said)).toEqual([]);
    expect(await run(['messages', 'replay', '--all', '--json'], { ...complete, ...variables })).toEqual({ code: 0, said: '' });
    expect(await run(['messages', 'replay'], { ...complete, ...variables })).toMatchObject({ code: 2, said: expect.stringContaining('--all') });
    await database.drop();
  });

  it('check says line by line what works and what does not, without a secret', async () => {
    const database = await freshDatabase();
    const { code, said } = await run(['check'], { ...complete, DATABASE_URL: database.url, DATA_DIR: dir });
    expect(code).toBe(1);
    expect(said).toMatch(/^ok {2}database/m);
    expect(said).toMatch(/^-- {2}mailbox .*cannot be reached/m);
    expect(said).toMatch(/^ok {2}documents .*OCR in Vietnamese by tesseract(\.js \(.*\))?; /m);
    expect(said).not.toContain('topsecret');
    await database.drop();
  });
});

describe('status while the database is away', () => {
  it('says so in one line and ends with 1; with --json stdout holds JSON all the same', async () => {
    const variables = { DATABASE_URL: 'postgres://u:topsecret@localhost:1/x' };
    const { code, said } = await run(['status'], variables);
    expect(code, said).toBe(1);
    expect(said.trim().split('\n')).toEqual([expect.stringMatching(/^mailroom: The database does not answer; .*\(PostgreSQL: .*ECONNREFUSED/)]);
    const running = runService(variables, ['status', '--json']);
    let stdout = '';
    running.process.stdout?.on('data', (text: Buffer) => { stdout += text.toString(); });
    expect(await running.exited).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ troubles: [{ part: 'database', open: true }], idle: false });
    expect(said + running.log()).not.toMatch(/topsecret| at .*\.js:\d+/);
  });
});

describe('restored', () => {
  it('holds what was on its way, says so in status, and takes only a code that can be one', async () => {
    const database = await freshDatabase();
    const variables = { DATABASE_URL: database.url, DATA_DIR: dir, CONTEST_DIR: 'contests/hau-giang-2024' };
    const wrong = await run(['restored', '--last-code', 'CCHC24-0012-Z'], variables);
    expect(wrong.code, wrong.said).toBe(2);
    expect(wrong.said).toMatch(/no valid code of this contest; expected one as in a receipt, CCHC24-0123-K/);
    const said = await run(['restored', '--last-code', formatCode('CCHC24', 12)], variables);
    expect(said.code, said.said).toBe(0);
    expect(JSON.parse((await run(['status', '--json'], variables)).said)).toMatchObject({ restored: { phase: 'reading the mailbox', reason: 'said by `mailroom restored`', waiting: 0 } });
    expect((await run(['restored'], variables)).said).toMatch(/noted before/);
    expect(await database.query('select number_floor from restoration')).toEqual([{ number_floor: 12 }]);
    await database.drop();
  });
});

describe('start', () => {
  it('waits for services that are away, one clear line each, and stops cleanly within 20 s', async () => {
    const running = runService({ ...complete, DATABASE_URL: 'postgres://u:topsecret@127.0.0.1:1/x', DATA_DIR: dir, CONTEST_DIR: 'contests/hau-giang-2024' });
    while (!running.log().includes('database not reached') && running.process.exitCode === null) await new Promise((resolve) => { setTimeout(resolve, 50); });
    const began = performance.now();
    expect(await running.end('SIGTERM'), running.log()).toBe(0);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(running.log()).not.toMatch(/topsecret| at .*\.js:\d+/);
  });
});

describe.skipIf(redisMissing !== null)('a Redis that would lose jobs', () => {
  it('is refused at the start by name, and the process ends', async () => {
    const redis = await startRedis({ maxmemoryPolicy: 'allkeys-lru' });
    const database = await freshDatabase();
    const { code, said } = await run(['start'], { ...complete, DATABASE_URL: database.url, REDIS_URL: redis.url, DATA_DIR: dir, CONTEST_DIR: 'contests/hau-giang-2024' });
    expect(code, said).toBe(2);
    expect(said).toMatch(/REDIS_URL: .*maxmemory-policy noeviction/);
    await redis.stop();
    await database.drop();
  });
});

describe('contest new', () => {
  it('writes a contest that is open today and passes its own check', async () => {
    const folder = join(dir, 'mine');
    expect((await run(['contest', 'new', folder, '--zone', 'Asia/Ho_Chi_Minh', '--mailbox', 'ideas@example.org'])).code).toBe(0);
    expect(await readFile(join(folder, 'contest.yaml'), 'utf8')).toContain('ideas@example.org');
    expect((await run(['contest', 'check', folder])).code).toBe(0);
    expect((await run(['contest', 'new', folder])).code).toBe(2);
    expect(await run(['contest', 'form', '--out', join(dir, 'form.docx')], { CONTEST_DIR: folder })).toMatchObject({ code: 0 });
    expect((await readFile(join(dir, 'form.docx'))).subarray(0, 2).toString()).toBe('PK');
  });
});

describe('agencies', () => {
  it('match says which agency a text names, or that several may be meant', async () => {
    expect((await run(['agencies', 'match', 'UBND H. Châu Thành A'])).said).toContain('Huyện Châu Thành A');
    expect((await run(['agencies', 'match', 'xã Trà Lồng'])).said).toContain('one of several: ask');
  });

  it('import completes the list of the contest, and refuses a wrong line by its number', async () => {
    const folder = join(dir, 'mine');
    await run(['contest', 'new', folder]);
    await writeFile(join(dir, 'more.csv'), 'id,name,kind,parent\nthanh-tra,Thanh tra tỉnh,body,\n');
    expect(await run(['agencies', 'import', join(dir, 'more.csv')], { CONTEST_DIR: folder })).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'agencies.csv'), 'utf8')).toContain('thanh-tra,Thanh tra tỉnh,body');
    await writeFile(join(dir, 'wrong.csv'), 'id,name,kind,parent\na,A b,body,nowhere\n');
    expect(await run(['agencies', 'import', join(dir, 'wrong.csv')], { CONTEST_DIR: folder })).toMatchObject({ code: 2, said: expect.stringContaining('wrong.csv:2') });
  });
});

describe('letters preview', () => {
  it('writes every letter as text and HTML', async () => {
    const { code, said } = await run(['letters', 'preview', '--out', dir]);
    expect(code, said).toBe(0);
    expect(await readFile(join(dir, 'receipt.txt'), 'utf8')).toContain('Đã nhận bài dự thi');
    expect(await readFile(join(dir, 'receipt.html'), 'utf8')).toContain('<!doctype html>');
  });
});
