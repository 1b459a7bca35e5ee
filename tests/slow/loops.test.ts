import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { writeMail } from '../../workers/demo/mails.ts';
import { entryMail, mail } from '../support/mails.ts';
import { bring, openStage, type Stage } from '../support/stage.ts';

const stages: Stage[] = [];
afterEach(async () => { for (const stage of stages.splice(0)) await stage.stop(); });

async function open(address: string): Promise<Stage> {
  const stage = await openStage({ changes: (c) => ({ ...c, id: `c-${address.replace(/\W/g, '-')}`, mailbox: { ...c.mailbox, address }, letters: { ...c.letters, gatherMinutes: 10 }, staff: { addresses: [] } }) });
  stages.push(stage);
  return stage;
}

/** Hands everything that left one mailbox for the other to it, until nothing moves any more. */
async function letThemTalk(from: Stage, to: Stage, toAddress: string, fromAddress: string): Promise<number> {
  let carried = 0;
  let quiet = 0;
  const done = new Map<Stage, number>([[from, 0], [to, 0]]);
  while (quiet < 5 && carried < 50) {
    let moved = false;
    for (const [stage, other, address, sender] of [[from, to, toAddress, fromAddress], [to, from, fromAddress, toAddress]] as const) {
      const letters = stage.delivered.filter((d) => d.to === address);
      for (const letter of letters.slice(done.get(stage) ?? 0)) {
        await bring(other.servers, letter.raw, sender, address);
        moved = true;
        carried++;
      }
      done.set(stage, letters.length);
    }
    for (const stage of [from, to]) {
      stage.clock.set(new Date(stage.clock.now().getTime() + 3_600_000).toISOString());
      await stage.idle();
    }
    quiet = moved ? 0 : quiet + 1;
    await pause(50);
  }
  return carried;
}

