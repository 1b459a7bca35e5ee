import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGivenCodes } from '../../src/edges/given-codes.ts';

let dir: string;
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'mailroom-given-')); });
afterEach(async () => { await rm(dir, { recursive: true, force: true }); });

const given = (n: number) => ({ code: `C-000${n}-X`, version: 1, content: `content ${n}`, form: '', letter: `letter ${n}` });

describe('the list of given codes', () => {
  it('is empty where there is no file', async () => {
    const codes = openGivenCodes(dir, 'a');
    expect(await codes.newest()).toEqual([]);
    expect(await codes.byContent()).toEqual(new Map());
  });

  it('gives what was noted since the last restore, and every mail that ever got a code', async () => {
    const codes = openGivenCodes(dir, 'a');
    await codes.note([given(1)]);
    await codes.markRestored();
    await codes.note([given(2), given(3)]);
    expect(await codes.newest()).toEqual([given(2), given(3)]);
    expect([...(await codes.byContent()).keys()]).toEqual(['content 1', 'content 2', 'content 3']);
  });

  it('keeps contests apart that share a folder', async () => {
    await openGivenCodes(dir, 'a').note([given(1)]);
    await openGivenCodes(dir, 'b').markRestored();
    expect(await openGivenCodes(dir, 'a').newest()).toEqual([given(1)]);
    expect(await openGivenCodes(dir, 'b').newest()).toEqual([]);
  });

  it('passes over lines that a crash or a stranger damaged', async () => {
    const codes = openGivenCodes(dir, 'a');
    await codes.note([given(1)]);
    await appendFile(join(dir, 'given-codes.jsonl'), '\nnull\n[]\n{"contest":"a","code":7}\n{"contest":"a","code":"C-00');
    await codes.note([given(2)]);
    expect(await codes.newest()).toEqual([given(1), given(2)]);
  });

  it('takes lines of several writers whole, and reads the end of a long list only', async () => {
    const writers = [1, 2, 3, 4].map(() => openGivenCodes(dir, 'a'));
    await Promise.all(writers.map(async (codes, w) => { for (let n = 0; n < 300; n++) await codes.note([{ ...given(w), content: `${w}/${n}` }]); }));
    expect((await openGivenCodes(dir, 'a').byContent()).size).toBe(1_200);
    const newest = await openGivenCodes(dir, 'a').newest();
    expect(newest.length).toBeGreaterThan(300);
    expect(newest.length).toBeLessThan(1_200);
    expect((await readFile(join(dir, 'given-codes.jsonl'), 'utf8')).split('\n').filter((line) => line !== '')).toHaveLength(1_200);
  });
});
