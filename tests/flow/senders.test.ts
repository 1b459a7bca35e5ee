import { afterEach, describe, expect, it } from 'vitest';
import { caseFile } from '../../src/desk/case-file.ts';
import { caseInput } from '../../src/store/case-files.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { nextWorkingMorning } from '../../src/contest/working-days.ts';
import { planSummary } from '../../workers/desk/plan-summary.ts';
import { entryMail, mail } from '../support/mails.ts';
import { fakeDns, received, signer } from '../support/signed-mail.ts';
import { openStage, type Stage, type StageOptions } from '../support/stage.ts';

const people = signer('people.test');
const office = signer('office.test');
const policy = (domain: string) => ({ [`_dmarc.${domain} TXT`]: [['v=DMARC1; p=reject']], [`${domain} TXT`]: [['v=spf1 ip4:203.0.113.7 -all']] });
const zone = { ...policy('people.test'), ...policy('office.test'), ...people.zone, ...office.zone };
const SERVER = 'demo.example';
const fromElsewhere = (raw: Buffer | string): Buffer => Buffer.concat([Buffer.from(received('198.51.100.9', 'an@people.test', SERVER)), Buffer.from(raw)]);
const signed = async (raw: Buffer, by = people): Promise<Buffer> => fromElsewhere(await by.sign(raw.toString('latin1')).then((text) => Buffer.from(text, 'latin1')));
const file = { filename: 'y.txt', content: 'y', contentType: 'text/plain' };

let stage: Stage;
afterEach(() => stage.stop());

async function open({ slow = [], ...options }: StageOptions & { slow?: string[] } = {}): Promise<void> {
  stage = await openStage({ mailauth: { servers: [SERVER], resolve: fakeDns(zone, slow).resolve, limits: { questionMs: 300 } }, ...options });
}

describe('where mailauth is on', () => {
  it('a forged sender is registered, its receipt waits for staff, and the message and the case file say why', async () => {
    await open();
    const { message } = await stage.send(fromElsewhere(await entryMail('Một cửa điện tử')));
    expect(message).toMatchObject({ outcome: 'registered', authentication: { result: 'fail', by: 'mailauth', why: expect.stringContaining('DMARC fail') } });
    expect((await stage.letters()).map((l) => [l.state, l.reason])).toEqual([['draft', 'the sender address failed authentication']]);
    const { services } = stage.service;
    const entry = (await stage.entries())[0]!.entry;
    const facts = await services.db.transaction(async (tx) => caseFile(await caseInput(tx, entry), services.loaded.contest));
    expect(facts.received[0]?.sender).toEqual({ result: 'fail', by: 'mailauth' });
    expect(services.writer.write('case-file', facts, stage.clock.now()).text).toContain('không qua xác thực');
  });

  it('a signed sender is answered, and what a forger sends about that entry changes nothing', async () => {
    await open();
    const { message, letters: [receipt] } = await stage.send(await signed(await entryMail('Một cửa điện tử')));
    expect(message.authentication).toMatchObject({ result: 'pass', by: 'mailauth' });
    expect(receipt?.state).toBe('sent');
    expect((await stage.send(fromElsewhere(await entryMail('Một cửa điện tử', { attachments: [file] })))).message.outcome).toBe('asked');
    await stage.send(await signed(await mail({ text: 'RÚT BÀI', inReplyTo: receipt!.rfcMessageId })));
    const confirm = (await stage.letters()).find((l) => l.kind === 'withdrawal-confirm')!;
    expect((await stage.send(fromElsewhere(await mail({ text: 'ĐỒNG Ý', inReplyTo: confirm.rfcMessageId })))).message).toMatchObject({ outcome: 'passed-to-staff' });
    expect((await stage.entries()).map((e) => [e.entry.state, e.version?.n])).toEqual([['under-check', 1]]);
    await stage.send(await signed(await mail({ text: 'ĐỒNG Ý', inReplyTo: confirm.rfcMessageId })));
    expect((await stage.entries())[0]?.entry.state).toBe('withdrawn');
  });

  it('DNS that does not answer keeps nobody from being registered and answered', async () => {
    await open({ slow: ['_dmarc.people.test'] });
    const { message, letters } = await stage.send(fromElsewhere(await entryMail('Một cửa điện tử')));
    expect(message).toMatchObject({ outcome: 'registered', authentication: { result: 'none', by: 'mailauth' } });
    expect(letters.map((l) => l.state)).toEqual(['sent']);
  });

  it("our own server's word comes first", async () => {
    await open({ authservId: SERVER });
    const raw = Buffer.concat([Buffer.from(`Authentication-Results: ${SERVER}; dmarc=fail header.from=people.test\r\n`), await signed(await entryMail('Một cửa điện tử'))]);
    expect((await stage.send(raw)).message.authentication).toMatchObject({ result: 'fail', by: 'server' });
    expect((await stage.send(await signed(await entryMail('Bản đồ điểm chờ', { from: 'binh@people.test' })), 'binh@people.test')).message.authentication).toMatchObject({ result: 'pass', by: 'mailauth' });
  });
});

describe('a decision of staff by mail', () => {
  const LAN = 'lan@office.test';

  async function summary(): Promise<LetterRow> {
    const { db, loaded } = stage.service.services;
    await stage.send(await signed(await entryMail('Một cửa điện tử')));
    const at = nextWorkingMorning(stage.clock.now(), loaded.contest);
    await db.transaction(async (tx) => planSummary(tx, loaded.contest));
    stage.clock.set(at.toISOString());
    await stage.idle();
    return (await stage.letters()).findLast((l) => l.kind === 'staff-summary')!;
  }
  const reply = async (letter: LetterRow, text: string): Promise<Buffer> => mail({ from: LAN, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text });

  it('counts with the signature of its domain where staff.auth is mailauth, and without it does nothing', async () => {
    await open({ changes: (c) => ({ ...c, staff: { addresses: [LAN], auth: 'mailauth' } }) });
    const letter = await summary();
    const { entry } = (await stage.entries())[0]!;
    const words = await reply(letter, `HỢP LỆ ${entry.code}`);
    await stage.send(words, LAN);
    expect((await stage.entries())[0]?.entry.state).toBe('under-check');
    await stage.send(fromElsewhere(await reply(letter, `HỢP LỆ ${entry.code}`)), LAN);
    expect((await stage.entries())[0]?.entry.state).toBe('under-check');
    const { message } = await stage.send(await signed(await reply(letter, `HỢP LỆ ${entry.code}`), office), LAN);
    expect(message).toMatchObject({ authentication: { result: 'pass', by: 'mailauth' }, outcomeReason: '1 decisions done, 0 lines not' });
    expect((await stage.entries())[0]?.entry.state).toBe('eligible');
  });

  it('is not proven by mailauth where staff.auth asks for the word of our server', async () => {
    await open({ changes: (c) => ({ ...c, staff: { addresses: [LAN], auth: 'server' } }) });
    const letter = await summary();
    const { entry } = (await stage.entries())[0]!;
    const { message } = await stage.send(await signed(await reply(letter, `HỢP LỆ ${entry.code}`), office), LAN);
    expect(message).toMatchObject({ outcomeReason: '0 decisions done, 1 lines not', authentication: { result: 'pass' } });
    expect((await stage.entries())[0]?.entry.state).toBe('under-check');
  });
});
