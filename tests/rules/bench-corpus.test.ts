import { describe, expect, it } from 'vitest';
import { corpusMail, profiles, type CorpusMail, type Profile } from '../../bench/corpus.ts';
import { benchContest } from '../../bench/drivers/launch.ts';
import { submissionMail } from '../../bench/submission.ts';
import { readText } from '../../src/documents/index.ts';
import { findPrograms } from '../../src/edges/programs.ts';
import { runChecks } from '../../src/checks/index.ts';
import { loadContest } from '../../src/contest/load.ts';
import { readFields } from '../../src/entry/fields.ts';
import { classify } from '../../src/mail/kinds/index.ts';
import { readMail } from '../../src/mail/read.ts';
import { stranger } from '../support/kinds.ts';

const day = new Date('2026-03-02T01:00:00Z');
const make = (profile: Profile, n: number, seed = '1'): Promise<CorpusMail> => corpusMail({ profile, seed, to: 'contest@local.test', day }, n);
const loaded = loadContest({ dir: 'bench', yaml: Buffer.from(benchContest(day)), people: null });

describe('the corpus of the benchmark', () => {
  it.each(profiles)('is the same to the byte for the same seed, and another for another: %s', async (profile) => {
    const [once, again, otherSeed, otherNumber] = await Promise.all([make(profile, 3), make(profile, 3), make(profile, 3, '2'), make(profile, 4)]);
    expect(again.raw.equals(once.raw)).toBe(true);
    expect(otherSeed.raw.equals(once.raw)).toBe(false);
    expect(otherNumber.from).not.toBe(once.from);
  });

  it.each(profiles)('is understood as complete entries: %s', async (profile) => {
    for (const n of profile === 'heavy' ? [7] : [0, 7, 1_999]) {
      const mail = await make(profile, n);
      const { reading } = await readMail(mail.raw, { partBytes: 25 << 20 });
      expect(classify(reading, stranger(loaded.contest)).kind).toBe('submission');
      const fields = readFields(reading, loaded.contest);
      expect(fields.title.value).toBe(mail.title);
      expect(fields.authors.value).toMatchObject([{ name: mail.author }]);
      expect([fields.phone.value, fields.email.value, fields.entrantKind.value, fields.areas.value, fields.declaration.value]).toEqual([mail.phone, mail.from, 'individual', [1], true]);
      const findings = runChecks({ fields, documents: reading.documents, receivedAt: day, dateHeader: reading.dateHeader, topReceivedAt: day, senderAddress: mail.from }, loaded);
      expect(findings.map((f) => f.code)).toEqual(profile === 'tiny' ? ['missing-documents'] : []);
    }
  });

  it('has the sizes that the figures are about', async () => {
    const sizes = await Promise.all(profiles.map(async (profile) => Math.round((await make(profile, 5)).raw.length / 1_000)));
    expect(sizes[0]).toBeLessThan(5);
    expect(sizes[1]).toBeGreaterThan(495);
    expect(sizes[1]).toBeLessThan(510);
    expect(sizes[2]).toBeGreaterThan(7_300);
    expect(sizes[2]).toBeLessThan(7_400);
  });

  it('brings files that are what their names say', async () => {
    const { reading } = await readMail((await make('heavy', 1)).raw, { partBytes: 25 << 20 });
    expect(reading.documents.map((d) => d.detectedType)).toEqual(['docx', 'pdf', 'jpg', 'jpg', 'jpg', 'jpg', 'jpg']);
    expect(reading.documents.flatMap((d) => d.flags)).toEqual([]);
    expect(reading.documents.map((d) => Math.round(d.size / 1_000))).toEqual([59, 300, 1_000, 1_000, 1_000, 1_000, 1_000]);
  });
});

describe('the submissions whose words stand in their files', () => {
  const submission = (n: number) => submissionMail({ contest: loaded.contest, seed: '1', to: 'contest@local.test', day, label: 'doc' }, n);

  it('are the same to the byte for the same seed', async () => {
    const [once, again, other] = [await submission(1), await submission(1), await submission(2)];
    expect(again.raw.equals(once.raw)).toBe(true);
    expect(other.raw.equals(once.raw)).toBe(false);
  });

  it('bring a form and a description of some pages, twice, in the sizes that the figure is about', async () => {
    const { title, from, raw } = await submission(3);
    const { reading, contents } = await readMail(raw, { partBytes: 25 << 20 });
    expect(reading.documents.map((d) => [d.detectedType, Math.round(d.size / 1_000)])).toEqual([['docx', 60], ['pdf', 300]]);
    const programs = await findPrograms();
    const read = await Promise.all(reading.documents.map(async (d) => ({ ...d, ...await readText(contents.find((c) => c.sha256 === d.sha256)?.bytes ?? Buffer.alloc(0), d.detectedType, programs) })));
    for (const { text } of read) expect(text).toMatchObject({ state: 'read' });
    expect(Math.min(...read.map((d) => d.text.characters))).toBeGreaterThan(15_000);
    const fields = readFields({ ...reading, documents: read }, loaded.contest);
    expect([fields.title.value, fields.email.value, fields.authors.value?.[0]?.name, fields.declaration.value]).toEqual([title, from, 'Nguyễn Thị An', true]);
  });
});
