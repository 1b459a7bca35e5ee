import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HIGH, LOW, openDivided, type Divided } from '../support/divided.ts';
import { LAN } from '../support/desk.ts';
import { judge } from '../support/jury.ts';

let stage: Divided;
beforeAll(async () => {
  stage = await openDivided(['Một cửa lưu động', 'Nhắc hẹn bằng tin nhắn'], [judge(1), judge(2), judge(3), judge(4, { agency: 'Phòng Thử nghiệm số 1' }), judge(5), judge(6, { role: 'Trưởng ban' })]);
  await stage.give(stage.codes[0]!, 1, 2);
  // So that judge 3 has more to do than judge 5.
  await stage.give(stage.codes[1]!, 3);
});
afterAll(() => stage.stop());

const flat = (text: string): string => text.replace(/\s+/g, ' ');
const requests = () => stage.ofKind('further-judge-request', LAN);

describe('an entry whose judges lie too far apart', () => {
  it('is nobody\'s business before the last sheet is in', async () => {
    await stage.scores(1, stage.codes[0]!, LOW);
    expect(await requests()).toEqual([]);
  });

  it('has a further judge proposed to staff: without a conflict, of the least work, with the very letter that would leave', async () => {
    const [code] = stage.codes;
    await stage.scores(2, code!, HIGH);
    const [request, ...more] = await requests();
    expect(more).toEqual([]);
    const [batch] = await stage.batches();
    expect(batch).toMatchObject({ what: 'further-judge', state: 'open', letters: [{ kind: 'judge-invitation', to: 'gk5@jury.test' }] });
    expect(request?.subject).toBe(`Xin duyệt mời thêm giám khảo chấm một bài, Vòng sơ khảo [${batch!.code}]`);
    expect(flat(request!.text)).toContain(`bài ${code} lệch nhau 50 điểm; từ 20 điểm trở lên`);
    expect(flat(request!.text)).toMatch(/Giám Khảo Thứ 1 44; Giám Khảo Thứ 2 94.*Giám Khảo Thứ 5, Cơ quan số 5.*đang có 0 bài.*Mời chấm 1 bài, Vòng sơ khảo: xin trả lời NHẬN/);
    expect(await stage.ofKind('judge-invitation', 'gk5@jury.test')).toEqual([]);
    expect(await stage.openOf(code!)).toHaveLength(2);
  });

  it('tells no judge of the others, of the gap, or of who would be asked', async () => {
    const toJudges = (await stage.letters()).filter((l) => l.toAddress.endsWith('@jury.test'));
    for (const l of toJudges) expect(`${l.subject} ${l.text}`.replaceAll(l.toAddress, '')).not.toMatch(new RegExp(`lệch|thứ ba|chấm thêm|Thứ [^${l.toAddress[2]}]|${l.toAddress.startsWith('gk1') ? '94' : '\\b44\\b'}`));
  });

  it('asks for nobody any more once a corrected sheet settles it: the approval is refused by the name of the entry', async () => {
    const [request] = await requests();
    const [batch] = await stage.batches();
    const { letters } = await stage.scores(1, stage.codes[0]!, [25, 35, 25]);
    expect(letters.map((l) => l.kind)).toContain('judge-read');
    expect((await stage.batches())[0]).toMatchObject({ state: 'cancelled', decidedBy: 'contest-mailroom' });
    const answer = await stage.decides(request!, `DUYỆT ${batch!.code}`);
    expect(answer.facts).toMatchObject({ done: [], refused: [{ code: batch!.code, why: 'judging-changed', entries: [stage.codes[0]] }] });
    expect(flat(answer.text)).toContain(`không ai được mời: sau thư đề nghị, điểm hoặc phân công chấm đã thay đổi ở bài ${stage.codes[0]}`);
    expect(await stage.ofKind('judge-invitation', 'gk5@jury.test')).toEqual([]);
  });

  it('is proposed anew where the sheets lie apart again, and DUYỆT asks exactly that judge, in the ordinary words', async () => {
    const [code] = stage.codes;
    await stage.scores(1, code!, LOW);
    const request = (await requests()).at(-1)!;
    const [batch] = await stage.batches();
    const answer = await stage.decides(request, `DUYỆT ${batch!.code}`);
    expect(answer.facts).toMatchObject({ done: [{ code: batch!.code, word: 'approve' }], refused: [] });
    await stage.idle();
    const [invited] = await stage.ofKind('judge-invitation', 'gk5@jury.test');
    expect(invited).toMatchObject({ state: 'sent', subject: 'Mời chấm 1 bài, Vòng sơ khảo: xin trả lời NHẬN', text: batch!.letters[0]!.text });
    expect(invited!.text).not.toMatch(/lệch|thứ ba|chấm thêm|44|94/);
    expect((await stage.openOf(code!)).map((a) => [a.assignedBy, a.dueAt])).toEqual([['lan', null], ['lan', null], [LAN, null]]);
    expect(await requests()).toHaveLength(2);
    expect(await stage.violations()).toEqual([]);
  });

  it('goes to the next judge where the first gives it back, and staff hear why, in one letter', async () => {
    const before = (await stage.ofKind('judge-substitute')).length;
    await stage.says(5, `TỪ CHỐI ${stage.codes[0]}: đi công tác dài ngày`);
    const request = (await requests()).at(-1)!;
    expect(request.facts).toMatchObject({ asked: { name: 'Giám Khảo Thứ 3', load: 1 }, before: [{ judge: 'Giám Khảo Thứ 5', reason: 'đi công tác dài ngày' }] });
    expect(flat(request.text)).toContain('Đã mời trước đó: Giám Khảo Thứ 5, không chấm: đi công tác dài ngày');
    expect((await stage.ofKind('judge-substitute')).length).toBe(before);
  });

  it('is left to staff where they say HỦY, until something changes', async () => {
    const request = (await requests()).at(-1)!;
    await stage.decides(request, `HỦY ${(request.facts as { code: string }).code}`);
    const count = (await requests()).length;
    await stage.scores(3, stage.codes[1]!, HIGH);
    expect((await requests()).length).toBe(count);
    await stage.scores(1, stage.codes[0]!, [13, 20, 12]);
    expect((await requests()).length).toBe(count + 1);
  });

  it('falls to the chair among the judges only where nobody else may, and to staff where nobody may at all', async () => {
    for (const [n, name] of [[3, 'Giám Khảo Thứ 3'], [6, 'Giám Khảo Thứ 6']] as const) {
      const request = (await requests()).at(-1)!;
      expect(request.facts).toMatchObject({ asked: { name } });
      await stage.decides(request, `DUYỆT ${(request.facts as { code: string }).code}`);
      await stage.idle();
      await stage.says(n, `XUNG ĐỘT ${stage.codes[0]}: tôi đã góp ý cho bài này`);
    }
    const [open, ...more] = await stage.ofKind('divergence-open', LAN);
    expect(more).toEqual([]);
    expect(flat(open!.text)).toMatch(/lệch 49 điểm \(Giám Khảo Thứ 1 45; Giám Khảo Thứ 2 94\)\. Không còn giám khảo nào có thể chấm thêm/);
    expect(await stage.violations()).toEqual([]);
  });
});
