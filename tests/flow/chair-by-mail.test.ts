import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chairWords } from '../../src/store/results/sheets.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { planLook } from '../../workers/judging/divergence.ts';
import { roundNow } from '../../workers/results/standings.ts';
import { HIGH, LOW, openDivided, type Divided } from '../support/divided.ts';
import { LAN } from '../support/desk.ts';
import { judge } from '../support/jury.ts';

const MIDDLE = [20, 28, 21];
const CHAIR = 'gk6@jury.test';
let stage: Divided;
beforeAll(async () => {
  stage = await openDivided(['Một cửa lưu động của Phòng Thử nghiệm số 1', 'Nhắc hẹn bằng tin nhắn'], [judge(1), judge(2), judge(3), judge(4), judge(6, { role: 'Trưởng ban Giám khảo', emails: [CHAIR, 'gk7@jury.test'] })]);
  await stage.give(stage.codes[0]!, 1, 2, 3);
}, 120_000);
afterAll(() => stage.stop());

const flat = (text: string): string => text.replace(/\s+/g, ' ');
const proposal = async () => (await stage.ofKind('chair-proposal', LAN)).at(-1)!;
const request = async (): Promise<LetterRow> => (await stage.ofKind('chair-request')).at(-1)!;
const approved = async (word = 'DUYỆT') => {
  const letter = await proposal();
  await stage.decides(letter, `${word} ${(letter.facts as { code: string }).code}`);
  await stage.idle();
};
const words = () => stage.inTx((tx) => chairWords(tx, 'preliminary'));
const echoed = async () => (await stage.ofKind('chair-read')).at(-1)!;
const form = (letter: LetterRow, score: string, opinion = ''): string => `Kính gửi Ban Tổ chức,\n\n${letter.text.split('\n').map((line) => (line.startsWith('1. Điểm được tính') ? `> ${line} ${score}` : line.startsWith('Ý kiến:') ? `> ${line} ${opinion}` : `> ${line}`)).join('\n')}`;

