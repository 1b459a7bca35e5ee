import { afterEach, describe, expect, it } from 'vitest';
import { bounceOf } from '../../workers/demo/mails.ts';
import { entryMail, mail, TO } from '../support/mails.ts';
import { openStage, type Stage, type StageOptions } from '../support/stage.ts';

let stage: Stage;
afterEach(async () => { await stage.stop(); });

const open = async (options: StageOptions = {}): Promise<void> => { stage = await openStage(options); };
const stateOf = async (code: string): Promise<string | undefined> => (await stage.entries()).find((e) => e.entry.code === code)?.entry.state;
const firstCode = async (): Promise<string> => (await stage.entries()).at(-1)?.entry.code ?? '';

describe('an entry and what its author writes later', () => {
  it('registers, names the version in one receipt, and puts the mail into the letter\'s thread', async () => {
    await open();
    const { message, letters } = await stage.send(await entryMail('Một cửa điện tử', { messageId: 'm1@people.test' }));
    expect(message).toMatchObject({ kind: 'submission', outcome: 'registered' });
    const [receipt] = letters;
    expect(receipt).toMatchObject({ kind: 'receipt', state: 'sent', toAddress: 'an@people.test', inReplyTo: 'm1@people.test' });
    expect(receipt?.text).toContain('Bài dự thi.pdf');
    expect(stage.delivered[0]?.raw.toString()).toMatch(/^Auto-Submitted: auto-replied\r$/m);
    expect((await stage.verdict()).ok).toBe(true);
  });

  it('takes a reply with a file as the next version of its entry', async () => {
    await open();
    const { letters } = await stage.send(await entryMail('Một cửa điện tử'));
    const { message } = await stage.send(await mail({
      subject: 'Re: bổ sung', text: 'Xin bổ sung phụ lục.', inReplyTo: letters[0]?.rfcMessageId ?? '', attachments: [{ filename: 'Phụ lục.txt', content: 'phụ lục', contentType: 'text/plain' }],
    }));
    expect(message).toMatchObject({ kind: 'supplement', outcome: 'registered' });
    expect(await stage.entries()).toHaveLength(1);
    expect((await stage.letterTo('an@people.test')).subject).toContain('Đã nhận bổ sung');
  });

  it('takes a mail without code or thread from a known sender as the next version of the one live entry', async () => {
    await open();
    await stage.send(await entryMail('Một cửa điện tử'));
    const { message } = await stage.send(await mail({ subject: 'Gửi bài dự thi', text: 'Tôi gửi lại bài dự thi đầy đủ.', attachments: [{ filename: 'bai.txt', content: 'x', contentType: 'text/plain' }] }));
    expect(message.outcome).toBe('registered');
    expect(await stage.entries()).toHaveLength(1);
  });

  it('asks which entry is meant where the sender has several, and does what the answer says', async () => {
    await open();
    await stage.send(await entryMail('Ý tưởng thứ nhất về một cửa'));
    await stage.send(await entryMail('Ý tưởng thứ hai về lưu trữ'));
    const asked = await stage.send(await mail({ subject: 'Bổ sung bài dự thi', text: 'Tôi xin bổ sung bài dự thi.', attachments: [{ filename: 'them.txt', content: 'thêm', contentType: 'text/plain' }] }));
    expect(asked.message.outcome).toBe('asked');
    const question = await stage.letterTo('an@people.test');
    expect(question.kind).toBe('which-entry');
    const code = await firstCode();
    const answer = await stage.send(await mail({ subject: `Re: ${question.subject}`, text: `Bài ${code}`, inReplyTo: question.rfcMessageId }));
    expect(answer.message.outcome).toBe('answered');
    expect((await stage.messages()).find((m) => m.id === asked.message.id)).toMatchObject({ outcome: 'registered' });
    expect(await stage.entries()).toHaveLength(2);
  });

  it('makes the waiting mail an entry of its own where the answer is "new entry"', async () => {
    await open();
    await stage.send(await entryMail('Ý tưởng thứ nhất về một cửa'));
    await stage.send(await entryMail('Ý tưởng thứ hai về lưu trữ'));
    await stage.send(await mail({ subject: 'Gửi bài dự thi', text: 'Tôi xin gửi bài dự thi.', attachments: [{ filename: 'ba.txt', content: 'ba', contentType: 'text/plain' }] }));
    const question = await stage.letterTo('an@people.test');
    await stage.send(await mail({ subject: `Re: ${question.subject}`, text: 'BÀI MỚI', inReplyTo: question.rfcMessageId }));
    expect(await stage.entries()).toHaveLength(3);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('withdraws only after a second reply, and undoes it by a third', async () => {
    await open();
    const { letters } = await stage.send(await entryMail('Một cửa điện tử'));
    const code = await firstCode();
    const asked = await stage.send(await mail({ subject: 'Re: bài dự thi', text: 'RÚT BÀI', inReplyTo: letters[0]?.rfcMessageId ?? '' }));
    expect(asked.message.outcome).toBe('withdrawal-requested');
    expect(await stateOf(code)).not.toBe('withdrawn');
    const confirm = await stage.letterTo('an@people.test');
    await stage.send(await mail({ subject: `Re: ${confirm.subject}`, text: 'Tôi đồng ý.', inReplyTo: confirm.rfcMessageId }));
    expect(await stateOf(code)).toBe('withdrawn');
    const done = await stage.letterTo('an@people.test');
    expect(done.kind).toBe('withdrawal-done');
    await stage.send(await mail({ subject: `Re: ${done.subject}`, text: 'KHÔI PHỤC', inReplyTo: done.rfcMessageId }));
    expect(await stateOf(code)).toBe('under-check');
    expect((await stage.verdict()).ok).toBe(true);
  });

  it('asks the registered address when a stranger with the code wants to withdraw or change', async () => {
    await open();
    await stage.send(await entryMail('Một cửa điện tử'));
    const code = await firstCode();
    const withdrawal = await stage.send(await mail({ from: 'la@stranger.test', subject: `Xin rút bài ${code}`, text: `Tôi xin rút bài dự thi ${code}.` }), 'la@stranger.test');
    expect(withdrawal.letters.map((l) => [l.kind, l.toAddress])).toEqual([['withdrawal-confirm', 'an@people.test']]);
    const change = await stage.send(await mail({
      from: 'la@stranger.test', subject: `Bổ sung ${code}`, text: `Bổ sung bài dự thi ${code}.`, attachments: [{ filename: 'x.txt', content: 'x', contentType: 'text/plain' }],
    }), 'la@stranger.test');
    expect(change.letters.map((l) => [l.kind, l.toAddress])).toEqual([['change-confirm', 'an@people.test']]);
    expect(stage.delivered.filter((d) => d.to === 'la@stranger.test')).toEqual([]);
    const confirm = await stage.letterTo('an@people.test');
    await stage.send(await mail({ subject: `Re: ${confirm.subject}`, text: 'ĐỒNG Ý', inReplyTo: confirm.rfcMessageId }));
    expect((await stage.messages()).find((m) => m.id === change.message.id)).toMatchObject({ outcome: 'registered' });
  });

  it('does not believe a confirmation that comes from another address', async () => {
    await open();
    const { letters } = await stage.send(await entryMail('Một cửa điện tử'));
    await stage.send(await mail({ text: 'RÚT BÀI', inReplyTo: letters[0]?.rfcMessageId ?? '' }));
    const confirm = await stage.letterTo('an@people.test');
    const forged = await stage.send(await mail({ from: 'la@stranger.test', text: 'ĐỒNG Ý', inReplyTo: confirm.rfcMessageId }), 'la@stranger.test');
    expect(forged.message.outcome).toBe('passed-to-staff');
    expect(await stateOf(await firstCode())).not.toBe('withdrawn');
  });
});

describe('forged and careless replies', () => {
  it('a stranger who names two codes learns no title and changes nothing', async () => {
    await open();
    await stage.send(await entryMail('Ý tưởng thứ nhất về một cửa'));
    await stage.send(await entryMail('Ý tưởng thứ hai về lưu trữ', { from: 'binh@people.test' }), 'binh@people.test');
    const codes = (await stage.entries()).map((e) => e.entry.code);
    const { message, letters } = await stage.send(await mail({
      from: 'la@stranger.test', subject: 'Bổ sung bài dự thi', text: `Bổ sung bài ${codes.join(' và ')}.`, attachments: [{ filename: 'x.txt', content: 'x', contentType: 'text/plain' }],
    }), 'la@stranger.test');
    expect(message.outcome).toBe('passed-to-staff');
    expect(letters).toEqual([]);
  });

  it('a mail that our own server calls forged changes no entry: the known address is asked', async () => {
    await open({ authservId: 'mx.office.test' });
    await stage.send(await entryMail('Một cửa điện tử'));
    const forged = Buffer.concat([Buffer.from('Authentication-Results: mx.office.test; dmarc=fail header.from=people.test\r\n'), await entryMail('Một cửa điện tử', { attachments: [{ filename: 'y.txt', content: 'y', contentType: 'text/plain' }] })]);
    const { message } = await stage.send(forged);
    expect(message.outcome).toBe('asked');
    expect((await stage.entries())[0]?.version?.n).toBe(1);
  });

  it('"yes, I still want to take part" withdraws nothing', async () => {
    await open();
    const { letters } = await stage.send(await entryMail('Một cửa điện tử'));
    await stage.send(await mail({ text: 'RÚT BÀI', inReplyTo: letters[0]?.rfcMessageId ?? '' }));
    const confirm = await stage.letterTo('an@people.test');
    await stage.send(await mail({ text: 'Xác nhận giúp tôi: bài vẫn tiếp tục dự thi.', inReplyTo: confirm.rfcMessageId }));
    await stage.send(await mail({ text: 'Yes, I still want to take part.', inReplyTo: confirm.rfcMessageId }));
    expect(await stateOf(await firstCode())).not.toBe('withdrawn');
  });

  it('half characters, NUL and escapes in a mail are stored, and the entry with them', async () => {
    await open();
    const { message } = await stage.send(await entryMail('Bài có ký tự lạ', { text: `Tên bài dự thi: Bài có ký tự lạ \\u0000 \u0000\nHọ và tên: Nguyễn Thị An\n${'x'.repeat(19_900)}${'😀'.repeat(200)}` }));
    expect(message.outcome).toBe('registered');
  });
});

describe('mail that is no entry', () => {
  it('tells a stranger who asks nothing about other people\'s entries', async () => {
    await open();
    await stage.send(await entryMail('Một cửa điện tử'));
    const code = await firstCode();
    const { letters } = await stage.send(await mail({ from: 'la@stranger.test', subject: 'Hỏi tình trạng', text: `Xin hỏi Ban Tổ chức đã nhận được bài dự thi ${code} chưa?` }), 'la@stranger.test');
    expect(letters.map((l) => l.kind)).toEqual(['status-answer']);
    expect(letters[0]?.text).not.toContain('Một cửa điện tử');
    expect(letters[0]?.text).not.toContain(code);
  });

  it('passes a question to staff so that their reply goes to the asker', async () => {
    await open();
    const { message, letters } = await stage.send(await mail({ from: 'hoi@people.test', subject: 'Hỏi thể lệ', text: 'Cho tôi hỏi một nhóm có thể gồm người của hai cơ quan không?' }), 'hoi@people.test');
    expect(message.outcome).toBe('question-passed');
    expect(letters.map((l) => [l.kind, l.toAddress, l.replyTo]).sort()).toEqual([['question-received', 'hoi@people.test', null], ['staff-question', 'staff@office.test', null]]);
  });

  it('marks the letter that bounced, by the signature in the returned part', async () => {
    await open();
    const { letters } = await stage.send(await entryMail('Một cửa điện tử'));
    const [receipt] = letters;
    const bounce = bounceOf({ to: 'an@people.test', messageId: receipt?.rfcMessageId ?? '', subject: receipt?.subject ?? '' }, TO, 'Tue, 02 Jul 2024 09:00:00 +0700');
    const { message } = await stage.send(bounce, '');
    expect(message).toMatchObject({ kind: 'bounce', outcome: 'bounce-recorded' });
    expect((await stage.letters())[0]).toMatchObject({ state: 'bounced' });
    const forged = await stage.send(bounceOf({ to: 'an@people.test', messageId: 'receipt.0000.ffff@contest.example.vn', subject: 'x' }, TO, 'Tue, 02 Jul 2024 10:00:00 +0700'), '');
    expect(forged.message.outcomeReason).toBe('a bounce of no letter of ours');
  });

  it('never answers machines, lists or its own letters', async () => {
    await open();
    const { letters } = await stage.send(await entryMail('Một cửa điện tử'));
    const answered = stage.delivered.length;
    await stage.send(await mail({ text: 'Tôi vắng mặt đến 20/7.', inReplyTo: letters[0]?.rfcMessageId ?? '', headers: { 'Auto-Submitted': 'auto-replied' } }));
    await stage.send(await mail({ from: 'tin@list.test', subject: 'Bản tin', text: 'tin', headers: { 'List-Id': '<tin.list.test>', Precedence: 'bulk' } }), 'tin@list.test');
    await stage.send(await mail({ from: TO, subject: 'Từ chính hộp thư', text: 'bài dự thi' }), TO);
    await stage.send(stage.delivered[0]?.raw ?? Buffer.alloc(0), TO);
    expect(stage.delivered).toHaveLength(answered);
    expect((await stage.messages()).map((m) => m.outcome).slice(1)).toEqual(['auto-reply-recorded', 'ignored', expect.any(String), 'own-letter']);
  });

  it('tells the sender of an empty mail and staff, and goes on with the next', async () => {
    await open();
    const empty = (from: string) => stage.send(Buffer.from(`From: ${from}\r\nTo: ${TO}\r\nSubject:\r\n\r\n`), from);
    const { message, letters } = await empty('trong@people.test');
    expect(message.outcome).toBe('unreadable');
    expect(letters.map((l) => [l.kind, l.toAddress]).sort()).toEqual([['not-understood', 'trong@people.test'], ['staff-alert', 'staff@office.test']]);
    // The second within an hour is another mail, and staff hear of it, too.
    const { letters: more } = await empty('rong@people.test');
    expect(more.map((l) => [l.kind, l.toAddress]).sort()).toEqual([['not-understood', 'rong@people.test'], ['staff-alert', 'staff@office.test']]);
    expect((await stage.send(await entryMail('Bài kế tiếp'))).message.outcome).toBe('registered');
  });
});

describe('time', () => {
  it('keeps an early entry, says so, and takes it up when the window opens', async () => {
    await open({ now: '2024-06-28T02:00:00Z', changes: (c) => ({ ...c, mailbox: { ...c.mailbox, address: TO, since: '2024-06-01T00:00:00+07:00' }, letters: { ...c.letters, gatherMinutes: 0 } }) });
    const { letters } = await stage.send(await entryMail('Bài gửi sớm'));
    expect(letters.map((l) => l.kind)).toEqual(['early']);
    const code = await firstCode();
    expect(await stateOf(code)).toBe('early-held');
    stage.clock.set('2024-07-01T00:00:00+07:00');
    await stage.idle();
    expect(await stateOf(code)).toBe('under-check');
  });

  it('registers one second before closing in time and one second after it as late, without condemning it', async () => {
    await open({ now: '2024-08-16T16:59:58Z' });
    expect((await stage.send(await entryMail('Bài kịp giờ'))).letters.map((l) => l.kind)).toEqual(['receipt']);
    stage.clock.set('2024-08-16T17:00:00Z');
    const late = await stage.send(await entryMail('Bài trễ một giây', { from: 'tre@people.test' }), 'tre@people.test');
    expect(late.letters.map((l) => l.kind)).toEqual(['late']);
    expect((await stage.entries()).map((e) => e.entry.state).sort()).toEqual(['late-borderline', 'under-check'].sort());
  });
});

describe('letters that wait', () => {
  it('sends nothing in a dry run', async () => {
    await open({ dryRun: true });
    await stage.send(await entryMail('Một cửa điện tử'));
    expect((await stage.letters()).map((l) => [l.kind, l.state])).toEqual([['receipt', 'draft']]);
    expect(stage.delivered).toEqual([]);
  });

  it('holds the letter where our own server says that the sender is forged', async () => {
    await open({ authservId: 'mx.office.test' });
    const raw = Buffer.concat([Buffer.from('Authentication-Results: mx.office.test; dmarc=fail header.from=people.test; spf=fail\r\n'), await entryMail('Một cửa điện tử')]);
    const { message } = await stage.send(raw);
    expect(message.outcome).toBe('registered');
    expect((await stage.letters()).map((l) => [l.state, l.reason])).toEqual([['draft', 'the sender address failed authentication']]);
  });

  it('gathers the receipts of a clerk who forwards many entries, and names every one', async () => {
    await open({ changes: (c) => ({ ...c, letters: { ...c.letters, gatherMinutes: 10 } }) });
    for (let n = 1; n <= 8; n++) await stage.send(await entryMail(`Bài số ${n} của cơ quan`));
    expect((await stage.letters()).length).toBeLessThan(8);
    stage.clock.set('2024-07-02T12:00:00Z');
    await stage.idle();
    const sent = (await stage.letters()).filter((l) => l.state === 'sent');
    for (const { entry } of await stage.entries()) expect(sent.filter((l) => new RegExp(`Mã bài dự thi: +${entry.code}`).test(l.text))).toHaveLength(1);
    expect((await stage.verdict()).ok).toBe(true);
  });

  it('tells the same failure to the same sender once a day', async () => {
    await open();
    for (let n = 0; n < 3; n++) await stage.send(Buffer.from(`From: trong@people.test\r\nTo: ${TO}\r\nSubject:\r\nX-N: ${n}\r\n\r\n`), 'trong@people.test');
    expect(stage.delivered.filter((d) => d.to === 'trong@people.test')).toHaveLength(1);
    expect((await stage.messages()).map((m) => m.outcome)).toEqual(['unreadable', 'unreadable', 'unreadable']);
  });
});
