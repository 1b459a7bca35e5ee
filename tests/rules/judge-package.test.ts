import { describe, expect, it } from 'vitest';
import type { DocumentFlag, MailDocument } from '../../schemas/reading.ts';
import { blindText, sendable } from '../../src/judging/package.ts';

const file = (part: string, flags: DocumentFlag[] = [], more: Partial<MailDocument> = {}): MailDocument => ({
  part, filename: `${part}.pdf`, storedName: `${part}.pdf`, contentType: 'application/pdf', detectedType: 'pdf', size: 1_000, sha256: part.padEnd(64, '0'), from: 'attachment', flags, ...more,
});
const sent = (...documents: MailDocument[]): string[] => sendable(documents).filter((d) => d.send).map((d) => d.document.part);

describe('files that a judge gets as they came', () => {
  it('are those that nothing speaks against', () => {
    expect(sent(file('2'), file('3', ['type-mismatch']), file('4', ['infected']), file('5', ['macro']), file('6', [], { size: 7 * 1024 * 1024 }))).toEqual(['2', '3']);
  });

  it('leave out copies of identity papers, also their words in a blind round, but count them', () => {
    const card = file('3', [], { filename: 'CCCD mặt trước.jpg', detectedType: 'jpg', text: { state: 'read', characters: 9, quality: 0.9, method: 'ocr', failure: null, text: 'Số: 093 0123' } });
    expect(sent(file('2'), card)).toEqual(['2']);
    const blind = blindText({ code: 'X', title: null, texts: [], documents: [card] }, (t) => t, 'vi');
    expect([blind.text.includes('093'), blind.unread]).toEqual([false, 1]);
  });

  it('leave out what the scanner did not look into, and all that lies inside it, but count it', () => {
    const documents = [file('2', ['unscanned']), file('2/1', [], { from: 'archive' }), file('2/1/1', [], { from: 'archive' }), file('3'), file('21')];
    expect(sent(...documents)).toEqual(['3', '21']);
    expect(sendable(documents)).toHaveLength(5);
  });
});
