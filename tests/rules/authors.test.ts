import { describe, expect, it } from 'vitest';
import type { Author } from '../../schemas/reading.ts';
import { authorsAcross } from '../../src/desk/authors.ts';
import { processorMs } from '../support/processor.ts';

const author = (name: string, more: Partial<Author> = {}): Author => ({ name, unit: null, position: null, phone: null, email: null, share: null, ...more });
const across = (...entries: [string, string | null, Author[]][]) => authorsAcross(entries.map(([code, unit, authors]) => ({ code, unit, authors })), [], '2024-07-01').map((a) => [a.name, a.codes.join(' ')]);

describe('an author across entries', () => {
  it('is one person by name and unit, however the name was typed', () => {
    expect(across(['A', 'UBND xã Vị Thắng', [author('Nguyễn Thị Hoà')]], ['B', 'UBND xã Vị Thắng', [author('NGUYỄN THỊ HÒA')]], ['C', null, [author('nguyen thi hoa', { unit: 'UBND xã Vị Thắng' })]])).toEqual([['Nguyễn Thị Hoà', 'A B C']]);
  });

  it('is one person by address or telephone, wherever they work by then', () => {
    expect(across(['A', 'Sở Y tế', [author('Lê Văn An', { phone: '+84 900 000 101' })]], ['B', 'Sở Tư pháp', [author('Lê Văn An', { phone: '0900000101' })]], ['C', null, [author('Lê Văn An', { email: 'AN@x.test' })]], ['D', null, [author('Lê Văn An', { email: 'an@x.test' })]]))
      .toEqual([['Lê Văn An', 'A B'], ['Lê Văn An', 'C D']]);
  });

  it('is not one person by the name alone, nor by a name that only looks alike without its marks', () => {
    expect(across(['A', 'Sở Y tế', [author('Lê Văn An')]], ['B', 'Sở Tư pháp', [author('Lê Văn An')]], ['C', null, [author('Lê Văn An')]])).toHaveLength(3);
    expect(across(['A', 'Sở Y tế', [author('Lê Văn Hưng')]], ['B', 'Sở Y tế', [author('Lê Văn Hùng')]])).toHaveLength(2);
  });

  it('counts once for an entry that names them twice; those with most entries stand first', () => {
    expect(across(['A', 'Sở Y tế', [author('Trần B'), author('Lê Văn An'), author('Lê Văn An')]], ['B', 'Sở Y tế', [author('Lê Văn An')]])).toEqual([['Lê Văn An', 'A B'], ['Trần B', 'A']]);
  });

  it('is found among five thousand entries in a moment', () => {
    const begun = processorMs();
    const entries = Array.from({ length: 5_000 }, (_, i): [string, string, Author[]] => [`E${i}`, `Sở số ${i % 90}`, [author(`Nguyễn Văn ${'ABCDEFGHIJ'[i % 10]}${'abcdefghij'[i % 7]}`), author(`Người thứ ${i}`)]]);
    expect(across(...entries).length).toBeGreaterThan(5_000);
    expect(processorMs() - begun).toBeLessThan(5_000);
  });
});
