import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesByCode, versionsOf } from '../../src/store/entries.ts';
import { askEntrant } from '../../workers/by-hand/request.ts';
import { planJobs } from '../../src/store/jobs.ts';
import { calendar } from '../../src/contest/calendar.ts';
import { pdf } from '../../workers/demo/mails.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.stop());

const services = () => stage.service.services;
const newest = async () => (await stage.entries()).at(-1)!;
const versions = (code: string) => services().db.transaction(async (tx) => versionsOf(tx, (await entriesByCode(tx, [code]))[0]!.id));
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);
const gaps = (letter: { text: string }): string[] => [...letter.text.matchAll(/^ *(\d+)\. (.+(?:\n {2,}\S.*)*)/gm)].map((m) => `${m[1]}. ${m[2]!.replace(/\s+/g, ' ')}`);

/** An entry without area, declaration and contact; gives its code and the receipt that says so. */
async function lacking(from: string, title: string) {
  const { letters } = await stage.send(await mail({ from, subject: `Bài dự thi: ${title}`, text: `Tên giải pháp: ${title}\nHọ và tên: Phạm Thị Hoa\nĐơn vị: UBND xã Tân Tiến\nHình thức: cá nhân`, attachments: [{ filename: 'bài.pdf', content: pdf(title), contentType: 'application/pdf' }] }), from);
  return { code: (await newest()).entry.code, receipt: letters.find((l) => l.kind === 'receipt')! };
}

const quoted = (text: string): string => text.split('\n').map((line) => `> ${line}`).join('\n');

describe('the points of a receipt', () => {
  it('can be answered below each of them, and nothing is asked twice', async () => {
    const { code, receipt } = await lacking('an@people.test', 'Bản đồ điểm chờ giải quyết hồ sơ');
    const asked = gaps(receipt);
    expect(asked.length).toBeGreaterThanOrEqual(2);
    const inline = receipt.text.split('\n').map((line) => `> ${line}`);
    const withAnswers = inline.flatMap((line, i) => {
      const next = inline[i + 1] ?? '';
      const ends = /^> *(\d+\.|$)/.test(next);
      const point = pointAbove(inline, i);
      return ends && point !== null ? [line, point] : [line];
    });
    const { message, letters } = await stage.send(await mail({ from: 'an@people.test', subject: `Re: ${receipt.subject}`, inReplyTo: receipt.rfcMessageId, text: `Xin trả lời bên dưới.\n${withAnswers.join('\n')}` }), 'an@people.test');
    expect(message).toMatchObject({ kind: 'supplement', outcome: 'registered' });
    const [, second] = await versions(code);
    expect([second?.fields.areas.value, second?.fields.declaration.value]).toEqual([[2], true]);
    expect((await newest()).entry.state).toBe('under-check');
    expect(letters.find((l) => l.kind === 'receipt')?.text).not.toMatch(/Chưa thấy/);
    expect(await violations()).toEqual([]);
  });

  it('can be answered by number above the quotation', async () => {
    const { code, receipt } = await lacking('binh@people.test', 'Trợ lý nhắc hồ sơ sắp đến hạn');
    const asked = gaps(receipt);
    const say = asked.map((gap) => `${gap.split('.')[0]}. ${/nội dung dự thi\. Xin/.test(gap) ? 'Cải cách thủ tục hành chính' : /cam kết/.test(gap) ? 'Tôi cam kết' : '0900 000 812'}`);
    await stage.send(await mail({ from: 'binh@people.test', subject: `Re: ${receipt.subject}`, inReplyTo: receipt.rfcMessageId, text: `${say.join('\n')}\n\n${quoted(receipt.text)}` }), 'binh@people.test');
    const latest = (await versions(code)).at(-1);
    expect([latest?.n, latest?.fields.areas.value, latest?.fields.declaration.value]).toEqual([2, [2], true]);
  });
});