describe('an entry that one more judge did not settle', () => {
  it('is put before staff with the chair, the scores, and the letter that would leave', async () => {
    const [code] = stage.codes;
    await stage.scores(1, code!, LOW);
    await stage.scores(2, code!, HIGH);
    await stage.scores(3, code!, MIDDLE);
    const letter = await proposal();
    expect(letter.subject).toMatch(/^Xin duyệt thư xin ý kiến Trưởng ban Giám khảo về một bài, Vòng sơ khảo \[CCHC24D-/);
    expect(flat(letter.text)).toMatch(/Giám Khảo Thứ 1 44; Giám Khảo Thứ 2 94; Giám Khảo Thứ 3 69 Chênh lệch: 50 điểm Trưởng ban: Giám Khảo Thứ 6 Mong trả lời trước: 23\/8\/2024, 17 giờ 00.*Tệp kèm theo: CCHC24-0001-I.txt/);
    expect(await stage.ofKind('chair-request')).toEqual([]);
  });

  it('goes to the chair once staff reply DUYỆT: the masked entry and the totals, and nobody\'s name', async () => {
    await approved();
    const letter = await request();
    expect(letter).toMatchObject({ state: 'sent', toAddress: CHAIR, subject: 'Xin Trưởng ban quyết định điểm một bài [CCHC24-0001-I], Vòng sơ khảo' });
    expect(flat(letter.text)).toContain('Tổng điểm đã cho: 44; 69; 94 Điểm trung bình: 69 Chênh lệch: 50 điểm');
    expect(letter.text).not.toMatch(/Thứ [1-5]|Phòng Thử nghiệm/);
    const { attachments } = await simpleParser(stage.delivered.filter((d) => d.to.includes(CHAIR)).at(-1)!.raw);
    expect(attachments.map((a) => a.filename)).toEqual(['CCHC24-0001-I.txt']);
    expect(attachments[0]!.content.toString('utf8')).not.toMatch(/Nguyễn Văn Tác|Phòng Thử nghiệm số 1/);
    expect(await stage.violations()).toEqual([]);
  });

  it.each([['105', 'out-of-range'], ['75,555', 'too-precise'], ['bảy mươi', 'not-a-number']])('takes no “%s”, and says why', async (score, why) => {
    await stage.says(6, form(await request(), score), await request());
    expect((await echoed()).facts).toMatchObject({ score: null, why });
    expect((await echoed()).subject).toMatch(/^Chưa ghi được điểm/);
    expect(await words()).toEqual([]);
  });

  it('takes nothing from another judge, nor by an address that is nobody\'s', async () => {
    const letter = await request();
    await stage.says(1, form(letter, '90'), letter);
    expect((await stage.ofKind('judge-refused', 'gk1@jury.test')).at(-1)?.facts).toMatchObject({ why: 'other-judge' });
    await stage.says(9, form(letter, '90'), letter);
    expect((await stage.ofKind('judge-refused', 'gk9@jury.test')).at(-1)?.facts).toMatchObject({ why: 'other-sender' });
    expect(await words()).toEqual([]);
  });

  it('counts with the score of the chair\'s reply, from any address of the chair: on record as `results chair` has it, echoed, and told to staff', async () => {
    const letter = await request();
    await stage.says(7, form(letter, '75,5', 'Cần thêm số liệu.'), letter);
    expect((await echoed())).toMatchObject({ toAddress: CHAIR, facts: { score: '75,5', before: '69', opinion: 'Cần thêm số liệu.', why: null } });
    expect(await words()).toMatchObject([{ hundredths: 7550, actor: 'gk7@jury.test', reason: 'Trưởng ban Giám khảo trả lời qua thư: Cần thêm số liệu.' }]);
    const [told] = await stage.ofKind('chair-decided', LAN);
    expect(flat(told!.text)).toMatch(/Trưởng ban Giám Khảo Thứ 6 trả lời qua thư lúc .*: bài CCHC24-0001-I được tính 75,5 điểm, thay cho 69\./);
    const { ranking } = await stage.inTx((tx) => roundNow(tx, stage.service.services.loaded.contest, 'preliminary'));
    expect(ranking.entries.find((e) => e.code === stage.codes[0])).toMatchObject({ counts: '75.5', agreement: 'settled' });
    // The oracle asks for the act in the audit log.
    expect(await stage.violations()).toEqual([]);
  });

  it('is corrected by replying to the echo, in one number', async () => {
    await stage.says(6, '76,2 điểm\n\nTrân trọng,\n0912345678', await echoed());
    expect((await echoed()).facts).toMatchObject({ score: '76,2', before: '75,5' });
    expect((await words()).map((w) => w.hundredths)).toEqual([7620]);
  });

  it('takes no word that was given for other sheets than stand now', async () => {
    const letter = await request();
    await stage.scores(3, stage.codes[0]!, [20, 28, 20]);
    await stage.says(6, form(letter, '80'), letter);
    expect((await echoed()).facts).toMatchObject({ score: null, why: 'changed' });
    expect((await words()).map((w) => w.hundredths)).toEqual([7620]);
    expect(await stage.ofKind('chair-proposal', LAN)).toHaveLength(1);
  });
});

describe('where the chair cannot be asked', () => {
  const look = async (key: string): Promise<void> => {
    // Letters of one instant have no order.
    stage.clock.set(new Date(stage.clock.now().getTime() + 1_000).toISOString());
    await stage.inTx(async (tx) => planLook(tx, 'preliminary', [], key));
    await stage.idle();
  };
  const open = async () => (await stage.ofKind('divergence-open', LAN)).at(-1)!;

  it('staff hear that nobody is named as the chair, and how to name one', async () => {
    await stage.database.query(`update body_member set role = 'Thành viên' where emails ? $1`, [CHAIR]);
    const [, code] = stage.codes;
    await stage.give(code!, 1, 2, 3);
    await stage.scores(1, code!, LOW);
    await stage.scores(2, code!, HIGH);
    await stage.scores(3, code!, MIDDLE);
    expect(flat((await open()).text)).toContain('danh sách chưa ghi ai là Trưởng ban. Xin ghi “Trưởng ban” ở cột role rồi chạy mailroom judges import');
    expect(await stage.ofKind('chair-proposal', LAN)).toHaveLength(1);
  });

  it('or that two are', async () => {
    await stage.database.query(`update body_member set role = 'Trưởng ban' where emails ? $1 or emails ? $2`, [CHAIR, 'gk4@jury.test']);
    await look('two');
    expect((await open()).facts).toMatchObject({ entries: [{ code: stage.codes[1], why: 'several-chairs' }] });
  });

  it('and once there is one, the question waits for them; a chair who declares a conflict is taken out of it', async () => {
    await stage.database.query(`update body_member set role = 'Thành viên' where emails ? $1`, ['gk4@jury.test']);
    await look('one');
    await approved();
    await stage.says(6, 'XUNG ĐỘT: tôi đã hướng dẫn nhóm tác giả', await request());
    expect((await echoed()).facts).toMatchObject({ why: 'declined', score: null });
    expect((await echoed()).subject).toMatch(/^Đã ghi nhận Trưởng ban không quyết định bài này \[/);
    expect((await open()).facts).toMatchObject({ entries: [{ code: stage.codes[1], why: 'chair-conflict', chair: 'Giám Khảo Thứ 6', reason: 'tôi đã hướng dẫn nhóm tác giả' }] });
    expect((await words())).toHaveLength(1);
    expect(await stage.violations()).toEqual([]);
  });
});
