import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSettingsSchema } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { ERASED } from '../../src/personal/erased.ts';
import { askEntrant } from '../../workers/by-hand/request.ts';
import { editEntry } from '../../workers/by-hand/edit.ts';
import { erasePerson } from '../../workers/personal/erase.ts';
import type { MessageRow } from '../../src/store/messages.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import { personCommand } from '../../workers/cli/person.ts';
import { lettersCommand } from '../../workers/cli/letters.ts';
import { runCommand } from '../support/command.ts';
import { everythingOf, rowsOf } from '../support/dump.ts';
import { entryMail, mail } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { bring, openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const MAI = 'hoamai@people.test';
let stage: Stage;
let dataDir: string;
let out: string;
const codes = { whole: '', group: '', others: '' };
const variables = () => ({ DATABASE_URL: stage.database.url, SECRET_KEY: TEST_KEY, CONTEST_DIR: 'contests/hau-giang-2024', DATA_DIR: dataDir });
const person = (...args: string[]) => runCommand(personCommand(), args, variables());
const everything = () => everythingOf(stage.database, dataDir);
const sound = async () => expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);

/** Mai enters alone, supplements, asks, withdraws nothing; she is in Bình's group, too. Everybody and every machine writes about her. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mailroom-person-'));
  out = await mkdtemp(join(tmpdir(), 'mailroom-person-out-'));
  stage = await openStage({ dataDir, changes: (contest) => ({ ...contest, checks: { ...contest.checks, ...checkSettingsSchema.parse({ originality: {} }) }, letters: { ...contest.letters, ownCopy: true, copyToAuthors: true } }) });
  const { services } = stage.service;
  const form = await registrationForm(services.loaded.contest, { title: 'Sổ tay chợ nổi Ngã Bảy', areas: [1], kind: 'individual', declared: true, unit: 'UBND phường Lái Hiếu', phone: '0988777666', email: MAI, authors: [{ name: 'Lê Thị Hoa Mai' }] });
  await say(await mail({ from: MAI, subject: 'Bài dự thi về chợ nổi của Hoa Mai', text: 'Kính gửi Ban Tổ chức, tôi là Lê Thị Hoa Mai, xin gửi bài dự thi.', attachments: [
    { filename: 'Phiếu của Hoa Mai.docx', content: form, contentType: DOCX }, { filename: 'Thuyết minh chợ nổi.txt', content: `Chợ nổi Ngã Bảy họp từ ba giờ sáng. ${'Ghe xuồng neo đậu theo con nước, mỗi ghe treo một cây bẹo. '.repeat(6)}`, contentType: 'text/plain' }] }), MAI);
  codes.whole = (await stage.entries())[0]!.entry.code;
  const receipt = await stage.letterTo(MAI);
  await say(await mail({ from: MAI, subject: `Re: ${receipt.subject}`, inReplyTo: receipt.rfcMessageId, text: 'Xin bổ sung ảnh chợ nổi. Hoa Mai', attachments: [{ filename: 'Ảnh chợ nổi.txt', content: 'ảnh', contentType: 'text/plain' }] }), MAI);
  await say(await mail({ from: MAI, subject: 'Hỏi về thể lệ cuộc thi', text: 'Cho tôi, Lê Thị Hoa Mai, hỏi hạn nộp bài dự thi là khi nào ạ?' }), MAI);
  const group = await registrationForm(services.loaded.contest, { title: 'Tổ công nghệ số lưu động', areas: [2], kind: 'group', declared: true, unit: 'UBND xã Vị Thắng', phone: '0911222333', email: 'binh@people.test', authors: [{ name: 'Trần Văn Bình', email: 'binh@people.test', phone: '0911222333' }, { name: 'Lê Thị Hoa Mai', email: MAI, phone: '0988777666' }] });
  await say(await mail({ from: 'binh@people.test', subject: 'Bài dự thi của nhóm', text: 'Nhóm gồm Trần Văn Bình và LÊ THỊ HOA MAI (hoamai@people.test).', attachments: [{ filename: 'Phiếu nhóm.docx', content: group, contentType: DOCX }] }), 'binh@people.test');
  codes.group = (await stage.entries())[1]!.entry.code;
  await say(await entryMail('Hộp thư góp ý bằng mã QR', { from: 'chi@people.test' }), 'chi@people.test');
  codes.others = (await stage.entries())[2]!.entry.code;
  await services.db.transaction(async (tx) => {
    await editEntry(tx, services, { by: 'Chị Lan', reason: 'theo điện thoại của Lê Thị Hoa Mai', letters: true }, codes.whole, { title: 'Sổ tay chợ nổi Ngã Bảy, bản mới' });
    await editEntry(tx, services, { by: 'Chị Lan', reason: 'chị Lê Thị Hoa Mai báo qua hoamai@people.test', letters: false }, codes.group, { unit: 'UBND xã Vị Thắng, huyện Vị Thủy' });
    const [entry] = await entriesByCode(tx, [codes.whole]);
    await askEntrant(tx, services, 'Chị Lan', entry!, ['Xin gửi phiếu có chữ ký của Lê Thị Hoa Mai.'], new Date('2024-07-09T10:00:00Z'));
  });
  await stage.idle();
  await bounceOf((await stage.letters()).findLast((l) => l.toAddress === MAI && l.state === 'sent')!.rfcMessageId);
  await until('own copies and the bounce', async () => {
    stage.service.wake();
    const outcomes = (await stage.messages()).map((m) => m.outcome);
    return outcomes.includes('bounce-recorded') && !outcomes.includes(null) && outcomes.filter((o) => o === 'own-letter').length === (await stage.letters()).filter((l) => l.state === 'sent' || l.state === 'bounced').length && (await stage.status()).idle;
  });
});
afterAll(async () => {
  await stage.stop();
  await rm(dataDir, { recursive: true, force: true });
  await rm(out, { recursive: true, force: true });
});

/** Own copies arrive meanwhile, so that "a new message" may be one of them. */
async function say(raw: Buffer, from: string): Promise<MessageRow> {
  stage.clock.set(new Date(stage.clock.now().getTime() + 1_000).toISOString());
  const known = new Set((await stage.messages()).map((m) => m.id));
  await bring(stage.servers, raw, from, 'contest@local.test');
  const row = await until('the mail to be handled', async () => { stage.service.wake(); return (await stage.messages()).find((m) => !known.has(m.id) && m.fromAddress === from && m.outcome !== null) ?? null; });
  await stage.idle();
  return row;
}

