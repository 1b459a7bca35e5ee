import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextWorkingMorning } from '../../src/contest/working-days.ts';
import { planSummary } from '../../workers/desk/plan-summary.ts';
import { originalitySettings } from '../../schemas/similarity.ts';
import { entryMail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const PROSE = `Hiện nay người dân phải đi lại nhiều lần để hỏi hồ sơ đã giải quyết đến đâu, còn công chức mỗi ngày trả lời hàng chục cuộc gọi giống nhau.
Giải pháp đặt một bảng điện tử tại sảnh, mỗi dòng là một hồ sơ chỉ ghi mã biên nhận và bước đang làm, tự đổi màu khi hồ sơ sắp đến hạn.
Sau ba tháng áp dụng thử tại hai xã, số cuộc gọi hỏi hồ sơ giảm còn một phần ba, tỷ lệ hồ sơ trễ hạn giảm từ mười hai phần trăm xuống ba phần trăm, và người dân đánh giá cao việc biết trước giờ nhận kết quả.`;

let stage: Stage;
beforeAll(async () => { stage = await openStage({ changes: (c) => ({ ...c, checks: { ...c.checks, originality: originalitySettings.parse({}) } }) }); });
afterAll(() => stage.stop());

it('an entry with passages of another is shown to staff with the places, of both, and to no entrant', async () => {
  const send = (title: string, from: string, prose: string) => entryMail(title, { from, attachments: [{ filename: 'Thuyết minh.txt', content: `${title}\n\n${prose}`, contentType: 'text/plain' }] }).then((raw) => stage.send(raw, from));
  await send('Bảng điện tử báo tiến độ hồ sơ', 'an@people.test', PROSE);
  await send('Tủ sách pháp luật lưu động', 'binh@people.test', 'Tủ sách được đặt trên xe ba bánh, mỗi tuần đến một ấp, có cán bộ tư pháp đi cùng để giải đáp tại chỗ và ghi lại câu hỏi chưa trả lời được.');
  await send('Màn hình theo dõi biên nhận', 'chi@people.test', `${PROSE}\nNgoài ra màn hình còn phát thông báo của xã vào đầu giờ chiều.`);
  const findings = (await stage.entries()).map(({ version }) => version?.findings.filter((f) => f.check === 'originality').map((f) => [f.code, f.severity, f.forEntrant]));
  expect(findings).toEqual([[['overlap-entry', 'review', '']], [], [['overlap-entry', 'review', '']]]);
  expect((await stage.letters()).filter((l) => l.kind === 'receipt').some((l) => /trùng/.test(l.text))).toBe(false);
  await stage.service.services.db.transaction(async (tx) => planSummary(tx, stage.service.services.loaded.contest));
  stage.clock.set(nextWorkingMorning(stage.clock.now(), stage.service.services.loaded.contest).toISOString());
  await stage.idle();
  const summary = (await stage.letters()).find((l) => l.kind === 'staff-summary');
  expect(summary?.text).toMatch(/BÀI NGHI TRÙNG NHAU/);
  expect(summary?.facts).toMatchObject({ decisions: [{ what: 'copy' }, { what: 'copy' }, { what: 'eligibility' }] });
  expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
});
