import { describe, expect, it } from 'vitest';
import { readFields } from '../../src/entry/fields.ts';
import type { MailDocument } from '../../schemas/reading.ts';
import { forms } from '../fixtures/forms/forms.ts';
import { hauGiang } from '../support/contests.ts';
import { mark } from '../support/form-marks.ts';
import { processorMs } from '../support/processor.ts';

const contest = hauGiang();
export const documentOf = (text: string, method = 'docx', part = '2'): MailDocument => ({
  part, filename: 'Phiếu đăng ký.docx', storedName: 'x.docx', contentType: '', detectedType: 'docx', size: 1, sha256: part.padStart(64, '0'), from: 'attachment', flags: [],
  text: { state: 'read', characters: text.length, quality: null, method, failure: null, text },
});

describe('a registration form', () => {
  const all = forms.map((form) => ({ form, marks: mark(readFields({ subject: null, text: 'Kính gửi Ban Tổ chức.', documents: [documentOf(form.text)] }, contest), form.expect) }));

  for (const { form, marks } of all) {
    it(`is never read wrong in silence: ${form.name}`, () => expect(marks.wrong).toEqual([]));
  }

  it('is read to at least 95 % over all of them', () => {
    const right = all.reduce((n, { marks }) => n + marks.right, 0);
    const open = all.flatMap(({ form, marks }) => marks.open.map((o) => `${form.name}: ${o}`));
    expect(right / (right + open.length), open.join('\n')).toBeGreaterThanOrEqual(0.95);
    expect(open).toEqual([]);
  });

  it('is read the same in the text of a mail', () => {
    for (const form of forms) expect(mark(readFields({ subject: null, text: form.text.replaceAll('\u2028', '\n') }, contest), form.expect).wrong.filter((w) => !w.startsWith('declaration')), form.name).toEqual([]);
  });

  it('holds nobody up, however long and however full of labels it is', () => {
    const lines = ['a: b: c: Đơn vị: d: '.repeat(17), Array(40).fill('Họ và tên').join('\t'), '☐ Cá nhân ☒ Nhóm '.repeat(20), 'Họ tên ....... Nguyễn Văn A ....... '.repeat(9)];
    for (const line of lines) {
      const documents = Array.from({ length: 20 }, (_, i) => documentOf(Array(3_000).fill(line).join('\n'), 'docx', `2/${i + 1}`));
      const began = processorMs();
      readFields({ subject: null, text: '', documents }, contest);
      expect(processorMs() - began).toBeLessThan(3_000);
    }
  });
});
