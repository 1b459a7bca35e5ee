import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLenientBase64, decodeRegularBase64 } from '../../src/mail/transfer.ts';
import { fold } from '../../src/vietnamese/fold.ts';

/** What fold means, in the words of the Unicode standard. */
const meant = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/gu, ' ').trim();

describe('what is done fast gives what the plain way gives', () => {
  it('folds any text as decomposing and stripping does', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'Đề xuất ửng dụng ƯƠ\u0301\n\t  aZ09ßǅﬁ한İ') })), (text) => { expect(fold(text)).toBe(meant(text)); }), { numRuns: 2_000 });
  });

  it('decodes regular base64 to the bytes it came from', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(4, 60, 76), fc.constantFrom('\n', '\r\n'), (bytes, width, eol) => {
      const text = Buffer.from(bytes).toString('base64').replace(new RegExp(`.{${width}}`, 'g'), (line) => line + eol);
      const decoded = decodeRegularBase64(Buffer.from(text));
      expect(decoded ?? decodeLenientBase64(Buffer.from(text)).bytes).toEqual(Buffer.from(bytes));
    }), { numRuns: 1_000 });
  });

  it('leaves base64 with a stray character, with padding inside or cut off to the lenient way', () => {
    const irregular = fc.string({ unit: fc.constantFrom(...'AbZ9+/=\r\n !-_'), maxLength: 200 });
    fc.assert(fc.property(irregular, (text) => {
      const fast = decodeRegularBase64(Buffer.from(text));
      if (fast !== null) expect(decodeLenientBase64(Buffer.from(text))).toMatchObject({ bytes: fast, truncated: false });
    }), { numRuns: 5_000 });
  });
});
