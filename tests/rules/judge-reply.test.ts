import { describe, expect, it } from 'vitest';
import { formatCode } from '../../src/entry/code.ts';
import { linesToText } from '../../src/documents/lines-text.ts';
import { xlsx } from '../../src/documents/xlsx.ts';
import { formBook } from '../../src/judging/form-book.ts';
import type { ReplyForm } from '../../src/judging/reply-form.ts';
import { readJudgeReply, withSheets } from '../../src/judging/reply.ts';
import { judgeWordIn } from '../../src/judging/words.ts';
import { splitQuoted } from '../../src/mail/quotes.ts';
import { processorMs } from '../support/processor.ts';

const [A, B] = [formatCode('CCHC24', 12), formatCode('CCHC24', 13)];
const criteria = [{ key: 'moi', points: 30 }, { key: 'hieu-qua', points: 40 }, { key: 'nhan-rong', points: 30 }];
const blank = (code: string): string[] => [`MÃ BÀI: ${code}`, '1. Tính mới, sáng tạo (0-30):', '2. Tính thiết thực, hiệu quả (0-40):', '3. Khả năng áp dụng, nhân rộng (0-30):', 'Nhận xét:'];
const LETTER = ['Kính gửi Ông Lê Văn Giám,', '', ...blank(A), '', ...blank(B), ''].join('\n');
const WRONG = `${B.slice(0, -1)}${B.endsWith('K') ? 'L' : 'K'}`;
const form: ReplyForm = { prefix: 'CCHC24', criteria, decimals: 1, only: null, letter: LETTER };
const read = (body: string, more: Partial<ReplyForm> = {}) => readJudgeReply(splitQuoted(body).text, body, { ...form, ...more });
const marks = (body: string, more: Partial<ReplyForm> = {}) => Object.fromEntries(read(body, more).scores.map((s) => [s.code, s.marks]));
const filled = (code: string, ...values: string[]): string[] => blank(code).map((line, i) => (values[i - 1] === undefined ? line : `${line} ${values[i - 1]}`));
const quote = (lines: string[]): string => lines.map((l) => `> ${l}`.trimEnd()).join('\n');