/** What to write below a point of the receipt; null below any other line. */
function pointAbove(lines: string[], at: number): string | null {
  for (let i = at; i >= 0; i--) {
    const [, said = ''] = /^> *\d+\. (.*)$/.exec(lines[i] ?? '') ?? [];
    if (said !== '') return /nội dung dự thi\. Xin/.test(said) ? 'Cải cách thủ tục hành chính' : /cam kết/.test(said) ? 'Vâng, tôi cam kết.' : /điện thoại/.test(said) ? '0900000811' : null;
    if (!/^> {2,}\S/.test(lines[i] ?? '')) return null;
  }
  return null;
}

describe('reminders', () => {
  it('go to those whose entry lacks something, list only that, and come once each step', async () => {
    const { code } = await lacking('chi@people.test', 'Lịch hẹn trực tuyến cho người cao tuổi');
    const jump = async (iso: string) => {
      stage.clock.set(iso);
      await services().db.transaction((tx) => planJobs(tx, calendar(services().loaded.contest)));
      await stage.idle();
      return (await stage.letters()).filter((l) => l.kind === 'gap-reminder' && l.toAddress === 'chi@people.test');
    };
    // Two weeks and three days before are overtaken where the service was away: one letter, not two.
    expect(await jump('2024-08-14T02:00:00Z')).toHaveLength(1);
    const [letter] = await jump('2024-08-14T03:00:00Z');
    expect(letter).toMatchObject({ toAddress: 'chi@people.test', state: 'sent' });
    expect(letter?.subject).toContain(`Còn 3 ngày để bổ sung bài dự thi [${code}]`);
    expect(gaps(letter!).length).toBeGreaterThanOrEqual(2);
    await stage.send(await mail({ from: 'chi@people.test', subject: `Re: ${letter!.subject}`, inReplyTo: letter!.rfcMessageId, text: gaps(letter!).map((gap) => `${gap.split('.')[0]}. ${/cam kết/.test(gap) ? 'Tôi cam kết' : /điện thoại/.test(gap) ? '0900 000 833' : 'Cải cách thể chế'}`).join('\n') }), 'chi@people.test');
    expect((await newest()).entry.state).toBe('under-check');
    expect(await jump('2024-08-16T02:00:00Z')).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });
});

describe('a request of staff', () => {
  it('lets an answer count after the closing, until its own due date, and no longer', async () => {
    const { code } = await lacking('dung@people.test', 'Hộp thư góp ý bằng mã QR');
    await services().db.transaction(async (tx) => askEntrant(tx, services(), 'Chị Lan', (await entriesByCode(tx, [code]))[0]!, ['Xin gửi bảng số liệu trước và sau khi áp dụng.'], new Date('2024-08-23T16:59:59Z')));
    await stage.idle();
    const request = (await stage.letters()).find((l) => l.toAddress === 'dung@people.test' && l.kind === 'staff-request')!;
    expect(request).toMatchObject({ kind: 'staff-request', state: 'sent' });
    expect(request.text.replace(/\s+/g, ' ')).toContain('Xin gửi bảng số liệu trước và sau khi áp dụng.');
    stage.clock.set('2024-08-20T02:00:00Z');
    const answer = await mail({ from: 'dung@people.test', subject: `Re: ${request.subject}`, inReplyTo: request.rfcMessageId, text: 'Xin gửi bảng số liệu.', attachments: [{ filename: 'số liệu.csv', content: 'a,b\n1,2\n', contentType: 'text/csv' }] });
    await stage.send(answer, 'dung@people.test');
    const inTime = (await versions(code)).at(-1);
    expect([inTime?.n, inTime?.findings.map((f) => f.code).filter((c) => c === 'answers-request' || c === 'late')]).toEqual([2, ['answers-request']]);
    stage.clock.set('2024-08-24T02:00:00Z');
    await stage.send(await mail({ from: 'dung@people.test', subject: `Re: ${request.subject}`, inReplyTo: request.rfcMessageId, text: 'Xin gửi thêm.', attachments: [{ filename: 'thêm.csv', content: 'c,d\n3,4\n', contentType: 'text/csv' }] }), 'dung@people.test');
    expect((await versions(code)).at(-1)?.findings.map((f) => f.code)).toContain('late-borderline');
    expect((await versions(code)).length).toBe(3);
    expect(await violations()).toEqual([]);
  });
});
