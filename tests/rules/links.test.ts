import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/checks/index.ts';
import { readFields } from '../../src/entry/fields.ts';
import { linksIn, sharingService } from '../../src/mail/links.ts';
import { readMail } from '../../src/mail/read.ts';
import type { MailDocument } from '../../schemas/reading.ts';
import { hauGiang } from '../support/contests.ts';
import { processorMs } from '../support/processor.ts';

const DRIVE = 'https://drive.google.com/file/d/1AbC_dEf-123/view?usp=sharing';

describe('links in a mail', () => {
  it('are found without the punctuation around them, each once', () => {
    expect(linksIn(`Video: ${DRIVE}. Ảnh (${DRIVE}), trang “https://vithang.example.vn/mot-cua”; xem www.example.vn`)).toEqual([DRIVE, 'https://vithang.example.vn/mot-cua']);
  });

  it('are found behind a name in HTML', async () => {
    const raw = Buffer.from(`From: a@b.test\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Bài dự thi: <a target="_blank" href="https://drive.google.com/open?id=1&amp;usp=drive">Thuyết minh.docx</a></p>`);
    expect((await readMail(raw, { partBytes: 1_000 })).reading.links).toEqual(['https://drive.google.com/open?id=1&usp=drive']);
  });

  it.each([[DRIVE, 'drive.google.com'], ['https://abc-my.sharepoint.com/:w:/g/x', 'sharepoint.com'], ['https://1drv.ms/u/s!A', '1drv.ms'], ['https://notdropbox.com/x', null], ['https://haugiang.gov.vn', null], ['https://drive.google.com.evil.test/x', null]])(
    '%s shares a file by %s', (link, service) => expect(sharingService(link)).toBe(service));

  it('are bounded, however many and however long', () => {
    expect(linksIn(`${'https://a.test/x '.repeat(3)}${Array.from({ length: 500 }, (_, i) => `https://a.test/${i}`).join(' ')}`)).toHaveLength(50);
    const began = processorMs();
    linksIn('https://'.repeat(100_000));
    expect(processorMs() - began).toBeLessThan(2_000);
  });
});

describe('an entry that links to its files', () => {
  const contest = hauGiang();
  const file: MailDocument = { part: '2', filename: 'a.docx', storedName: 'a.docx', contentType: '', detectedType: 'docx', size: 9, sha256: 'a'.repeat(64), from: 'attachment', flags: [] };
  const findings = (documents: MailDocument[], links: string[]) => runChecks({
    fields: readFields({ subject: null, text: '' }, contest), documents, links, receivedAt: new Date('2024-07-02T01:00:00Z'), dateHeader: null, topReceivedAt: null, senderAddress: 'a@b.test',
  }, { contest, people: [], agencies: [], dir: '', rulesSha256: '' }).filter((f) => f.code === 'link-instead-of-file');

  it('is asked for them where it brings none', () => {
    const [finding] = findings([], [DRIVE]);
    expect(finding).toMatchObject({ severity: 'review', evidence: DRIVE });
    expect(finding?.forEntrant).toContain('xin gửi tệp kèm thư');
  });

  it('is shown to staff where it brings others', () => expect(findings([file], [DRIVE]).map((f) => f.severity)).toEqual(['info']));

  it('is left alone for any other link', () => expect(findings([], ['https://haugiang.gov.vn/thong-bao'])).toEqual([]));
});
