import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { letterKinds, type LetterFacts, type LetterKind } from '../../schemas/letters.ts';
import { readTemplates } from '../../src/edges/templates.ts';
import { asksForForm, attachmentName, attachmentsOf } from '../../src/letters/attachments.ts';
import { letterMail } from '../../src/letters/compose.ts';
import { createLetterWriter } from '../../src/letters/render.ts';
import { sampleFacts, sampleNow } from '../../src/letters/samples.ts';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';
import { attachmentsAsFiles, type Carrying } from '../../workers/sending/attachments.ts';

const contests = { vi: hauGiang(), en: tinyEnglish() };
type Entry = LetterFacts<'receipt'>['entries'][number];

/** A receipt's entry, in which so many fields were read from a file, the next few were typed, and the rest is not known. */
function entry(fromFile: number, typed: number, missing: string[] = ['Xin bổ sung.']): Entry {
  const fields = ['title', 'entrantKind', 'areas', 'authors', 'unit', 'declaration', 'phone', 'email'] as const;
  const understood = fields.map((field, i): Entry['understood'][number] => {
    if (i < fromFile) return { field, value: 'x', source: '2 row 3', file: 'Phiếu.docx' };
    return i < fromFile + typed ? { field, value: 'x', source: 'body line 3', file: null } : { field, value: null, source: null, file: null };
  });
  return { code: 'CCHC24-0001-5', version: 1, title: null, receivedAt: '2024-07-02T02:00:00Z', files: [], understood, missing, mayReplace: null, notice: null, channel: 'mail' as const };
}

const ofReceipt = (...entries: Entry[]) => attachmentsOf('receipt', { entries }, contests.vi, true);

describe('the registration form is attached', () => {
  it('to a receipt that asks for what a form states, where none came', () => {
    expect(ofReceipt(entry(0, 2))).toEqual(['registration-form']);
    expect(ofReceipt(entry(1, 3)), 'a description that names its title is no form').toEqual(['registration-form']);
    expect(ofReceipt(entry(6, 0)), 'a form came').toEqual([]);
    expect(ofReceipt(entry(0, 8)), 'all is stated; what is missing is another file').toEqual([]);
    expect(ofReceipt(entry(0, 6)), 'a telephone number is missing, or a file').toEqual([]);
    expect(ofReceipt(entry(0, 3, []))).toEqual([]);
    expect(ofReceipt(entry(6, 0), entry(0, 1)), 'for one of several entries').toEqual(['registration-form']);
  });

  it('to nobody once entries are no longer received, where the contest does not want it, or where it would not fit', () => {
    const facts = { entries: [entry(0, 1)] };
    expect(attachmentsOf('receipt', facts, contests.vi, false)).toEqual([]);
    expect(attachmentsOf('receipt', facts, { ...contests.vi, letters: { ...contests.vi.letters, attachForm: false } }, true)).toEqual([]);
    expect(attachmentsOf('receipt', facts, { ...contests.vi, limits: { ...contests.vi.limits, messageBytes: 100_000 } }, true)).toEqual([]);
  });

  it('to who has no entry, and to who asks for it', () => {
    expect(attachmentsOf('status-answer', { entries: [] }, contests.vi, true)).toEqual(['registration-form']);
    const question = { subject: null, receivedAt: '2024-07-02T02:00:00Z' };
    expect(attachmentsOf('question-received', { ...question, aboutForm: true }, contests.vi, true)).toEqual(['registration-form']);
    expect(attachmentsOf('question-received', question, contests.vi, true)).toEqual([]);
  });

  it.each(['late', 'scan-read', 'withdrawal-done', 'staff-question', 'staff-alert', 'author-copy', 'too-large'] as const)('never to %s', (kind: LetterKind) => {
    expect(attachmentsOf(kind, sampleFacts(kind, contests.vi), contests.vi, true)).toEqual([]);
  });

  it.each(['Cho tôi xin mẫu phiếu đăng ký dự thi', 'xin bieu mau du thi', 'Tải đơn đăng ký ở đâu ạ?', 'Where is the registration form?'])('after “%s”', (words) => expect(asksForForm('Hỏi', words)).toBe(true));
  it.each(['Một nhóm có thể gồm người của hai cơ quan không?', 'Hỏi về thể lệ', 'May a group form?'])('not after “%s”', (words) => expect(asksForForm('Hỏi', words)).toBe(false));
});

