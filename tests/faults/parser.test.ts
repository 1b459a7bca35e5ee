import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openParser, type Parser, type ParserOptions } from '../../src/edges/parser.ts';

let dir: string;
let parser: Parser | null = null;
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'mailroom-parser-')); });
afterEach(async () => {
  await parser?.close();
  await rm(dir, { recursive: true, force: true });
});

const faulty = (name: string): URL => pathToFileURL(resolve(`tests/fixtures/parsers/${name}.mjs`));
async function read(options: Partial<ParserOptions>, raw = 'From: an@people.test\r\nSubject: x\r\n\r\ntext\r\n') {
  const path = join(dir, 'mail');
  await writeFile(path, raw);
  parser ??= await openParser({ size: 1, ...options });
  return parser.read(path);
}

describe('reading a mail in a child', () => {
  afterEach(() => { parser = null; });

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
    expect(await read({ module: faulty('eats-memory'), rssBytes: 256 * 1024 * 1024 })).toMatchObject({ unreadable: { code: 'parser-memory' } });
  });

  it('says that something is not a mail', async () => {
    expect(await read({}, 'no header at all, just words')).toMatchObject({ unreadable: { code: 'not-a-mail' } });
  });
});
