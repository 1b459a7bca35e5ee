import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCodes, formatCode } from '../../src/entry/code.ts';
import { readFields } from '../../src/entry/fields.ts';
import { mergeFields } from '../../src/entry/merge.ts';
import { stateAfter } from '../../src/entry/state.ts';
import type { Finding } from '../../schemas/reading.ts';
import { hauGiang } from '../support/contests.ts';

const contest = hauGiang();
const code = formatCode('CCHC24', 12);

describe('an entry\'s code', () => {
  it('is found however a person types it', () => {
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('-', '–'), `[${code}]`, code.replace('0012', 'OO12')]) {
      expect(findCodes(`Bổ sung bài ${typed} nhé`, 'CCHC24').valid).toEqual([code]);
    }
  });

  it('with any one character changed is not taken for another entry', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 9 }), (n, place, by) => {
      const right = formatCode('CCHC24', n);
      const at = 'CCHC24-'.length + place;
      const wrong = `${right.slice(0, at)}${(Number(right[at]) + by) % 10}${right.slice(at + 1)}`;
      expect(findCodes(wrong, 'CCHC24').valid).toEqual([]);
    }));
  });
});

describe('fields in a mail', () => {
  const text = ['Tên bài dự thi: Một cửa điện tử cho người cao tuổi', 'Hình thức: nhóm tác giả', 'Lĩnh vực: cải cách thủ tục hành chính', 'Các tác giả:', '1. Nguyễn Thị An', '2. Trần Văn Bình', 'Đơn vị: UBND xã Vị Thắng', 'Điện thoại: 0900.000.101', 'Email: an@people.test', 'Chúng tôi cam kết bài chưa từng công bố.'].join('\n');

  it('are read with where they stood', () => {
    const fields = readFields({ subject: 'x', text }, contest);
    expect(fields.title).toMatchObject({ value: 'Một cửa điện tử cho người cao tuổi', source: 'body line 1' });
    expect(fields.entrantKind.value).toBe('group');
    expect(fields.areas.value).toEqual([2]);
    expect(fields.authors.value?.map((a) => a.name)).toEqual(['Nguyễn Thị An', 'Trần Văn Bình']);
    expect(fields.phone.value).toBe('0900000101');
    expect(fields.declaration.value).toBe(true);
  });

  it('are the same without diacritics typed, but for the diacritics', () => {
    const bare = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
    const fields = readFields({ subject: 'x', text: bare }, contest);
    expect(fields.entrantKind.value).toBe('group');
    expect(fields.areas.value).toEqual([2]);
    expect(fields.declaration.value).toBe(true);
  });

  it('are read as people write English, and with the labels of a receipt', () => {
    const kind = (text: string) => readFields({ subject: 'x', text }, contest).entrantKind.value;
    expect(['Type: Individual', 'Way of entering: individual', 'Type of participation: individual', 'Hình thức dự thi: cá nhân'].map(kind)).toEqual(Array.from({ length: 4 }, () => 'individual'));
    const declared = (text: string) => readFields({ subject: 'x', text }, contest).declaration.value;
    for (const text of ['Declaration: I declare that the entry was never published.', 'We hereby certify that it has not previously been published.', 'I declare it never was published, and is original.', 'I confirm that this was never before published.',
      'Not published before: yes', 'Declaration: yes', 'Cam kết chưa công bố: có', 'Cam kết: đồng ý.']) expect(declared(text), text).toBe(true);
    for (const text of ['It has already been published in a journal; I declare it is original.', 'I declare that it was published in 2023, though original.', 'Not published before: no', 'Cam kết chưa công bố: không']) expect(declared(text), text).toBe(false);
    for (const text of ['I declare my interest in the contest.', 'The results have not been published yet.', 'Is it enough that it was never published?', 'Cam kết bảo hành thiết bị: có']) expect(declared(text), text).toBeNull();
  });

  it('stay unknown where nothing is said', () => {
    const fields = readFields({ subject: '', text: 'Kính gửi Ban Tổ chức, xin gửi bài.' }, contest);
    expect([fields.title.value, fields.authors.value, fields.areas.value, fields.declaration.value]).toEqual([null, null, null, null]);
  });

  it('of a later mail replace what they name and keep the rest', () => {
    const before = readFields({ subject: 'x', text }, contest);
    const after = mergeFields(before, readFields({ subject: 'Re: x', text: 'Điện thoại: 0911 222 333' }, contest));
    expect(after.phone.value).toBe('0911222333');
    expect(after.title.value).toBe(before.title.value);
  });
});

describe('the state of an entry', () => {
  const found = (code: string, severity: Finding['severity'] = 'review'): Finding => ({ check: 'x', severity, code, forEntrant: 'mend it', forStaff: '' });

  it('is never "ineligible": a machine only prepares', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('late', 'early', 'group-too-large', 'excluded-person', 'missing-title')), (codes) => {
      expect(['early-held', 'needs-info', 'under-check', 'late', 'late-borderline']).toContain(stateAfter(null, codes.map((c) => found(c, 'blocking'))));
    }));
  });

  it('stays as it was where a supplement comes late', () => {
    expect(stateAfter('under-check', [found('late')])).toBe('under-check');
  });
});
