import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const STAFF = 'staff@office.test';

let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.stop());

const scan = async (title: string) => ({ filename: `Phiếu ${title}.docx`, contentType: DOCX, content: await registrationForm(stage.service.services.loaded.contest, { title, areas: [2], kind: 'individual', declared: true, unit: 'UBND phường III', authors: [{ name: 'Phạm Thị Hoa' }] }) });
const form = (lines: string[]): string => ['BÀI GIẤY', ...lines].join('\n');
const flat = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ');

/** Staff's mail with a form, and what came back. */
async function send(lines: string[], title: string | null, sketch: { from?: string; subject?: string } = {}) {
  const attachments = title === null ? [] : [await scan(title)];
  const sent = await stage.send(await mail({ from: STAFF, subject: 'Nhập bài', ...sketch, text: form(lines), attachments }), sketch.from ?? STAFF);
  return { ...sent, asked: sent.letters.find((l) => l.kind === 'paper-confirm'), answer: sent.letters.find((l) => l.kind === 'paper-answer') };
}

async function confirm(asked: { rfcMessageId: string; subject: string } | undefined, from = STAFF) {
  return stage.send(await mail({ from, subject: `Re: ${asked?.subject}`, inReplyTo: asked?.rfcMessageId ?? '', text: 'ĐỒNG Ý' }), from);
}

const entriesTitled = async (title: string) => (await stage.entries()).filter(({ version }) => version?.fields.title.value === title);

describe('a form that staff mail', () => {
  it('registers nothing before the owner of the address confirms it, and then once', async () => {
    const { message, asked } = await send(['Nhận lúc: 9 giờ 30, 1/7/2024', 'Cách nộp: nộp trực tiếp', 'Người nộp: Phạm Thị Hoa', 'Điện thoại: 0900 000 911'], 'Quầy lưu động');
    expect([message.outcome, flat(asked?.text)]).toEqual(['asked', expect.stringMatching(/09 giờ 30.*Phạm Thị Hoa.*điện thoại 0900000911 \(thư sẽ được in\).*Phiếu Quầy lưu động.docx/)]);
    expect(await entriesTitled('Quầy lưu động')).toEqual([]);
    await confirm(asked);
    const [entry] = await entriesTitled('Quầy lưu động');
    expect([entry?.entry.state, entry?.entry.receivedAt]).toEqual(['under-check', new Date('2024-07-01T02:30:00Z')]);
    const told = await stage.letterTo(STAFF);
    expect([told.kind, told.state, flat(told.text)]).toEqual(['paper-answer', 'sent', expect.stringMatching(new RegExp(`xin in giấy báo nhận trong tệp “${entry?.entry.code}.html”`))]);
    expect(stage.delivered.at(-1)?.raw.toString()).toContain(`${entry?.entry.code}.html`);
    expect((await stage.letters()).find((l) => l.kind === 'receipt')?.state).toBe('printed');
    await confirm(asked);
    expect(await entriesTitled('Quầy lưu động')).toHaveLength(1);
    expect(flat((await stage.letterTo(STAFF)).text)).toContain('đã được nhập từ trước');
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('sends the receipt to the entrant where there is an address', async () => {
    const { asked } = await send(['Dấu bưu điện: 1/7/2024', 'Email: tam@people.test', 'Tên bài: Thư viện biểu mẫu'], 'Thư viện biểu mẫu', { subject: 'Fwd: BÀI GIẤY' });
    await confirm(asked);
    expect(flat((await stage.letterTo('tam@people.test')).text)).toMatch(/Dấu bưu điện.{0,12}1\/7\/2024/);
    expect(flat((await stage.letterTo(STAFF)).text)).toContain('Giấy báo nhận được gửi đến tam@people.test');
  });

  it('is answered with every point that is missing or wrong, and registers nothing', async () => {
    const { message, answer } = await send(['Cách nộp: bồ câu', 'Email: tam tại people', 'Bổ sung cho bài: CCHC24'], null);
    expect([message.outcome, message.outcomeReason]).toEqual(['decided', expect.stringContaining('bad-channel, no-received, bad-email, no-entry')]);
    expect(flat(answer?.text)).toMatch(/Chưa rõ cách nộp “bồ câu”.*Chưa ghi thời gian nhận.*“tam tại people” không đúng/);
    const { asked } = await send(['Nhận lúc: 1/7/2024 08:00'], 'Không ai liên hệ được');
    const { letters } = await confirm(asked);
    expect(flat(letters.find((l) => l.kind === 'paper-answer')?.text)).toContain('Chưa có cách liên hệ người nộp');
    expect(await entriesTitled('Không ai liên hệ được')).toEqual([]);
  });

  it('does nothing from a stranger, nor where a stranger confirms', async () => {
    const stranger = await send(['Nhận lúc: 1/7/2024 08:00', 'Điện thoại: 0900000922'], 'Giả làm văn thư', { from: 'mallory@people.test', subject: 'BÀI GIẤY' });
    expect([stranger.asked, stranger.answer]).toEqual([undefined, undefined]);
    const { asked } = await send(['Nhận lúc: 1/7/2024 08:00', 'Điện thoại: 0900000933'], 'Chờ xác nhận');
    await confirm(asked, 'mallory@people.test');
    expect(await entriesTitled('Chờ xác nhận')).toEqual([]);
  });
});

describe('where our server vouches for the sender', () => {
  it('a form counts at once, and one whose sender it does not vouch for does not', async () => {
    const other = await openStage({ authservId: 'mx.office.test', changes: (c) => ({ ...c, staff: { ...c.staff, auth: 'server' } }) });
    try {
      const content = await registrationForm(other.service.services.loaded.contest, { title: 'Vào thẳng sổ', areas: [2], kind: 'individual', declared: true, unit: 'UBND phường III', authors: [{ name: 'Phạm Thị Hoa' }] });
      const raw = (result: string) => mail({ from: STAFF, subject: 'PAPER ENTRY', text: 'Received: 2024-07-01 09:30\nPhone: 0900000944', headers: { 'Authentication-Results': `mx.office.test; dmarc=${result}` }, attachments: [{ filename: 'scan.docx', content: content as never, contentType: DOCX }] });
      const unproven = await other.send(await raw('none'), STAFF);
      expect([unproven.message.outcome, flat(unproven.letters[0]?.text)]).toEqual(['decided', expect.stringContaining('Chưa xác minh được người gửi')]);
      expect((await other.send(await raw('fail'), STAFF)).message.outcome).toBe('passed-to-staff');
      expect(await other.entries()).toEqual([]);
      await other.send(await raw('pass'), STAFF);
      expect((await other.entries()).map(({ version }) => version?.fields.title.value)).toEqual(['Vào thẳng sổ']);
    } finally {
      await other.stop();
    }
  });
});
