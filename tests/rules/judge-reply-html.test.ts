import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../src/edges/templates.ts';
import { readJudgeReply } from '../../src/judging/reply.ts';
import { createLetterWriter } from '../../src/letters/render.ts';
import { sampleFacts } from '../../src/letters/samples.ts';
import { readMail } from '../../src/mail/read.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';

const contests = { vi: hauGiang(), en: tinyEnglish() };
const base64 = (html: string): string => Buffer.from(html).toString('base64');
const outlook = (form: string): string => `<html><body><p class=MsoNormal>Tôi gửi điểm.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal><b>From:</b> BTC<br><b>Sent:</b> Tuesday<br><b>To:</b> gk<br><b>Subject:</b> Bài và phiếu</p></div>${form}</body></html>`;
const gmail = (form: string): string => `<div dir="ltr">Tôi gửi điểm.</div><br><div class="gmail_quote"><div>Vào T3, 20 thg 8, 2024 BTC &lt;a@b.test&gt; đã viết:<br></div><blockquote class="gmail_quote">${form}</blockquote></div>`;

describe.each(['vi', 'en'] as const)('the form of a letter in %s, filled in as HTML', (locale) => {
  it.each([['Outlook', outlook], ['Gmail', gmail]])('is read as %s sends it back', async (_program, sent) => {
    const contest = contests[locale];
    const facts = sampleFacts('judge-package', contest);
    const letter = createLetterWriter(await readTemplates('templates', 'tests', locale), contest).write('judge-package', facts, new Date('2024-08-20T02:00:00Z'));
    // Into the lines of the first entry, as people and programs put it.
    const [first, second, third] = [' 25</p>', ' <span style="color:red">35,5</span></p>', '&nbsp;20</p>'];
    const filled = letter.html.replace(/(>1\. [^<]*\(0-30\):)<\/p>/, `$1${first}`).replace(/(>2\. [^<]*\(0-40\):)<\/p>/, `$1${second}`).replace(/(>3\. [^<]*\(0-30\):)<\/p>/, `$1${third}`);
    const raw = Buffer.from(`From: gk@jury.test\r\nTo: a@b.test\r\nSubject: Re: x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(sent(filled))}\r\n`);
    const { reading } = await readMail(raw, { partBytes: 1 << 20 });
    const read = readJudgeReply(reading.text, reading.body, { prefix: contest.codePrefix, criteria: [{ key: 'a', points: 30 }, { key: 'b', points: 40 }, { key: 'c', points: 30 }], decimals: 1, only: null, letter: letter.text });
    expect(read).toEqual({ commands: [], unread: [], scores: [{ code: facts.entries[0]?.code, marks: { a: 2500, b: 3550, c: 2000 }, comment: null }] });
  });
});
