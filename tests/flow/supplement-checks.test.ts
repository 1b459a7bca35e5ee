import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
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
}, 60_000);
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
});