describe('loops', () => {
  it('two instances that write to each other exchange at most three mails each', async () => {
    const a = await open('a@contest.test');
    const b = await open('b@contest.test');
    // An entry that claims to come from the other contest's mailbox.
    await bring(a.servers, await entryMail('Bài gửi từ hộp thư của cuộc thi khác', { from: 'b@contest.test' }), 'b@contest.test', 'a@contest.test');
    await a.idle();
    const carried = await letThemTalk(a, b, 'b@contest.test', 'a@contest.test');
    expect(carried).toBeGreaterThan(0);
    expect(a.delivered.length).toBeLessThanOrEqual(3);
    expect(b.delivered.length).toBeLessThanOrEqual(3);
  });

  it('an out-of-office robot that marks nothing gets at most three letters', async () => {
    const stage = await open('a@contest.test');
    await stage.send(await entryMail('Bài của người đi vắng'));
    let answered = 0;
    for (let round = 0; round < 12; round++) {
      const letters = stage.delivered.filter((d) => d.to === 'an@people.test');
      for (const letter of letters.slice(answered)) {
        const subject = /^Subject: (.*)$/m.exec(letter.raw.toString())?.[1]?.trim() ?? '';
        const messageId = /^Message-ID: <(.*)>\r?$/im.exec(letter.raw.toString())?.[1] ?? '';
        await stage.send(await mail({ subject: `Vắng mặt: ${subject}`, text: 'Tôi đi công tác đến hết ngày 20/7/2024, sẽ trả lời sau.', inReplyTo: messageId }));
      }
      answered = letters.length;
      stage.clock.set(new Date(stage.clock.now().getTime() + 3 * 3_600_000).toISOString());
      await stage.idle();
    }
    expect(stage.delivered.filter((d) => d.to === 'an@people.test').length).toBeLessThanOrEqual(3);
  });

  it('an answering machine with no thread and a new subject each time gets at most three letters', async () => {
    const stage = await open('a@contest.test');
    await stage.send(await entryMail('Bài của máy trả lời'));
    for (let n = 0; n < 10; n++) {
      await stage.send(await writeMail({ from: 'an@people.test', subject: `Auto: I am away ${n}`, text: `I am out of the office. ${n}`, messageId: `away-${n}@people.test` }, 'a@contest.test', new Date('2024-07-02T03:00:00Z')));
    }
    stage.clock.set('2024-07-03T12:00:00Z');
    await stage.idle();
    expect(stage.delivered.filter((d) => d.to === 'an@people.test').length).toBeLessThanOrEqual(3);
  });

  it('robots get three letters at most, however they mark their answers; one who marks them gets one', async () => {
    const stage = await open('a@contest.test');
    const robots = automatic.map((shape, n) => ({ ...shape, address: `${shape.from ?? 'robot'}@r${n}.test` }));
    const write = (robot: (typeof robots)[number], subject: string, inReplyTo?: string): Promise<Buffer> => mail({
      from: robot.address, subject: `${robot.subject ?? 'Re: '}${subject}`, text: `Your message was received. ${randomUUID()}`, headers: robot.headers ?? {}, ...(inReplyTo ? { inReplyTo } : {}),
    });
    for (const robot of robots) await bring(stage.servers, await entryMail(`Bài của ${robot.address}`, { from: robot.address }), robot.address, 'a@contest.test');
    await stage.idle();
    let answered = 0;
    for (let round = 0; round < 5; round++) {
      const letters = stage.delivered.slice(answered);
      answered = stage.delivered.length;
      for (const { to, raw } of letters) {
        const robot = robots.find(({ address }) => address === to);
        const messageId = /^Message-ID: <(.*)>\r?$/im.exec(raw.toString())?.[1] ?? '';
        if (robot) await bring(stage.servers, await write(robot, `letter ${round}`, messageId), to, 'a@contest.test');
      }
      stage.clock.set(new Date(stage.clock.now().getTime() + 3 * 3_600_000).toISOString());
      await stage.idle();
    }
    const lettersTo = (address: string): number => stage.delivered.filter((d) => d.to === address).length;
    expect(robots.filter(({ address }) => lettersTo(address) > 3).map(({ address }) => address)).toEqual([]);
    expect(robots.filter(({ address, from }) => lettersTo(address) !== (from === undefined ? 1 : 0)).map(({ what }) => what)).toEqual([]);
  });
});

/** How automatic answers are marked in the wild: RFC 3834, what was before it, and what mail programs put into the subject or the address. */
const automatic: { what: string; headers?: Record<string, string>; subject?: string; from?: string }[] = [
  ...['auto-generated', 'auto-replied', 'auto-notified'].map((value) => ({ what: `Auto-Submitted: ${value}`, headers: { 'Auto-Submitted': value } })),
  ...['auto_reply', 'bulk', 'list', 'junk'].map((value) => ({ what: `Precedence: ${value}`, headers: { Precedence: value } })),
  ...['X-Autoreply', 'X-Auto-Reply', 'X-Autorespond', 'X-Autoresponder', 'X-AutoReply-From', 'X-Mail-Autoreply', 'X-Auto-Generated', 'X-Autogenerated', 'Auto_Response', 'X-MachineGenerated', 'X-HolidayReply']
    .map((name) => ({ what: name, headers: { [name]: 'yes' } })),
  { what: 'X-Auto-Response-Suppress: All', headers: { 'X-Auto-Response-Suppress': 'All' } },
  ...['Auto: ', 'Automatic reply: ', 'Auto Response: ', 'Autosvar: ', 'Automatisk svar: ', 'Automatisch antwoord: ', 'Automatische Antwort: ', 'Abwesenheitsnotiz: ', 'Respuesta automática: ', 'Réponse automatique : ', 'Risposta automatica: ', 'Fuori sede ', 'Frånvaro ', 'Out of Office: ', 'Trả lời tự động: ']
    .map((subject) => ({ what: `subject ${subject}`, subject })),
  ...['no-reply', 'noreply', 'no_reply', 'do-not-reply', 'mailer_daemon', 'post-master'].map((from) => ({ what: `from ${from}@`, from })),
];
