import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/checks/index.ts';
import { readFields } from '../../src/entry/fields.ts';
import { decodeText } from '../../src/mail/charset.ts';
import { classify } from '../../src/mail/kinds/index.ts';
import { readMail } from '../../src/mail/read.ts';
import { hauGiang } from '../support/contests.ts';
import { stranger } from '../support/kinds.ts';
import { expectedValues, shared } from '../support/shared.ts';

const dir = shared('samples', 'sample mails with expected values');
const expected = dir === null ? {} : expectedValues();
const squeezed = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
type Expected = { subject?: string | null; fromName?: string; text?: string; attachments?: string[]; warnings?: string[]; flags?: string[]; detectedType?: string; nested?: { subject: string; attachments: string[] }; kind?: string; mayAnswer?: boolean };

describe.skipIf(dir === null)('the sample mails', () => {
  it.each(Object.entries((expected['eml'] ?? {}) as Record<string, Expected>))('%s reads as expected', async (file, want) => {
    const { reading } = await readMail(readFileSync(join(dir ?? '', 'eml', file)), { partBytes: 25 << 20 });
    if ('subject' in want) expect(reading.subject || null).toBe(want.subject);
    if (want.fromName) expect(reading.from[0]?.name).toBe(want.fromName);
    if (want.text) expect(squeezed(reading.text)).toContain(want.text);
    const names = reading.documents.map((d) => d.filename);
    for (const name of want.attachments ?? want.nested?.attachments ?? []) expect(names).toContain(name);
    if (want.nested) expect(reading.innerSubjects).toContain(want.nested.subject);
    expect(reading.warnings).toEqual(expect.arrayContaining(want.warnings ?? []));
    if (want.flags) expect(reading.documents[0]?.flags).toEqual(expect.arrayContaining(want.flags));
    if (want.detectedType) expect(reading.documents[0]?.detectedType).toBe(want.detectedType);
    if (want.kind) expect(classify(reading, stranger(hauGiang()))).toMatchObject({ kind: want.kind, mayAnswer: want.mayAnswer });
  });

  it.each([['2024-08-17T00:00:01+07:00', true], ['2024-08-16T23:59:59+07:00', false]])('10_late_by_one_second.eml received %s: late is %s', async (received, late) => {
    const contest = hauGiang();
    const { reading } = await readMail(readFileSync(join(dir ?? '', 'eml', '10_late_by_one_second.eml')), { partBytes: 1 << 20 });
    const findings = runChecks({
      fields: readFields(reading, contest), documents: reading.documents, receivedAt: new Date(received), dateHeader: null, topReceivedAt: null, senderAddress: 'a@b.test',
    }, { contest, people: [], agencies: [], dir: '', rulesSha256: '' });
    expect(findings.some((f) => f.code === 'late')).toBe(late);
  });

  it.each(Object.entries((expected['legacyText'] ?? {}) as Record<string, { text: string }>))('the bytes of %s become Vietnamese', (file, want) => {
    const { text } = decodeText(readFileSync(join(dir ?? '', 'legacy-text', file)), null);
    expect(squeezed(text)).toContain(squeezed(want.text));
  });

  it.each(['form4_email_body.txt', 'form7_email_nfd.txt'])('the fields of %s are found in the text of a mail', (file) => {
    const want = (expected['forms'] ?? {})[file] as { title: string; entrantKind: string | null; areas: number[]; authors: { name: string }[]; unit: string; phones: string[]; emails: string[] | null; declaration: boolean };
    const fields = readFields({ subject: '', text: readFileSync(join(dir ?? '', 'forms', file), 'utf8') }, hauGiang());
    expect(fields.title.value).toBe(want.title);
    expect(fields.entrantKind.value).toBe(want.entrantKind);
    expect(fields.areas.value).toEqual(want.areas);
    expect(fields.authors.value?.map((a) => a.name)).toEqual(want.authors.map((a) => a.name));
    expect(fields.unit.value).toBe(want.unit.normalize('NFC'));
    expect(fields.phone.value).toBe(want.phones[0]);
    expect(fields.email.value).toBe(want.emails?.[0] ?? null);
    expect(fields.declaration.value).toBe(want.declaration);
  });
});