describe('scores in a reply', () => {
  it.each([
    ['typed into the form above the quotation', `${filled(A, '25', '35,5', '20').join('\n')}\n\nVào T3, 20 thg 8, 2024 Ban Tổ chức đã viết:\n${quote(LETTER.split('\n'))}`],
    ['typed inside the quotation', `Vào T3, 20 thg 8, 2024 Ban Tổ chức đã viết:\n${quote(['Kính gửi Ông Lê Văn Giám,', ...filled(A, '25', '35,5', '20'), ...blank(B)])}`],
    ['typed below each quoted line, as on a phone', quote(blank(A)).split('\n').flatMap((l) => (l.includes('1.') ? [l, '25'] : l.includes('2.') ? [l, '', '35,5 điểm'] : l.includes('3.') ? [l, '20/30'] : [l])).join('\n')],
    ['in a form that Outlook quoted without a mark', `Kính gửi Ban Tổ chức, tôi gửi điểm.\n\n-----Original Message-----\nFrom: Ban Tổ chức\nSubject: Phiếu chấm\n\n${['Kính gửi Ông Lê Văn Giám,', ...filled(A, '25', '35,5', '20'), ...blank(B)].join('\n')}`],
    ['without the names of criteria', `${A}\n1: 25\n2) 35.5\n3. 20`],
    ['behind names without a colon, with the word for points', `Mã bài ${A}\n1. Tính mới, sáng tạo 25 điểm\n2. Hiệu quả = 35,50\n3 - 20đ.`],
    ['with dots and underscores left where the form has none', `MÃ BÀI: ${A}\n1. Tính mới (0-30): ..... 25\n2. Hiệu quả: ___35,5___\n3. Nhân rộng: 20,0`],
    ['with a code in lower case, without dashes', `Bài ${A.toLowerCase().replaceAll('-', ' ')}\n1. 25\n2. 35,5\n3. 20`],
  ])('%s', (_how, body) => {
    expect(marks(body)).toEqual({ [A]: { moi: 2500, 'hieu-qua': 3550, 'nhan-rong': 2000 } });
    expect(read(body).unread).toEqual([]);
    expect(read(body).commands).toEqual([]);
  });

  it('of several entries, in parts, keep to their entries, with the comment', () => {
    const body = [...filled(A, '25', '', '20').map((l) => (l.startsWith('Nhận xét') ? `${l} Nên thêm số liệu.` : l)), '', ...filled(B, '10,5')].join('\n');
    expect(marks(body)).toEqual({ [A]: { moi: 2500, 'nhan-rong': 2000 }, [B]: { moi: 1050 } });
    expect(read(body).scores.map((s) => s.comment)).toEqual(['Nên thêm số liệu.', null]);
  });

  it('without a code are taken where the letter is about one entry, and asked about once where it is about more', () => {
    expect(marks('1. 25\n2. 35', { only: A })).toEqual({ [A]: { moi: 2500, 'hieu-qua': 3500 } });
    expect(read('1. 25\n2. 35')).toMatchObject({ scores: [], unread: [{ line: '1. 25', code: null, why: 'no-code' }] });
  });

  it('that cannot be taken are named with their line and the reason, and the others count', () => {
    const body = `MÃ BÀI: ${A}\n1. Tính mới: 31\n2. Hiệu quả: khá tốt\n3. Nhân rộng: 20,25\n${B}\n1. 30\n1. 29\n2. -5\n3. 12`;
    const { unread } = read(body);
    expect(unread.map((u) => [u.code, u.why])).toEqual([[A, 'out-of-range'], [A, 'not-a-number'], [A, 'too-precise'], [B, 'not-a-number'], [B, 'two-answers']]);
    expect(marks(body)).toEqual({ [B]: { 'nhan-rong': 1200 } });
  });

  it.each([
    ['a heading that names another entry in its middle', `${A}\n1. 25\n\nVề bài thứ hai (${B}):\n2. 30`, { [A]: { moi: 2500 }, [B]: { 'hieu-qua': 3000 } }, []],
    ['a mistyped code without a word before it', `${A}\n1. 25\n${WRONG}\n2. 30`, { [A]: { moi: 2500 } }, ['mistyped-code']],
    ['a code without its check character', `${A}\n1. 25\nCCHC24-0013\n2. 30`, { [A]: { moi: 2500 } }, ['mistyped-code']],
    ['two codes', `${A}, ${B}\n1. 25\n2. 30`, {}, ['no-code']],
    ['a heading in words', `${A}\n1. 25\nĐối với bài ${B}\n2. 30`, { [A]: { moi: 2500 }, [B]: { 'hieu-qua': 3000 } }, []],
    ['a sentence that names another entry', `${A}\nBài này gần giống ${B}.\n1. 25`, {}, ['no-code']],
  ])('below %s go to no wrong entry', (_what, body, given, why) => {
    expect([marks(body), read(body).unread.map((u) => u.why)]).toEqual([given, why]);
  });

  it.each([
    ['a remark below its label, numbered, with numbers in it', 'Nhận xét:\n1. Thiếu số liệu năm 2023\n2. Nên thử ở xã số 5', '1. Thiếu số liệu năm 2023 2. Nên thử ở xã số 5', []],
    ['a remark on several lines, and a signature with a telephone number', 'Nhận xét: Tốt.\nCần thêm số liệu.\nTrân trọng,\nLê Văn A\n0912345678', 'Tốt. Cần thêm số liệu.', []],
    ['a remark by criteria', 'Nhận xét:\nTính mới, sáng tạo: rất tốt\n2. Hiệu quả: cần số liệu', 'Tính mới, sáng tạo: rất tốt 2. Hiệu quả: cần số liệu', []],
    ['a signature alone', '\nLê Văn A\n0912345678\n12', null, []],
  ])('keep what they are beside %s', (_what, more, comment, why) => {
    const body = `${filled(A, '25', '30', '20').slice(0, 4).join('\n')}\n${more}`;
    expect(read(body)).toMatchObject({ scores: [{ code: A, marks: { moi: 2500, 'hieu-qua': 3000, 'nhan-rong': 2000 }, comment }], unread: why });
  });

  it('may stand below the remark', () => {
    expect(read(`${A}\nNhận xét: tốt\n1. Sáng tạo: 25\n2. Hiệu quả: 35,5`)).toMatchObject({ scores: [{ marks: { moi: 2500, 'hieu-qua': 3550 }, comment: 'tốt' }], unread: [] });
  });

  it('with a second number behind a colon are asked about', () => {
    expect(read(`${A}\n1. Tính mới: 25, xem trang: 12`)).toMatchObject({ scores: [], unread: [{ why: 'not-a-number' }] });
  });

  it.each(['1/ 25\n2/ 35,5', '1- 25\n2- 35,5', '- 1. 25\n+ 2. 35,5', 'Tiêu chí 1: 25\nTC2: 35,5'])('numbered as “%s” are read', (lines) => {
    expect(marks(`${A}\n${lines}`)).toEqual({ [A]: { moi: 2500, 'hieu-qua': 3550 } });
  });

  it('in the form of another round are none of this one, by its points or its words; by their names they find their criterion', () => {
    const names = ['Tính mới, sáng tạo', 'Tính thiết thực, hiệu quả', 'Khả năng áp dụng, nhân rộng'];
    const named = { criteria: criteria.map((c, i) => ({ ...c, names: [names[i] ?? ''] })), others: ['Nội dung trình bày', 'Trả lời câu hỏi'] };
    expect(read(`${A}\n1. Nội dung trình bày (0-60): 25\n2. Trả lời câu hỏi: 15\n3. Nhân rộng (0-20): 10`, named)).toMatchObject({ scores: [], unread: [{ why: 'other-form' }, { why: 'other-form' }, { why: 'other-form' }] });
    expect(marks(`${A}\n1. Khả năng áp dụng, nhân rộng (0-30): 20\nTính mới, sáng tạo: 25`, named)).toEqual({ [A]: { moi: 2500, 'nhan-rong': 2000 } });
    expect(read(`${A}\n1. 25\nNhận xét:\nTính mới, sáng tạo: rất tốt`, named)).toMatchObject({ scores: [{ marks: { moi: 2500 }, comment: 'Tính mới, sáng tạo: rất tốt' }], unread: [] });
    const bracketed = { criteria: [{ key: 'moi', points: 30, names: ['Hiệu quả (kinh tế, xã hội)'] }], others: ['Trả lời câu hỏi'] };
    expect(marks(`${A}\nNhận xét: tốt\n4. Hiệu quả (kinh tế, xã hội) (0-30): 20`, bracketed)).toEqual({ [A]: { moi: 2000 } });
  });

  it('behind a mistyped code are nobody\'s', () => {
    const wrong = `${A.slice(0, -1)}${A.endsWith('K') ? 'L' : 'K'}`;
    expect(read(`MÃ BÀI: ${wrong}\n1. 25\n2. 30\n3. 20`)).toMatchObject({ scores: [], unread: [{ why: 'mistyped-code', code: null }] });
  });

  it('in older quotations, and what our own letter showed, say nothing new', () => {
    const echo = filled(A, '25', '35,5', '20');
    const again = `${A}\n1. 27\n\n${quote(echo)}\n${quote(filled(A, '1', '2', '3')).split('\n').map((l) => `> ${l}`).join('\n')}`;
    expect(marks(again, { letter: echo.join('\n') })).toEqual({ [A]: { moi: 2700 } });
    expect(marks(quote(echo), { letter: echo.join('\n') })).toEqual({});
    expect(marks(quote(echo.map((l) => l.replace(': 25', ': 26'))), { letter: echo.join('\n') })).toEqual({ [A]: { moi: 2600 } });
  });

  it('of the example that our letter shows, wrapped anew by a mail program, are nobody\'s; a score that only begins like one is', () => {
    const letter = `Ví dụ một dòng đã ghi: “1.\nTính mới, sáng tạo (0-30): 20,5”. Điểm lẻ đến một chữ số thập phân.\n${filled(A, '25').join('\n')}`;
    const rewrapped = 'Ví dụ một dòng đã ghi:\n> “1. Tính mới, sáng tạo (0-30): 20,5”. Điểm lẻ đến một\n1. Tính mới, sáng tạo (0-30): 20,5”. Điểm lẻ đến một chữ số thập phân.';
    expect(read(rewrapped, { letter, only: A })).toMatchObject({ scores: [], unread: [] });
    expect(marks(`> MÃ BÀI: ${A}\n> 1. Tính mới, sáng tạo (0-30): 2`, { letter })).toEqual({ [A]: { moi: 200 } });
  });

  it('in a workbook are read as in the form, and what the mail says stands above them', async () => {
    const rows = criteria.map((c, i) => ({ n: i + 1, name: ['Tính mới, sáng tạo', 'Hiệu quả', 'Nhân rộng'][i] ?? '', points: c.points, score: ['25', '35,5', null][i] ?? null }));
    const { content } = formBook([{ code: A, title: `1. Một cửa: 30 ${'và nhiều hơn thế '.repeat(20)}`, rows }, { code: B, title: null, rows: rows.map((r) => ({ ...r, score: null })) }], 'vi');
    const lines = linesToText((await xlsx.read(content, new Set(), { pdfWords: null })).lines).text;
    const form_ = { ...form, letter: '' };
    expect(withSheets(readJudgeReply('', '', form_), [lines], form_)).toMatchObject({ commands: [], unread: [], scores: [{ code: A, sheet: true, marks: { moi: 2500, 'hieu-qua': 3550 } }] });
    const mailSays = `${A}\n1. 26`;
    expect(withSheets(readJudgeReply(mailSays, mailSays, form_), [lines], form_).scores).toEqual([{ code: A, marks: { moi: 2600, 'hieu-qua': 3550 }, comment: null }]);
  });

  it('count as the newer words stand above quoted ones', () => {
    expect(marks(`${A}\n1. 28\n\n${quote(filled(A, '25'))}`)).toEqual({ [A]: { moi: 2800 } });
  });

  it('take linear time, however long and strange the mail', () => {
    const started = processorMs();
    read(`${'1. '.repeat(50_000)}\n${`> > 1. ${'9'.repeat(2_000)}\n`.repeat(3_000)}${`MÃ BÀI: ${'CCHC24-'.repeat(500)}\n`.repeat(200)}`);
    expect(processorMs() - started).toBeLessThan(2_000);
  });
});