async function bounceOf(rfcMessageId: string): Promise<void> {
  const raw = [
    'From: Mail Delivery System <mailer-daemon@people.test>', 'To: contest@local.test', 'Subject: Undelivered mail to hoamai@people.test', `Message-ID: <${Math.random()}@people.test>`, 'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', '', '--b', 'Content-Type: text/plain', '', 'Le Thi Hoa Mai cannot be reached.', '--b', 'Content-Type: message/delivery-status', '',
    'Reporting-MTA: dns; people.test', '', 'Final-Recipient: rfc822; hoamai@people.test', 'Action: failed', 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 <hoamai@people.test> unknown', '', '--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: <${rfcMessageId}>`, 'To: hoamai@people.test', '', '--b--', '',
  ].join('\r\n');
  await bring(stage.servers, Buffer.from(raw), '', 'contest@local.test');
}

const COMPARED = 'select count(*) > 0 as some from compared_text where entry_id = (select id from entry where code = $1)';

/** What of her stands where: nothing of it may be left of what is hers alone. */
const hers = ['hoamai@', 'Hoa Mai', 'HOA MAI', 'Hoa Mai cannot', 'chợ nổi', 'cây bẹo', '0988777666'];
const left = async (words: string[], among = everything): Promise<string[]> => {
  const all = await among();
  return words.filter((w) => all.includes(w));
};

describe('mailroom person export', () => {
  it('writes all that is held of a person, with an index to read and the mails themselves, and hides the contacts of others', async () => {
    const dir = join(out, 'mai');
    const { said, code } = await person('export', MAI, '--out', dir, '--by', 'Chị Lan');
    expect([code, said]).toEqual([0, expect.stringContaining('about 2 entries')]);
    const data = JSON.parse(await readFile(join(dir, 'data.json'), 'utf8')) as { entries: { code: string; roles: string[] }[]; messages: { subject: string; file: string }[]; letters: { kind: string }[] };
    expect(data.entries.map((e) => [e.code, e.roles])).toEqual([[codes.whole, ['sender', 'author', 'contact']], [codes.group, ['author']]]);
    expect(data.messages).toHaveLength(3);
    expect(data.letters.map((l) => l.kind)).toEqual(expect.arrayContaining(['receipt', 'question-received', 'author-copy', 'entry-changed', 'staff-request']));
    const page = await readFile(join(dir, 'index.html'), 'utf8');
    expect(page).toContain('Dữ liệu cá nhân Ban Tổ chức đang lưu');
    expect(page).toContain('Personal data that the organisers hold');
    expect(page).toContain('Trần Văn Bình');
    const all = (await Promise.all((await readdir(dir, { recursive: true })).map(async (name) => ((await stat(join(dir, name))).isFile() ? readFile(join(dir, name), 'utf8') : '')))).join('\n');
    expect(all).toContain(MAI);
    for (const word of ['binh@people.test', '0911222333', 'chi@people.test', codes.others]) expect(all).not.toContain(word);
    expect((await stat(join(dir, 'data.json'))).mode & 0o777).toBe(0o600);
    expect(await stage.database.query("select action, detail ->> 'entries' as entries from audit_event where action = 'export-person'")).toEqual([{ action: 'export-person', entries: '2' }]);
  });

  it('writes the same into one file, and never over another', async () => {
    const file = join(out, 'mai.zip');
    await person('export', MAI, '--out', file);
    expect(Object.keys(unzipSync(await readFile(file)))).toEqual(expect.arrayContaining(['index.html', 'data.json']));
    await expect(person('export', MAI, '--out', join(out, 'mai'))).rejects.toThrow(/not empty/);
    await expect(person('export', 'nobody@people.test', '--out', join(out, 'x'))).rejects.toThrow(/nothing is held/);
  });
});

describe('mailroom person erase', () => {
  let hash = '';
  const rows = () => stage.database.query("select (select json_agg(m order by id) from message m) as messages, (select json_agg(l order by id) from letter l) as letters, (select json_agg(v order by id) from entry_version v) as versions, (select count(*) from erasure) as erasures, (select count(*) from audit_event) as events");
  /** As the command does, in the contest's time. */
  const confirm = async (confirmed: string, by = 'Chị Lan') => {
    const { services } = stage.service;
    const before = await sentAndStored();
    await services.db.transaction((tx) => erasePerson(tx, services, { addresses: [MAI], names: [], codes: [] }, { by, reason: 'theo yêu cầu ngày 3/7/2024', hash: confirmed }));
    await stage.idle();
    // What staff are told comes back as an own copy, after all else is done.
    await until('the own copies of what was told', async () => {
      stage.service.wake();
      const now = await sentAndStored();
      return now.stored - before.stored === now.sent - before.sent && (await stage.status()).idle;
    });
  };
  const sentAndStored = async () => ({ sent: stage.delivered.filter((d) => d.to !== 'contest@local.test').length, stored: (await stage.messages()).length });
  const preview = async () => JSON.parse((await person('erase', MAI, '--reason', 'theo yêu cầu ngày 3/7/2024', '--by', 'Chị Lan', '--json')).said) as { hash: string; obstacles: string[]; entries: { code: string; whole: boolean }[]; messages: string[]; stays: { what: string }[] };

  it('shows first what it would do, and does nothing', async () => {
    const before = await rows();
    const plan = await preview();
    ({ hash } = plan);
    expect(plan.entries).toMatchObject([{ code: codes.whole, whole: true }, { code: codes.group, whole: false }]);
    expect(plan.stays.map((s) => s.what)).toEqual(['files', 'mail']);
    expect(plan.obstacles).toEqual([]);
    expect(await rows()).toEqual(before);
    expect((await preview()).hash).toBe(hash);
    const { said } = await person('erase', MAI, '--reason', 'theo yêu cầu', '--by', 'Chị Lan');
    expect(said).toContain('left to the others, without the person');
    expect(said).toContain(`--confirm ${hash}`);
  });

  it('refuses what was not previewed, a reason that names the person, and an address of the office', async () => {
    await expect(person('erase', MAI, '--reason', 'theo yêu cầu', '--by', 'x', '--confirm', '0123456789abcdef')).rejects.toThrow(/not what was previewed any more/);
    await expect(person('erase', MAI, '--reason', 'Lê Thị Hoa Mai yêu cầu', '--by', 'x', '--confirm', hash)).rejects.toThrow(/names the person/);
    const { said, code } = await person('erase', 'contest@local.test', '--reason', 'x', '--json');
    expect([code, JSON.parse(said)]).toEqual([0, expect.objectContaining({ entries: [] })]);
  });

  it('leaves nothing of what was hers alone, in any table or file', async () => {
    expect(await left(hers)).toEqual(hers);
    expect(await stage.database.query(COMPARED, [codes.whole])).toEqual([{ some: true }]);
    await confirm(hash);
    expect(await stage.database.query(COMPARED, [codes.whole])).toEqual([{ some: false }]);
    expect(await left(hers, () => rowsOf(stage.database))).toEqual([]);
    expect(await left(['chợ nổi', 'cây bẹo'])).toEqual([]);
    // What Bình sent stays as he sent it.
    expect(await left(['LÊ THỊ HOA MAI'])).toEqual(['LÊ THỊ HOA MAI']);
    expect(await stage.database.query('select count(*)::int as n from doomed_bytes')).toEqual([{ n: 0 }]);
    await sound();
  });

  it('leaves the group its entry, without her', async () => {
    const [, group] = await stage.entries();
    expect(group?.entry.state).not.toBe('erased');
    expect(group?.version?.fields.authors.value).toMatchObject([{ name: 'Trần Văn Bình', email: 'binh@people.test' }, { name: ERASED, email: null, phone: null }]);
  });

  it('puts on record who decided and how much it was, and nothing of whom', async () => {
    const [row] = await stage.database.query<{ actor: string; counts: Record<string, number>; keys: string[] }>('select actor, counts, keys from erasure');
    expect(row).toMatchObject({ actor: 'Chị Lan', counts: { entries: 1, shared: 1 }, keys: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
    expect((await person('erasures', '1')).said).toMatch(/theo yêu cầu ngày 3\/7\/2024/);
    expect((await stage.entries())[0]).toMatchObject({ entry: { code: codes.whole, state: 'erased' }, version: { fields: { title: { value: null } }, findings: [] } });
  });

  it('tells staff by a letter what to delete in the mailbox: folder, numbers and dates', async () => {
    const letter = await stage.letterTo('staff@office.test');
    expect([letter.kind, letter.state]).toEqual(['person-erased', 'sent']);
    const facts = letter.facts as LetterFacts<'person-erased'>;
    expect(facts.mails.map((m) => m.what)).toEqual(expect.arrayContaining(['mail', 'copy', 'machine']));
    expect(facts).toMatchObject({ mailbox: 'INBOX', entries: [{ code: codes.whole, whole: true }, { code: codes.group, whole: false }], moreMails: 0 });
    const places = new Map((await stage.messages()).map((m) => [m.uid, m]));
    for (const { uid } of facts.mails) expect(places.get(uid)?.rawDeletedAt).not.toBeNull();
  });

  it('does not take her mails in again when the mailbox is numbered anew', async () => {
    const letters = (await stage.letters()).length;
    const counted = async () => (await stage.messages()).filter((m) => m.outcomeReason === 'a mail that was erased lies in the mailbox still').length;
    await stage.database.query('update mailbox set generation = generation + 1, last_uid = 0');
    await until('the mailbox read anew', async () => { stage.service.wake(); const { mailbox, idle } = await stage.status(); return mailbox.stored === mailbox.present && idle; });
    expect(await counted()).toBeGreaterThan(4);
    expect((await stage.letters()).length).toBe(letters);
    expect(await left(hers, () => rowsOf(stage.database))).toEqual([]);
    expect(await left(['chợ nổi', 'cây bẹo'])).toEqual([]);
    await sound();
  });

  it('ends late news quietly: a bounce of an erased letter is put on record without a word of it', async () => {
    const erased = (await stage.letters()).find((l) => l.erasureId !== null && l.state === 'sent')!;
    await bounceOf(erased.rfcMessageId);
    const late = await until('the late bounce', async () => { stage.service.wake(); return (await stage.messages()).find((m) => m.outcome === 'erased') ?? null; });
    await stage.idle();
    expect(late).toMatchObject({ outcomeReason: 'a report about a letter that was erased', reading: null, fromAddress: null });
    expect((await stage.letters()).find((l) => l.id === erased.id)?.state).toBe('sent');
    expect(await left(hers, () => rowsOf(stage.database))).toEqual([]);
    await sound();
  });

  it('lets her write again, and leaves no door open to what was erased', async () => {
    const erased = (await stage.letters()).find((l) => l.kind === 'receipt' && l.erasureId !== null)!;
    const message = await say(await mail({ from: MAI, subject: `Re: Đã nhận bài dự thi [${codes.whole}]`, inReplyTo: erased.rfcMessageId, text: 'Xin bổ sung cho bài dự thi này. RÚT BÀI', attachments: [{ filename: 'x.txt', content: 'x', contentType: 'text/plain' }] }), MAI);
    expect(message.outcome).not.toBe('registered');
    expect((await stage.letters()).filter((l) => l.messageId === message.id).map((l) => l.kind)).not.toContain('receipt');
    const bounced = (await stage.letters()).find((l) => l.state === 'bounced' && l.erasureId !== null)!;
    await expect(runCommand(lettersCommand(), ['release', bounced.id, '--by', 'x'], variables())).rejects.toThrow(/nothing to release/);
    await expect(stage.service.services.db.transaction((tx) => editEntry(tx, stage.service.services, { by: 'x', reason: 'x', letters: false }, codes.whole, { title: 'x' }))).rejects.toThrow(/was erased/);
    // What she wrote since is held of her, and can be erased, too.
    // Her mail, our answer to it and the copy of that.
    const again = await until('the copy of the answer', async () => { stage.service.wake(); await stage.idle(); const plan = await preview(); return plan.messages.length === 2 ? plan : null; });
    await confirm(again.hash);
    expect(await left(hers, () => rowsOf(stage.database))).toEqual([]);
    await sound();
  });
});