describe.each(['vi', 'en'] as const)('a letter in %s', (locale) => {
  it('says that the form is attached exactly where its row says so', async () => {
    const contest = contests[locale];
    const writer = createLetterWriter(await readTemplates('templates', 'tests', locale), contest);
    const carried: LetterKind[] = [];
    for (const kind of letterKinds) {
      const { text, facts } = writer.write<LetterKind>(kind, kind === 'receipt' ? { entries: [entry(0, 2)] } : sampleFacts(kind, contest), sampleNow(kind, contest));
      if (facts.attached) carried.push(kind);
      expect(text.replace(/\s+/g, ' ').includes(attachmentName('registration-form', contest)), kind).toBe(facts.attached !== undefined);
    }
    expect(carried.sort()).toEqual(['agency-nudge', 'contest-launch', 'not-understood', 'question-received', 'receipt']);
  });
});

const carrying: Carrying = {
  contest: contests.vi, letter: { toAddress: 'an@people.test', createdAt: new Date('2024-11-20T02:00:00Z') },
  blobs: { read: (sha256) => (sha256 === 'known' ? Promise.resolve(Buffer.from('%PDF')) : Promise.reject(new Error('no such bytes'))) },
};

describe('what else a letter carries', () => {
  const slot = { kind: 'appointment', uid: 'slot-1@contest.test', sequence: 2, cancelled: false, startsAt: '2024-11-26T01:00:00Z', minutes: 25, summary: 'Thuyết trình bài dự thi', place: 'Hội trường', description: 'Mang theo tệp trình chiếu.' } as const;
  const file = { kind: 'file', sha256: 'known', filename: 'Thuyết minh.pdf', contentType: 'application/pdf' } as const;

  it('stands with its facts, beside what letters of its kind carry by themselves', async () => {
    const writer = createLetterWriter(await readTemplates('templates', 'tests', 'vi'), contests.vi);
    const made = writer.write('question-received', { ...sampleFacts('question-received', contests.vi), aboutForm: true }, sampleNow('question-received', contests.vi), [slot, file]);
    expect(made.facts.attached).toEqual(['registration-form', slot, file]);
  });

  it('is an appointment to the receiver, whose time is the same in every zone, and a file of the store byte by byte', async () => {
    const [calendar, paper] = await attachmentsAsFiles([slot, file], carrying);
    expect([calendar?.filename, calendar?.contentType, paper?.filename, String(paper?.content)]).toEqual(['Lich-hen.ics', 'text/calendar; charset=utf-8; method=REQUEST', 'Thuyết minh.pdf', '%PDF']);
    expect(String(calendar?.content)).toMatch(/UID:slot-1@contest.test\r\nSEQUENCE:2\r\nDTSTAMP:20241120T020000Z\r\nDTSTART:20241126T010000Z\r\nDTEND:20241126T012500Z[^]*ATTENDEE;[^]*an@people\.test/);
    expect((await attachmentsAsFiles([{ ...slot, cancelled: true }], carrying))[0]?.contentType).toContain('method=CANCEL');
  });

  it('keeps the letter from leaving where its bytes are missing', async () => {
    await expect(attachmentsAsFiles([{ ...file, sha256: 'gone' }], carrying)).rejects.toThrow('no such bytes');
  });
});

describe('the form that leaves', () => {
  it('is the same bytes each time, whenever and wherever it is made, and is made once', async () => {
    const [one, other] = [await registrationForm(contests.vi), await registrationForm(structuredClone(contests.vi))].map((b) => createHash('sha256').update(b).digest('hex'));
    expect(other).toBe(one);
    const [first, second] = [await attachmentsAsFiles(['registration-form'], carrying), await attachmentsAsFiles(['registration-form'], carrying)];
    expect(first[0]?.content).toBe(second[0]?.content);
    const mail = letterMail({ toAddress: 'an@people.test', replyTo: null, subject: 's', text: 't', html: 'h', rfcMessageId: 'a@b', inReplyTo: null, references: [], createdAt: new Date(0), kind: 'receipt' }, contests.vi, first);
    expect(mail.attachments?.map((a) => a.filename)).toEqual(['Phieu-dang-ky-du-thi.docx']);
  });

  it('stays below the size that is counted with, for a contest with far more to say', async () => {
    const long = { ...contests.vi, areas: Array.from({ length: 100 }, (_, i) => ({ name: { vi: `Nội dung thứ ${i + 1}: ${'xây dựng chính quyền điện tử '.repeat(8)}` }, words: [] })) };
    for (const contest of [contests.vi, contests.en, long]) expect((await registrationForm(contest)).length).toBeLessThan(64 * 1024);
  });
});
