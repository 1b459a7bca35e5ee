import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formBook } from '../../src/judging/form-book.ts';
import { approveAssignment, proposeAssignment } from '../../workers/judging/assign.ts';
import { pdf } from '../../workers/demo/mails.ts';
import { judge, openJuryStage, RUBRIC, type JuryStage } from '../support/jury.ts';
import { mail } from '../support/mails.ts';

let stage: JuryStage;
beforeAll(async () => {
  stage = await openJuryStage(['Một cửa lưu động', 'Nhắc hẹn bằng tin nhắn'], [judge(1)], { judging: { judges: 1 } });
  const { services } = stage.service;
  const row = await proposeAssignment(services.db, services, { round: null, seed: 's', perEntry: null, by: 'lan' });
  await stage.inTx((tx) => approveAssignment(tx, services, row.n, row.hash, 'lan'));
  await stage.idle();
  await reply('judge-invitation', 'NHẬN');
}, 120_000);
afterAll(() => stage.stop());

type Files = { filename: string; content: Buffer; contentType: string }[];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const reply = async (kind: string, text: string, attachments: Files = []) => {
  const letter = (await stage.letters()).filter((l) => l.kind === kind && l.toAddress === 'gk1@jury.test').at(-1)!;
  return stage.send(await mail({ from: 'gk1@jury.test', subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text, attachments }), 'gk1@jury.test');
};
const sheets = () => stage.database.query('select id, state, channel from score_sheet order by received_at');
const questions = async () => (await stage.letters()).filter((l) => l.kind === 'staff-question');
const echoed = ({ letters }: Awaited<ReturnType<typeof reply>>): string => letters.find((l) => l.kind === 'judge-read')!.text.replace(/\s+/g, ' ');

describe('a judge\'s reply', () => {
  it('that brings the form in Word or PDF says that nothing was read from it, and goes to staff', async () => {
    const word = await reply('judge-package', 'Tôi gửi phiếu chấm trong tệp.', [{ filename: 'Phiếu chấm.pdf', content: Buffer.from(pdf('Phiếu chấm')), contentType: 'application/pdf' }]);
    expect(word.message.outcome).toBe('question-passed');
    expect(echoed(word)).toContain('tệp “Phiếu chấm.pdf”: máy không đọc điểm từ tệp này; tệp đã được chuyển đến người phụ trách');
    expect(await questions()).toHaveLength(1);
  });

  it('that sends an entrant\'s workbook back takes no scores from it, whatever it claims to be', async () => {
    const rows = RUBRIC.map((c, i) => ({ n: i + 1, name: c.name.vi, points: c.points, score: String(c.points) }));
    const book = { filename: 'So lieu.xlsx', content: formBook([{ code: 'CCHC24-0001-I', title: null, rows }], 'vi').content, contentType: XLSX };
    await stage.send(await mail({ from: 'tacgia1@people.test', subject: 'Bổ sung minh chứng CCHC24-0001-I', text: 'Tôi xin bổ sung minh chứng cho bài CCHC24-0001-I.', attachments: [book] }), 'tacgia1@people.test');
    await stage.database.query("update entry set state = 'eligible' where code = 'CCHC24-0001-I'");
    await reply('judge-package', 'Tôi gửi lại tất cả tệp.', [book]);
    expect(await sheets()).toEqual([]);
    const own = { ...book, content: formBook([{ code: 'CCHC24-0001-I', title: null, rows: rows.map((r) => ({ ...r, score: '20' })) }], 'vi').content };
    await reply('judge-package', 'Phiếu của tôi.', [own]);
    expect(await sheets()).toMatchObject([{ state: 'complete', channel: 'xlsx' }]);
  });

  it('that asks something beside its scores goes to staff; a question in a remark does not', async () => {
    const before = (await questions()).length;
    const asked = await reply('judge-package', 'CCHC24-0001-I\n1. 27\nNhận xét: có nhân rộng được không?\n\nKhi nào họp hội đồng?');
    expect([asked.message.outcome, (await questions()).length, (await questions()).at(-1)!.text]).toEqual(['decided', before + 1, expect.stringContaining('Khi nào họp hội đồng?')]);
    await reply('judge-package', 'CCHC24-0001-I\n1. 26\nNhận xét: có nhân rộng được không?');
    expect(await questions()).toHaveLength(before + 1);
  });

  it('is not asked for scores of an entry that has left', async () => {
    expect(echoed(await reply('judge-package', 'CCHC24-0001-I\n1. 25'))).toContain('Chưa đủ điểm: CCHC24-0002-G');
    await stage.database.query("update entry set state = 'withdrawn' where code = 'CCHC24-0002-G'");
    expect(echoed(await reply('judge-package', 'CCHC24-0001-I\n1. 24'))).toContain('Quý vị đã xong mọi bài được phân công');
  });
});