describe('a judge\'s word', () => {
  it.each([
    ['NHẬN', 'accept', [], false, null], ['Nhận tất cả', 'accept', [], true, null], [`nhan ${A}, ${B}`, 'accept', [A, B], false, null], ['Tôi xin nhận lời ạ', 'accept', [], false, null], ['ACCEPT ALL', 'accept', [], true, null],
    [`TỪ CHỐI ${A} vì không đúng chuyên môn`, 'decline', [A], false, 'không đúng chuyên môn'], ['Tôi từ chối tất cả: đi công tác', 'decline', [], true, 'đi công tác'], ['tu choi', 'decline', [], false, null],
    [`XUNG ĐỘT ${B}: tôi hướng dẫn tác giả`, 'conflict', [B], false, 'tôi hướng dẫn tác giả'], [`- Xung đột lợi ích ${A} người nhà`, 'conflict', [A], false, 'người nhà'], [`Conflict ${A} because I advised them`, 'conflict', [A], false, 'I advised them'],
    ['TẠM DỪNG', 'pause', [], false, null], ['Tạm dừng đến tuần sau', 'pause', [], false, 'đến tuần sau'], ['TIEP TUC', 'resume', [], false, null],
  ])('%s', (line, word, codes, all, reason) => {
    const { commands } = read(`Kính gửi Ban Tổ chức,\n${line}\nTrân trọng`);
    expect(commands.map((c) => [c.word, c.codes, c.all, c.reason])).toEqual([[word, codes, all, reason]]);
  });

  it.each(['Đã nhận được thư, cảm ơn', 'Nhận được rồi ạ', 'Đã nhận', 'Tôi nhận thấy bài này hay', 'Nhận xét: tốt', 'Không xung đột gì', 'nhanh lên', 'accepted?'])('is not in “%s”', (line) => {
    expect(judgeWordIn(line)).toBeNull();
  });

  it('is not in what our letter said, however a mail program wrapped it, and is in a line of the judge that is like it', () => {
    const letter = ['- XUNG ĐỘT, mã bài, lý do: khi Quý vị có liên quan đến tác giả hoặc đã', '  hướng dẫn, góp ý cho bài.', '- TIẾP TỤC: khi Quý vị trở lại, để được nhắc như trước.'].join('\n');
    const quoted = 'Nhận ạ.\n\n* XUNG ĐỘT, mã bài, lý do: khi Quý vị có liên quan đến tác giả hoặc đã hướng dẫn, góp ý cho bài.\n* TIẾP TỤC: khi Quý vị trở lại, để được nhắc như trước.';
    expect(read(quoted, { letter, only: A }).commands.map((c) => c.word)).toEqual(['accept']);
    expect(read('TIẾP TỤC\nXUNG ĐỘT, lý do: người nhà', { letter, only: A }).commands.map((c) => [c.word, c.codes, c.reason])).toEqual([['resume', [], null], ['conflict', [A], 'người nhà']]);
  });

  it.each([
    [`NHẬN ${A}; TỪ CHỐI ${B} vì bận`, [['accept', [A], null], ['decline', [B], 'bận']]], [`NHẬN ${A}. XUNG ĐỘT ${B}: tôi hướng dẫn tác giả`, [['accept', [A], null], ['conflict', [B], 'tôi hướng dẫn tác giả']]],
    [`Xung đột ${A} vì tôi là tác giả, nhận ${B}`, [['conflict', [A], 'tôi là tác giả'], ['accept', [B], null]]], [`NHẬN ${A} và TỪ CHỐI ${B} do trùng lịch`, [['accept', [A], null], ['decline', [B], 'trùng lịch']]],
    [`TỪ CHỐI ${A} vì nội dung giống bài ${B}`, [['decline', [A], `nội dung giống bài ${B}`]]], [`NHẬN ${A}; không nhận ${B}`, [['accept', [A], null]]], [`TỪ CHỐI chấm bài ${A}: bận`, [['decline', [A], 'bận']]],
  ])('means what stands behind it: %s', (line, said) => {
    expect(read(line).commands.map((c) => [c.word, c.codes, c.reason])).toEqual(said);
  });

  it.each([[`NHẬN ${WRONG}`, 'mistyped-code'], [`XUNG ĐỘT ${WRONG} vì em tôi`, 'mistyped-code'], [`TỪ CHỐI: tôi hướng dẫn ${A} và chấm ${B}`, 'no-code']])('is about nothing where its code cannot be said: %s', (line, wrong) => {
    expect(read(line).commands).toMatchObject([{ codes: [], all: false, wrong }]);
  });

  it('is not in what is quoted', () => {
    expect(read(`Vâng.\n> NHẬN ${A}\n> TỪ CHỐI ${B} bận`).commands).toEqual([]);
  });
});
