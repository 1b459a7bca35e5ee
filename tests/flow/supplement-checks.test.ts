import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { MOST_SEARCHED, unread } from '../../src/checks/search.ts';
import { versionsOf } from '../../src/store/entries.ts';
import { readOfVersions } from '../../src/store/messages.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const filling: Filling = {
  title: 'Nhắc lịch trả hồ sơ bằng tin nhắn', areas: [2], kind: 'individual', declared: true, unit: 'UBND phường III, thành phố Vị Thanh', phone: '0900000811',
  inheritsFrom: 'Sáng kiến Tổng đài một cửa năm 2022', authors: [{ name: 'Phạm Thị Hoa', unit: 'UBND phường III, thành phố Vị Thanh', position: 'Công chức' }],
};
const SURVEY = 'Qua khảo sát 120 người dân, 95 người hài lòng hơn trước.\nCó so sánh với Tổng đài một cửa: thời gian chờ giảm một nửa.\n';

let stage: Stage;
beforeAll(async () => {
  const { evidenceKinds, checks: { evidence, inheritance } } = (await readContestFolder('contests/hau-giang-2024')).contest;
  stage = await openStage({ changes: (c) => ({ ...c, evidenceKinds, checks: { ...c.checks, evidence, inheritance } }) });
});
afterAll(() => stage.stop());

type File = { filename: string; content: string | Buffer; contentType: string };
const text = (filename: string, content: string): File => ({ filename, content, contentType: 'text/plain; charset=utf-8' });

/** Sends an entry and, as a reply to its receipt, a supplement; gives the findings of each of the two checks afterwards. */
async function supplemented(from: string, first: { text: string; files: File[] }, more: { text: string; files: File[] }) {
  const form = { filename: 'Phiếu.docx', content: await registrationForm(stage.service.services.loaded.contest, { ...filling, email: from }), contentType: DOCX };
  const { letters } = await stage.send(await mail({ from, subject: 'Bài dự thi', text: first.text, attachments: [form, ...first.files] }), from);
  const { message } = await stage.send(await mail({ from, subject: `Re: ${letters[0]!.subject}`, text: more.text, attachments: more.files }), from);
  const { entry, version } = (await stage.entries()).find((e) => e.entry.id === message.entryId)!;
  expect([entry.state === 'withdrawn', version?.n]).toEqual([false, 2]);
  return (check: string) => version!.findings.filter((f) => f.check === check).map((f) => [f.code, f.evidence ?? '']);
}

describe('a supplement that does not repeat what came before', () => {
  it('leaves the evidence and the comparison in the earlier file found, with their place', async () => {
    const of = await supplemented('an@people.test', { text: 'Xin gửi bài.', files: [text('Thuyết minh.txt', SURVEY)] }, { text: 'Xin gửi thêm bản đồ.', files: [text('Bản đồ.txt', 'Sơ đồ đường đi.')] });
    expect(of('evidence')).toEqual([['evidence-partial', expect.stringContaining('tệp “Thuyết minh.txt”, dòng 1')]]);
    expect(of('inheritance')).toEqual([['comparison-found', expect.stringContaining('tệp “Thuyết minh.txt”, dòng 2')]]);
  });

  it('leaves what the earlier mail itself said found, told as an earlier mail', async () => {
    const of = await supplemented('binh@people.test', { text: `Xin gửi bài.\n${SURVEY}`, files: [] }, { text: 'Xin gửi thêm bản đồ.', files: [text('Bản đồ.txt', 'Sơ đồ đường đi.')] });
    expect(of('evidence')).toEqual([['evidence-partial', expect.stringContaining('nội dung thư trước, dòng 2')]]);
    expect(of('inheritance')).toEqual([['comparison-found', expect.stringContaining('nội dung thư trước, dòng 3')]]);
  });

  it('is asked for both where neither mail nor any file has them: what was read before counts as read', async () => {
    const of = await supplemented('chi@people.test', { text: 'Xin gửi bài.', files: [text('Thuyết minh.txt', 'Mô tả ý tưởng.')] }, { text: 'Xin gửi thêm bản đồ.', files: [text('Bản đồ.txt', 'Sơ đồ đường đi.')] });
    expect([of('evidence')[0]?.[0], of('inheritance')[0]?.[0]]).toEqual(['missing-evidence', 'missing-comparison']);
  });

  it('mends what the first mail lacked', async () => {
    const of = await supplemented('dung@people.test', { text: 'Xin gửi bài.', files: [] }, { text: 'Xin bổ sung thuyết minh.', files: [text('Thuyết minh.txt', SURVEY)] });
    expect([of('evidence')[0]?.[0], of('inheritance')[0]?.[0]]).toEqual(['evidence-partial', 'comparison-found']);
  });

  it('loads of all that came before no more words than are looked at, and names the rest', async () => {
    const from = 'giang@people.test';
    await supplemented(from, { text: 'Xin gửi bài.', files: [text('Cũ.txt', 'Bản cũ.')] }, { text: 'Xin gửi thêm.', files: [text('Mới.txt', 'Bản mới.')] });
    const { db } = stage.service.services;
    const { entry } = (await stage.entries()).at(-1)!;
    const documents = await db.transaction(async (tx) => {
      const versions = await versionsOf(tx, entry.id);
      await tx.run(`insert into document (message_id, part, stored_name, content_type, detected_type, size, sha256, source, flags, text_state, words)
        select $1, '9.' || n, 'nhiều-' || n, 'text/plain', 'txt', 1, 'x' || n, 'attachment', '[]', 'read', repeat('chữ ', 2500) from generate_series(1, 70) n`, [versions[0]!.messageId]);
      return (await readOfVersions(tx, versions, MOST_SEARCHED)).documents;
    });
    const read = documents.filter((d) => d.text?.state === 'read');
    expect(read.reduce((sum, d) => sum + (d.text?.text.length ?? 0), 0)).toBe(MOST_SEARCHED.characters);
    expect([documents[0]?.filename, documents[0]?.text?.text.trim(), documents.filter((d) => d.storedName.startsWith('nhiều-')).length, unread(documents).length]).toEqual(['Mới.txt', 'Bản mới.', 70, documents.length - read.length]);
    expect(unread(documents).length).toBeGreaterThan(30);
  });
});
