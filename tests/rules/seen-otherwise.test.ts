import { describe, expect, it } from 'vitest';
import type { MailDocument } from '../../schemas/reading.ts';
import { agreement } from '../../src/checks/agreement.ts';
import { alikeAuthors, alikeWords } from '../../src/entry/alike.ts';
import { readFields } from '../../src/entry/fields.ts';
import { openGaps, stateAfter } from '../../src/entry/state.ts';
import { hauGiang } from '../support/contests.ts';

const contest = hauGiang();
const typed = 'Tên giải pháp: Phiếu hẹn khám tự chọn khung giờ\nHọ và tên: Ngô Thị Minh Tâm\nĐơn vị: UBND xã Tân Tiến';

/** A scanned form as OCR gives it. */
function scan(title: string, author: string): MailDocument {
  const text = `PHIẾU ĐĂNG KÝ DỰ THI\n1. Họ và tên\t${author}\n2. Đơn vị công tác\tUBND xã Tân Tiến\n3. Tên giải pháp\t${title}`;
  return { part: '2', filename: 'Phiếu.png', storedName: 'x.png', contentType: 'image/png', detectedType: 'png', size: 1, sha256: 'a'.repeat(64), from: 'attachment', flags: [], text: { state: 'read', characters: text.length, quality: 0.95, method: 'ocr', failure: null, text } };
}

const read = (...documents: MailDocument[]) => readFields({ subject: null, text: typed, documents }, contest);
const found = (fields: ReturnType<typeof read>) => agreement.run({ fields } as never, {} as never, { contest } as never);

describe('what a picture says otherwise', () => {
  it('replaces nothing, makes nothing less sure, and is shown to staff with both values', () => {
    const fields = read(scan('Sổ tay nghiệp vụ điện tử cho công chức', 'Trần Văn Khác'));
    expect(fields.title).toMatchObject({ value: 'Phiếu hẹn khám tự chọn khung giờ', confidence: 0.95, others: [{ value: 'Sổ tay nghiệp vụ điện tử cho công chức', file: 'Phiếu.png', seen: true }] });
    expect(fields.authors).toMatchObject({ value: [{ name: 'Ngô Thị Minh Tâm' }], others: [{ value: [{ name: 'Trần Văn Khác' }], seen: true }] });
    const findings = found(fields);
    expect(findings.map((f) => [f.code, f.severity, f.forEntrant])).toEqual([['title-seen-otherwise', 'info', ''], ['authors-seen-otherwise', 'info', '']]);
    expect(findings[0]?.forStaff).toContain('“Sổ tay nghiệp vụ điện tử cho công chức”');
    expect(findings[0]?.evidence).toContain('Phiếu hẹn khám tự chọn khung giờ');
    expect([openGaps(findings), stateAfter(null, findings)]).toEqual([[], 'under-check']);
  });

  it('is nothing where the machine only misread letters, or the picture says more or less of the same', () => {
    for (const title of ['Phiếu hẹn khám tự chọn khung giờ', 'Phiêu hẹn khám tự chọn khung giờ cho người cao tuổi', 'PhiếU hẹn khám lự chọn khưng giờ']) {
      expect(found(read(scan(title, 'Ngô Thị Minh Tâm'))).filter((f) => f.code === 'title-seen-otherwise'), title).toEqual([]);
    }
    expect(read(scan('Phiếu hẹn khám tự chọn khung giờ', 'Ngõ Thị Minh Tám')).authors.others).toBeUndefined();
  });

  it('asks the entrant where it was typed in both places, as before', () => {
    const document = scan('Sổ tay nghiệp vụ điện tử cho công chức', 'Ngô Thị Minh Tâm');
    const fields = read({ ...document, text: { ...document.text!, method: 'docx' } });
    expect(found(fields).map((f) => [f.code, f.severity])).toEqual([['title-disagrees', 'review']]);
  });
});

describe('likeness for what was misread', () => {
  it.each([['Nguyễn Văn Mẫu', 'Nguyen Văn Mâu', true], ['Nguyễn Văn Mẫu', 'Trần Thị Lan', false], ['', 'x', true], ['Một cửa', 'Một cửa điện tử', true], ['Trợ lý tin nhắn', 'Hộp thư góp ý', false]])('of “%s” and “%s”: %s', (a, b, alike) => expect(alikeWords(a, b)).toBe(alike));

  it('of lists of authors: the shorter within the longer', () => {
    const list = (...names: string[]) => names.map((name) => ({ name, unit: null, position: null, phone: null, email: null, share: null }));
    expect(alikeAuthors(list('Lê Văn Hải'), list('Trần Thị Lan', 'Lê Văn Hai'))).toBe(true);
    expect(alikeAuthors(list('Lê Văn Hải', 'Phạm Thị Hoa'), list('Trần Thị Lan', 'Lê Văn Hải'))).toBe(false);
  });
});
