import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOcr, type Ocr } from '../../src/edges/ocr.ts';
import { findPrograms } from '../../src/edges/programs.ts';
import { readFields } from '../../src/entry/fields.ts';
import type { MailDocument } from '../../schemas/reading.ts';
import { documentsOf } from '../../src/store/messages.ts';
import { hauGiang } from '../support/contests.ts';
import { mail } from '../support/mails.ts';
import { markSample, sampleForms, samplesDir } from '../support/sample-forms.ts';
import { mixedPdf } from '../support/mixed-pdf.ts';
import { recall } from '../support/recall.ts';
import { openStage, type Stage } from '../support/stage.ts';

const PHOTOGRAPH = readFileSync('workers/demo/scanned-form.png');

let dir: string;
beforeAll(() => { dir = mkdtempSync(join(tmpdir(), 'scans-')); });
afterAll(() => rmSync(dir, { recursive: true }));

const { tesseract } = (await findPrograms()).found;
if (!tesseract) console.log('not run here: OCR by the program tesseract (apt-get install tesseract-ocr); the one within us is tried');

describe.each(tesseract ? [{ by: 'the program', onlyEmbedded: false }, { by: 'the one within us', onlyEmbedded: true }] : [{ by: 'the one within us', onlyEmbedded: true }])('OCR by $by', ({ onlyEmbedded }) => {
  let ocr: Ocr;
  beforeAll(async () => { ocr = await openOcr({ onlyEmbedded }); });
  afterAll(() => ocr.close());

  it('reads a photograph of a form to the letter, rows as rows', async () => {
    const text = await ocr.read({ path: 'workers/demo/scanned-form.png', type: 'png' });
    expect(text).toMatchObject({ state: 'read', method: 'ocr', failure: null });
    expect(text.quality).toBeGreaterThan(0.85);
    for (const row of ['1. Họ và tên\tNgô Thị Minh Tâm', '3. Đơn vị công tác\tUBND xã Tân Tiến, thành phố Vị Thanh', '6. Tên giải pháp\tPhiếu hẹn khám tự chọn khung giờ cho người cao tuổi']) expect(text.text.split('\n')).toContain(row);
  });

  it('reads it as well where it was laid crooked', async () => {
    const path = join(dir, 'crooked.png');
    await sharp(PHOTOGRAPH).rotate(2.5, { background: '#fff' }).toFile(path);
    expect((await ocr.read({ path, type: 'png' })).text).toContain('Phiếu hẹn khám tự chọn khung giờ cho người cao tuổi');
  });

  it('calls a picture that is none damaged, and reads the next', async () => {
    expect(await ocr.read({ path: 'package.json', type: 'png' })).toMatchObject({ state: 'failed', failure: 'damaged' });
    expect(await ocr.read({ path: 'workers/demo/scanned-form.png', type: 'png' })).toMatchObject({ state: 'read' });
  });

  describe.skipIf(samplesDir === null)('of the sample scans', () => {
    const at = (file: string): string => join(samplesDir ?? '', file);

    it('finds nine words of ten of a page', async () => {
      const { text } = await ocr.read({ path: at('submissions/submission1_scan200.pdf'), type: 'pdf' });
      expect(recall(text, readFileSync(at('submissions/submission1.reference.txt'), 'utf8'))).toBeGreaterThanOrEqual(0.9);
    });

    it('takes nothing wrong out of a form, and leaves the ticked boxes to people', async () => {
      const text = await ocr.read({ path: at('forms/form1_scan200.pdf'), type: 'pdf' });
      const document: MailDocument = { part: '2', filename: 'a.pdf', storedName: 'a.pdf', contentType: '', detectedType: 'pdf', size: 1, sha256: 'a'.repeat(64), from: 'attachment', flags: [], text };
      const fields = readFields({ subject: null, text: '', documents: [document] }, hauGiang());
      expect(markSample(fields, sampleForms()['form1_scan200.pdf']!).wrong).toEqual([]);
      expect([fields.entrantKind.value, fields.areas.value]).toEqual([null, null]);
      expect(fields.title).toMatchObject({ value: 'Trợ lý tin nhắn nhắc hồ sơ sắp đến hạn tại Bộ phận Một cửa cấp xã', seen: true });
    });
  });
});

