import { describe, expect, it } from 'vitest';
import { spokenFingerprint, spokenInstant } from '../../src/contest/spoken.ts';
import { formatCode } from '../../src/entry/code.ts';
import { best, codesReceivedAt, firstCodeOf } from '../../src/entry/named-code.ts';
import { createLetterWriter } from '../../src/letters/render.ts';
import { readTemplates } from '../../src/edges/templates.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';

const AT = [new Date('2024-07-02T02:00:07Z'), new Date('2024-07-02T02:00:07Z'), new Date('2024-07-02T02:05:00Z')] as const;
const hash = (n: number): string => String(n).repeat(64);

describe.each([['Vietnamese', hauGiang()], ['English', tinyEnglish()]] as const)('a receipt in %s, read again', async (_language, contest) => {
  const { codePrefix, zone, locale } = contest;
  const code = (n: number): string => formatCode(codePrefix, n);
  const entry = (n: number): LetterFacts<'receipt'>['entries'][number] => ({
    code: code(n), channel: 'mail', version: 1, title: `Ý tưởng rất dài về việc cải thiện cách làm việc của bộ phận một cửa, phần ${n}`, receivedAt: AT[n - 1]?.toISOString() ?? '',
    files: [{ name: 'bai.pdf', size: 1_000, sha256: hash(n), type: 'pdf', notes: [], excerpt: null }], understood: [], missing: [], mayReplace: n === 3 ? code(1) : null, notice: null,
  });
  const writer = createLetterWriter(await readTemplates('templates', 'tests', locale), contest);
  const receipt = writer.write('receipt', { entries: [entry(1), entry(2), entry(3)] }, new Date('2024-07-02T03:00:00Z'));
  const found = (received: Date, signs: string[]): string | null => best(codesReceivedAt(receipt, codePrefix, { received: spokenInstant(received, zone, locale), signs }))?.code ?? null;

  it('says the first code in its subject', () => {
    expect(firstCodeOf(receipt, codePrefix)).toBe(code(1));
  });

  it('says when each mail came, also where another code is mentioned below', () => {
    expect(found(AT[2], [])).toBe(code(3));
  });

  it('tells mails of one second apart by their files, and proves nothing without them', () => {
    expect(found(AT[0], [])).toBeNull();
    expect(found(AT[0], [spokenFingerprint(hash(1))])).toBe(code(1));
    expect(found(AT[1], [spokenFingerprint(hash(2))])).toBe(code(2));
  });

  it('names no code for a mail that came at another time', () => {
    expect(found(new Date('2024-07-02T02:01:00Z'), [spokenFingerprint(hash(1))])).toBeNull();
  });
});
