import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simpleParser } from 'mailparser';
import type { Command } from 'commander';
import { nextWorkingMorning } from '../../src/contest/working-days.ts';
import { pdf } from '../../workers/demo/mails.ts';
import { entriesCommand } from '../../workers/cli/entries.ts';
import { lettersCommand } from '../../workers/cli/letters.ts';
import { messagesCommand } from '../../workers/cli/messages.ts';
import { planSummary } from '../../workers/desk/plan-summary.ts';
import { runCommand } from '../support/command.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';

const STAFF = 'staff@office.test';
const AN = 'an@people.test';
const TITLE = '<img src=x onerror=alert(1)>{{ contest.mailbox }}${7*7}<%= 7*7 %>=HYPERLINK("http://evil.test")';

let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.stop());

const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

/** A mail whose every header and field tries something. */
function hostileMail(): Buffer {
  const body = [`Tên bài dự thi: ${TITLE}`, 'Hình thức dự thi: Cá nhân', 'Lĩnh vực: Cải cách thủ tục hành chính', 'Họ và tên: Nguyễn Thị {{ 7 | times: 7 }} An <script>alert(1)</script>',
    'Đơn vị: UBND xã Vị Thắng \u202egpj.exe\u001b[31m', 'Điện thoại: 0900000101', `Email: ${AN}`, '', 'Tôi cam kết bài dự thi chưa từng công bố.'].join('\r\n');
  return Buffer.from([
    `From: ${word('"An\r\nBcc: evil@evil.test\r\n" <evil@evil.test>')} <${AN}>`, 'To: contest@local.test', `Subject: ${word('Đăng ký dự thi\r\nBcc: evil@evil.test\r\nX-Evil: 1\r\n\r\nthân thư giả')}`,
    'Date: Tue, 02 Jul 2024 08:00:00 +0700', `Message-ID: <hostile\u0009id@people.test>`, `References: <a@b.test>${' <x@y.test>'.repeat(3)} =?utf-8?Q?=0D=0ABcc:_evil@evil.test?=`,
    'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', body,
    '--b', 'Content-Type: application/pdf', `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent('../../=cmd|calc\r\nBcc: evil@evil.test\r\n<b>\u202efdp.exe')}`, 'Content-Transfer-Encoding: base64', '', pdf('mô tả').toString('base64'), '--b--', '',
  ].join('\r\n'));
}

describe('a mail that tries something in every header and field', () => {
  it('is registered, and what it calls forth goes to its sender alone, with the headers that letters have', async () => {
    const { message } = await stage.send(hostileMail(), AN);
    expect(message.outcome).toBe('registered');
    const at = nextWorkingMorning(stage.clock.now(), stage.service.services.loaded.contest);
    await stage.service.services.db.transaction(async (tx) => planSummary(tx, stage.service.services.loaded.contest));
    stage.clock.set(at.toISOString());
    await stage.idle();
    expect(stage.delivered.length).toBeGreaterThanOrEqual(2);
    for (const { to, raw } of stage.delivered) {
      expect([AN, STAFF]).toContain(to);
      const head = raw.toString('latin1').split('\r\n\r\n')[0]!.replace(/\r\n[ \t]/g, ' ');
      expect(head.match(/^(?:bcc|cc|x-evil|resent-to):/gim)).toBeNull();
      for (const name of ['To', 'From', 'Subject', 'Message-ID']) expect(head.match(new RegExp(`^${name}:`, 'gim'))).toHaveLength(1);
      const { html, subject } = await simpleParser(raw);
      expect(html).not.toMatch(/<script|<img|<b>/);
      expect(subject).not.toMatch(/\p{Cc}/u);
    }
  });

  it('is shown to its sender as it was typed, with no template carried out', async () => {
    const receipt = (await stage.letters()).find((l) => l.kind === 'receipt')!;
    const said = receipt.text.replace(/\s+/g, '');
    expect(said).toContain(TITLE.replace(/\s+/g, ''));
    expect(said).toContain('UBNDxãVịThắnggpj.exe');
    expect(receipt.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
  });

  it.each<[string, () => Command, string[]]>([['entries', entriesCommand, ['list']], ['messages', messagesCommand, ['list']], ['letters', lettersCommand, ['list']]])('is one line in `mailroom %s`, without a control or direction mark', async (_what, command, args) => {
    const { said } = await runCommand(command(), args, { DATABASE_URL: stage.database.url, CONTEST_DIR: 'contests/hau-giang-2024', SECRET_KEY: TEST_KEY, NO_COLOR: '1' });
    expect(said.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2028]/u);
    expect(said.split('\n').filter((line) => /^(?:Bcc|X-Evil):/.test(line))).toEqual([]);
  });

  it('leaves the books in order', async () => {
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });
});

describe('a mail with two senders', () => {
  const doubled = (first: string, second: string, more: string[], text: string): Buffer => Buffer.from([`From: ${first}`, `From: ${second}`, 'To: contest@local.test', ...more, 'Date: Tue, 02 Jul 2024 08:00:00 +0700', `Message-ID: <${randomUUID()}@people.test>`, '', text, ''].join('\r\n'));
  const grouped = (from: string, more: string[], text: string): Buffer => Buffer.from([`From: ${from}`, 'To: contest@local.test', ...more, 'Date: Tue, 02 Jul 2024 08:00:00 +0700', `Message-ID: <${randomUUID()}@people.test>`, '', text, ''].join('\r\n'));

  it('withdraws nothing and changes nothing, in either order, and in one line', async () => {
    const { code } = (await stage.entries()).at(-1)!.entry;
    const before = await stage.entries();
    const ask = [`Subject: Rút bài dự thi ${code}`];
    for (const raw of [doubled('la@evil.test', AN, ask, `RÚT BÀI ${code}`), doubled(AN, 'la@evil.test', ask, `RÚT BÀI ${code}`), grouped(`la@evil.test, ${AN}`, ask, `RÚT BÀI ${code}`), grouped(`Group: ${AN}, la@evil.test;`, ask, `RÚT BÀI ${code}`)]) {
      const { message } = await stage.send(raw, 'la@evil.test');
      expect(message.outcome).not.toBe('withdrawn');
    }
    expect((await stage.entries()).map((e) => [e.entry.code, e.entry.state, e.version?.n])).toEqual(before.map((e) => [e.entry.code, e.entry.state, e.version?.n]));
    expect(stage.delivered.filter((d) => d.to === 'la@evil.test' && d.raw.toString().includes(code))).toEqual([]);
  });

  it('decides nothing, whichever of them is of staff', async () => {
    const { code } = (await stage.entries()).at(-1)!.entry;
    const summary = (await stage.letters()).filter((l) => l.kind === 'staff-summary').at(-1)!;
    const answer = [`Subject: Re: ${summary.subject.replace(/[^\x20-\x7e]/g, 'x')}`, `In-Reply-To: <${summary.rfcMessageId}>`, 'Content-Type: text/plain; charset=utf-8'];
    for (const raw of [doubled('la@evil.test', STAFF, answer, `HỢP LỆ ${code}`), doubled(STAFF, 'la@evil.test', answer, `HỢP LỆ ${code}`), grouped(`${STAFF}, la@evil.test`, answer, `HỢP LỆ ${code}`)]) await stage.send(raw, 'la@evil.test');
    expect((await stage.entries()).at(-1)!.entry.state).toBe('needs-info');
    expect((await stage.letters()).filter((l) => l.kind === 'decisions-read')).toEqual([]);
  });
});
