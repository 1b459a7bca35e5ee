import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atMost } from '../../bench/numbers.ts';
import { controls, generate, kinds } from '../../bench/originality/generate.ts';
import { halfOf, partnerOf, readIdeas } from '../../bench/originality/ideas.ts';
import { score, type Detection } from '../../bench/originality/measures.ts';
import { readPairs, readTruth, scorePan, unitsOf } from '../../bench/originality/pan.ts';
import { commonPassages, prepare } from '../../src/similarity/compare.ts';
import { shared } from '../support/shared.ts';

const span = (from: number, to: number) => ({ from, to });
const one = (from: number, to: number, document = 'd', source = 's'): Detection => ({ document, here: span(from, to), source, there: span(from, to) });

describe("PAN's measures", () => {
  it('are 1 for what is exact, and 0 for what is elsewhere', () => {
    expect(score([one(0, 100)], [one(0, 100)])).toMatchObject({ precision: 1, recall: 1, granularity: 1, plagdet: 1 });
    expect(score([one(0, 100)], [one(100, 200)])).toMatchObject({ precision: 0, recall: 0, plagdet: 0, found: 0 });
    expect(score([one(0, 100)], [one(0, 100, 'd', 'other')]).plagdet).toBe(0);
    expect(score([one(0, 100)], [{ ...one(0, 100), there: span(500, 600) }]).plagdet).toBe(0);
  });

  it('fall with what is too much, too little, and in pieces', () => {
    expect(score([one(0, 100)], [one(0, 200)])).toMatchObject({ precision: 0.5, recall: 1 });
    expect(score([one(0, 100)], [one(0, 50)])).toMatchObject({ precision: 1, recall: 0.5 });
    const pieces = score([one(0, 100)], [one(0, 50), one(50, 100)]);
    expect(pieces).toMatchObject({ precision: 1, recall: 1, granularity: 2 });
    expect(pieces.plagdet).toBeCloseTo(1 / Math.log2(3));
    expect(score([one(0, 100)], [one(0, 60), one(40, 100)]).recall).toBe(1);
    expect(score([], [one(0, 100)]).precision).toBe(0);
  });
});

describe('the bound on a rate that was seen to be small', () => {
  it('is what so few trials leave open', () => {
    expect([atMost(0, 22), atMost(0, 59), atMost(1, 100)].map((p) => Math.round(p * 1_000) / 1_000)).toEqual([0.127, 0.05, 0.047]);
    expect([atMost(3, 3), atMost(0, 0)]).toEqual([1, 1]);
  });
});

describe("PAN's format", () => {
  const truth = '<?xml version="1.0"?><document reference="suspicious-document00001.txt"><feature name="about" /><feature name="plagiarism" obfuscation="none" this_offset="7" this_length="20" source_reference="source-document00002.txt" source_offset="0" source_length="21" /></document>';

  it('is read: pairs, and the truth about them', () => {
    expect(readPairs('a.txt b.txt\r\n\nc.txt d.txt')).toEqual([{ suspicious: 'a.txt', source: 'b.txt' }, { suspicious: 'c.txt', source: 'd.txt' }]);
    expect(readTruth(truth)).toEqual([{ document: 'suspicious-document00001.txt', here: span(7, 27), source: 'source-document00002.txt', there: span(0, 21) }]);
    expect([0, 1, 2, 3].map(unitsOf('a😀b'))).toEqual([0, 1, 3, 4]);
  });

  it('is scored from a folder as the corpora have it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailroom-pan-'));
    const passage = Array.from({ length: 60 }, (_, i) => `chung${i}`).join(' ');
    const [here, there] = [`😀 ${'trước '.repeat(3)}${passage} sau`, `${passage} khác`];
    try {
      for (const sub of ['src', 'susp', '02-no-obfuscation']) await mkdir(join(folder, sub));
      await writeFile(join(folder, 'pairs'), 'suspicious-document00001.txt source-document00002.txt\n');
      await writeFile(join(folder, 'susp', 'suspicious-document00001.txt'), here);
      await writeFile(join(folder, 'src', 'source-document00002.txt'), there);
      const from = Array.from(here.slice(0, here.indexOf('chung0'))).length;
      await writeFile(join(folder, '02-no-obfuscation', 'suspicious-document00001-source-document00002.xml'), `<document reference="suspicious-document00001.txt"><feature name="plagiarism" this_offset="${from}" this_length="${passage.length}" source_reference="source-document00002.txt" source_offset="0" source_length="${passage.length}"/></document>`);
      expect(scorePan(folder)).toMatchObject({ pairs: 1, score: { precision: 1, recall: 1, granularity: 1, plagdet: 1 } });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

const folder = shared('samples/ideas', 'the benchmark of originality');
describe.skipIf(folder === null)('documents with copied passages', () => {
  const ideas = () => readIdeas(folder ?? '');

  it('are the same for the same seed, and say truly what was copied', () => {
    const half = halfOf(ideas(), 'choose');
    const made = generate(half, '1', 2);
    expect(generate(half, '1', 2)).toEqual(made);
    expect(generate(half, '2', 2)).not.toEqual(made);
    expect(new Set(made.map((d) => d.kind)).size).toBe(kinds.length - 1);
    for (const { kind, text, truth } of made.filter((d) => d.kind === 'copy' || d.kind === 'tenth' || d.kind === 'mosaic')) {
      expect(truth).toHaveLength(kind === 'mosaic' ? 3 : 1);
      for (const { here, source, there } of truth) expect(text.slice(here.from, here.to)).toBe(half.find((i) => i.id === source)?.text.slice(there.from, there.to));
    }
  });

  it('are found by the promised measures, on a small set', () => {
    const none = new Set<number>();
    const half = halfOf(ideas(), 'measure');
    const sources = half.map((i) => ({ id: i.id, text: prepare(i.text, none) }));
    const documents = [...generate(half, 'test', 4).filter((d) => d.kind !== 'edit35' && d.kind !== 'mixed'), ...controls(half)];
    const found = documents.flatMap((d) => sources.filter((s) => s.id !== d.host).flatMap((s) => commonPassages(prepare(d.text, none), s.text).map((p): Detection => ({ document: d.id, here: p, source: s.id, there: span(p.otherFrom, p.otherTo) }))));
    const { plagdet, precision } = score(documents.flatMap((d) => d.truth), found);
    expect(plagdet).toBeGreaterThan(0.9);
    expect(precision).toBeGreaterThan(0.95);
    expect(found.filter((f) => f.document.startsWith('control'))).toEqual([]);
    expect(partnerOf('idea-02')).toBe('idea-01');
  });
});