describe('an entry that is a photograph', () => {
  let stage: Stage;
  beforeAll(async () => { stage = await openStage({ idleWithinMs: 300_000 }); });
  afterAll(() => stage.stop());

  it('gets its receipt at once, and a second letter that tells what the picture added', async () => {
    const { message, letters } = await stage.send(await mail({
      from: 'tam@people.test', subject: 'Gửi bài dự thi', text: 'Kính gửi Ban Tổ chức, tôi xin gửi bài dự thi.', attachments: [{ filename: 'Phiếu (chụp).png', content: PHOTOGRAPH, contentType: 'image/png' }],
    }), 'tam@people.test');
    expect(letters.map((l) => l.kind).sort()).toEqual(['receipt', 'scan-read']);
    const [{ entry, version } = { entry: null, version: null }] = await stage.entries();
    expect(version?.fields.title).toMatchObject({ value: 'Phiếu hẹn khám tự chọn khung giờ cho người cao tuổi', seen: true, file: 'Phiếu (chụp).png' });
    expect(version?.fields.areas.value).toBeNull();
    expect(version?.findings.map((f) => [f.code, f.severity])).toEqual([['read-from-picture', 'info'], ['missing-area', 'review']]);
    expect(entry?.state).toBe('needs-info');
    const told = letters.find((l) => l.kind === 'scan-read')?.text.replace(/\s+/g, ' ') ?? '';
    expect(told).toContain('Ngô Thị Minh Tâm');
    expect(told).toContain('Chữ đọc từ bản chụp có thể sai');
    expect(told).toContain('Chưa thấy nội dung dự thi');
    const [document] = await stage.service.services.db.transaction((tx) => documentsOf(tx, [message.id]));
    expect(document).toMatchObject({ textState: 'read', textMethod: 'ocr' });
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('is not said to have changed where the mail states all that the picture shows', async () => {
    const { letters } = await stage.send(await mail({
      from: 'all@people.test', subject: 'Gửi bài dự thi', attachments: [{ filename: 'Phiếu.png', content: PHOTOGRAPH, contentType: 'image/png' }],
      text: 'Tên giải pháp: Phiếu hẹn khám tự chọn khung giờ\nHọ và tên: Ngô Thị Minh Tâm\nĐơn vị: UBND xã Tân Tiến\nĐiện thoại: 0900 000 831\nEmail: all@people.test\nLĩnh vực: cải cách TTHC\nHình thức: cá nhân\nTôi cam kết chưa công bố.',
    }), 'all@people.test');
    expect(letters.map((l) => l.kind)).toEqual(['receipt']);
  });

  it('in two pictures is told of in one letter, once both are read', async () => {
    const { width = 0, height = 0 } = await sharp(PHOTOGRAPH).metadata();
    const part = (top: number, rows: number): Promise<Buffer> => sharp(PHOTOGRAPH).extract({ left: 0, top, width, height: rows }).png({ compressionLevel: 0 }).toBuffer();
    const half = Math.round(height / 2);
    const { letters } = await stage.send(await mail({
      from: 'two@people.test', subject: 'Gửi bài dự thi', text: 'Kính gửi Ban Tổ chức, tôi xin gửi bài dự thi.',
      attachments: [{ filename: 'Trang 1.png', content: await part(0, half), contentType: 'image/png' }, { filename: 'Trang 2.png', content: await part(half, height - half), contentType: 'image/png' }],
    }), 'two@people.test');
    expect(letters.map((l) => l.kind).sort()).toEqual(['receipt', 'scan-read']);
    const told = letters.find((l) => l.kind === 'scan-read');
    expect(told?.facts).toMatchObject({ files: [{ name: 'Trang 1.png' }, { name: 'Trang 2.png' }] });
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('never replaces what was typed; what it says otherwise is shown to staff, and no letter is written', async () => {
    const { letters } = await stage.send(await mail({
      from: 'other@people.test', subject: 'Gửi bài dự thi', attachments: [{ filename: 'Phiếu.png', content: PHOTOGRAPH, contentType: 'image/png' }],
      text: 'Tên giải pháp: Sổ tay nghiệp vụ điện tử cho công chức\nHọ và tên: Ngô Thị Minh Tâm\nĐơn vị: UBND xã Tân Tiến\nĐiện thoại: 0900 000 831\nEmail: other@people.test\nLĩnh vực: cải cách TTHC\nHình thức: cá nhân\nTôi cam kết chưa công bố.',
    }), 'other@people.test');
    const version = (await stage.entries()).at(-1)?.version;
    expect(letters.map((l) => l.kind)).toEqual(['receipt']);
    expect(version?.fields.title).toMatchObject({ value: 'Sổ tay nghiệp vụ điện tử cho công chức', others: [{ value: 'Phiếu hẹn khám tự chọn khung giờ cho người cao tuổi', seen: true }] });
    expect(version?.findings.map((f) => [f.code, f.severity])).toContainEqual(['title-seen-otherwise', 'info']);
  });

  it('is read where it is one page of a PDF that has text on another, and what was typed stays', async () => {
    const { found } = await findPrograms();
    if (!found.pdftotext || !found.pdftoppm) return console.log('not run here: a scanned page in a PDF (apt-get install poppler-utils)');
    const pdf = await mixedPdf(PHOTOGRAPH, ['Phu luc: so lieu ap dung thu trong ba thang.', 'Linh vuc: Cai cach thu tuc hanh chinh', 'Email: phuluc@people.test']);
    const { message, letters } = await stage.send(await mail({ from: 'mixed@people.test', subject: 'Bài dự thi', text: 'Xin gửi phiếu có chữ ký và phụ lục.', attachments: [{ filename: 'Hồ sơ.pdf', content: pdf, contentType: 'application/pdf' }] }), 'mixed@people.test');
    expect(letters.map((l) => l.kind).sort()).toEqual(['receipt', 'scan-read']);
    const [document] = await stage.service.services.db.transaction((tx) => documentsOf(tx, [message.id]));
    expect(document).toMatchObject({ textState: 'read', textMethod: 'pdftotext+ocr' });
    const version = (await stage.entries()).at(-1)?.version;
    expect(version?.fields.title).toMatchObject({ value: 'Phiếu hẹn khám tự chọn khung giờ cho người cao tuổi', seen: true });
    expect(version?.fields.areas.value).toEqual([2]);
    expect(version?.fields.areas.seen).toBeUndefined();
  });
});
