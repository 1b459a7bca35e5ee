import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPrograms } from '../../src/edges/programs.ts';
import { readText } from '../../src/documents/index.ts';
import { readFields } from '../../src/entry/fields.ts';
import type { EntryFields, MailDocument } from '../../schemas/reading.ts';
import { hauGiang } from '../support/contests.ts';
import type { Marks } from '../support/form-marks.ts';
import { markSample, sampleForms, samplesDir } from '../support/sample-forms.ts';

const contest = hauGiang();

/** As the text of a mail, or as its only document. */
async function fieldsOf(file: string): Promise<EntryFields> {
  const bytes = readFileSync(join(samplesDir ?? '', 'forms', file));
  const type = extname(file).slice(1);
  if (type === 'txt') return readFields({ subject: null, text: bytes.toString('utf8') }, contest);
  const { text, flags } = await readText(bytes, type, await findPrograms());
  const document: MailDocument = { part: '2', filename: file, storedName: file, contentType: '', detectedType: type, size: bytes.length, sha256: '0'.repeat(64), from: 'attachment', flags, text };
  return readFields({ subject: null, text: 'Kính gửi Ban Tổ chức.', documents: [document] }, contest);
}

describe.skipIf(samplesDir === null)('the sample forms', () => {
  const forms = samplesDir === null ? [] : Object.entries(sampleForms()).filter(([file]) => !file.includes('scan'));
  const all: Marks[] = [];

  for (const [file, expected] of forms) {
    it(`are never read wrong in silence: ${file}`, async () => {
      const marks = markSample(await fieldsOf(file), expected);
      all.push(marks);
      expect(marks.wrong).toEqual([]);
    });
  }

  it('are read to at least 95 %', () => {
    const right = all.reduce((n, m) => n + m.right, 0);
    const open = all.flatMap((m) => m.open);
    expect(right / (right + open.length), open.join('; ')).toBeGreaterThanOrEqual(0.95);
  });
});
