import { describe, expect, it } from 'vitest';
import { formatCode } from '../../src/entry/code.ts';
import { withQuotes } from '../../src/mail/kinds/decision-context.ts';
import { approvalPrefix, withoutCodes } from '../../src/mail/kinds/decision-line.ts';
import { readDecisions } from '../../src/mail/kinds/decisions.ts';
import { splitQuoted } from '../../src/mail/quotes.ts';
import { hauGiang } from '../support/contests.ts';
import { processorMs } from '../support/processor.ts';

const contest = hauGiang();
const [A, B, C, D] = [1, 2, 12, 13].map((n) => formatCode(contest.codePrefix, n)) as [string, string, string, string];
const K = formatCode(approvalPrefix(contest.codePrefix), 7);
const wrong = `${A.slice(0, -1)}${A.endsWith('X') ? 'Y' : 'X'}`;
const names: Record<string, string> = { [A]: 'A', [B]: 'B', [C]: 'C', [D]: 'D', [K]: 'K' };
/** $A stands for a code, $W for a wrong one. */
const filled = (text: string): string => text.replace(/\$([ABCDKW])/g, (_, name: string) => ({ A, B, C, D, K, W: wrong })[name] ?? '');
const read = (text: string) => readDecisions(filled(text), contest);
const said = (text: string): string[] => read(text).decisions.map((d) => `${d.word} ${names[d.code]}${d.reason === null ? '' : `: ${d.reason}`}`);

const commands: [string, string[]][] = [
  ['HỢP LỆ $A', ['eligible A']],
  ['HỢP LỆ: $A, $B', ['eligible A', 'eligible B']],
  ['HỢP LỆ $A $B $C', ['eligible A', 'eligible B', 'eligible C']],
  ['HỢP LỆ $A; $B và $C', ['eligible A', 'eligible B', 'eligible C']],
  ['HỢP LỆ: $A, $B,\n$C, $D', ['eligible A', 'eligible B', 'eligible C', 'eligible D']],
  ['hợp lệ $A', ['eligible A']],
  ['Hợp lệ: $A.', ['eligible A']],
  ['hop le $A', ['eligible A']],
  ['HOP LE $A', ['eligible A']],
  ['HỢP LỆ các bài: $A, $B', ['eligible A', 'eligible B']],
  ['HỢP LỆ - $A', ['eligible A']],
  ['1. HỢP LỆ $A\n2. HỢP LỆ $B', ['eligible A', 'eligible B']],
  ['- HỢP LỆ: $A', ['eligible A']],
  ['*HỢP LỆ $A*', ['eligible A']],
  ['“HỢP LỆ $A”', ['eligible A']],
  ['HỢP LỆ $A ạ', ['eligible A']],
  ['HỢP LỆ $A nhé, cảm ơn em', ['eligible A']],
  ['HỢP LỆ $A: đã đối chiếu hồ sơ gốc', ['eligible A: đã đối chiếu hồ sơ gốc']],
  ['$A: hợp lệ', ['eligible A']],
  ['$A HỢP LỆ', ['eligible A']],
  ['$A, $B: HỢP LỆ', ['eligible A', 'eligible B']],
  ['Bài $A hợp lệ.', ['eligible A']],
  ['3. $C - không hợp lệ vì trùng với $A', ['ineligible C: vì trùng với $A']],
  ['KHÔNG HỢP LỆ $C: thiếu cam kết, Thể lệ mục II.2', ['ineligible C: thiếu cam kết, Thể lệ mục II.2']],
  ['khong hop le $C: thieu cam ket', ['ineligible C: thieu cam ket']],
  ['KHONG HOP LE $C thieu cam ket', ['ineligible C: thieu cam ket']],
  ['KHÔNG HỢP LỆ $C trùng với $A', ['ineligible C: trùng với $A']],
  ['không hợp lệ $C vì tác giả thuộc Ban Giám khảo', ['ineligible C: vì tác giả thuộc Ban Giám khảo']],
  ['KHÔNG HỢP LỆ $C: là thành viên Ban Giám khảo', ['ineligible C: là thành viên Ban Giám khảo']],
  ['KHÔNG HỢP LỆ $C: đã công bố trên báo năm 2023, không có điểm mới', ['ineligible C: đã công bố trên báo năm 2023, không có điểm mới']],
  ['KHÔNG HỢP LỆ $C\n  đã công bố năm 2023,\n  Thể lệ mục II.2', ['ineligible C: đã công bố năm 2023, Thể lệ mục II.2']],
  ['KHÔNG HỢP LỆ $C: nội dung trùng với sáng kiến đã công bố\nnăm 2023 của Sở Nội vụ.\n\nTrân trọng', ['ineligible C: nội dung trùng với sáng kiến đã công bố năm 2023 của Sở Nội vụ.']],
  ['KHÔNG HỢP LỆ: $C, $D (quá hạn)', ['ineligible C: (quá hạn)', 'ineligible D: (quá hạn)']],
  ['BỔ SUNG $A', ['supplement A']],
  ['BỔ SUNG $A: phiếu đăng ký có chữ ký', ['supplement A: phiếu đăng ký có chữ ký']],
  ['BỔ SUNG $A phiếu đăng ký có chữ ký', ['supplement A: phiếu đăng ký có chữ ký']],
  ['bo sung $A: minh chung so lieu', ['supplement A: minh chung so lieu']],
  ['BỔ XUNG $A: ngày áp dụng lần đầu là ngày nào?', ['supplement A: ngày áp dụng lần đầu là ngày nào?']],
  ['$A: bổ sung phiếu đăng ký', ['supplement A: phiếu đăng ký']],
  ['DUYỆT $K', ['approve K']],
  ['duyet $K', ['approve K']],
  ['Duyệt đợt $K nhé', ['approve K']],
  ['Phê duyệt $K.', ['approve K']],
  ['HỦY $K', ['cancel K']],
  ['HUỶ $K', ['cancel K']],
  ['hủy bỏ $K', ['cancel K']],
  ['HUY $K', ['cancel K']],
  ['huy $K', ['cancel K']],
  ['HUY $K: sai danh sach', ['cancel K: sai danh sach']],
  ['HỦY $K vì sai danh sách', ['cancel K: vì sai danh sách']],
  ['ELIGIBLE $A, $B', ['eligible A', 'eligible B']],
  ['Not eligible $C: no declaration', ['ineligible C: no declaration']],
  ['NOT ELIGIBLE $C under rule II.2', ['ineligible C: under rule II.2']],
  ['INELIGIBLE: $C - published in 2023', ['ineligible C: published in 2023']],
  ['MORE $A: the signed form', ['supplement A: the signed form']],
  ['APPROVE $K please', ['approve K']],
  ['Cancel $K', ['cancel K']],
  ['HỢP LỆ: $A; KHÔNG HỢP LỆ: $C trùng nội dung', ['eligible A', 'ineligible C: trùng nội dung']],
  ['Kính gửi Ban Tổ chức,\n\nHỢP LỆ:\n- $A\n- $B\n\nKHÔNG HỢP LỆ:\n1. $C: thiếu cam kết\n2. $D: quá hạn\n\nTrân trọng,\nNguyễn Quang Huy', ['eligible A', 'eligible B', 'ineligible C: thiếu cam kết', 'ineligible D: quá hạn']],
  ['HỢP LỆ $A\nHỢP LỆ $A', ['eligible A']],
  ['HỢP LỆ: $A\n  $B', ['eligible A', 'eligible B']],
  ['KHÔNG HỢP LỆ:\n$C: nội dung trùng với sáng kiến đã được công bố năm 2023\ncủa Sở Nội vụ\n$D: quá hạn', ['ineligible C: nội dung trùng với sáng kiến đã được công bố năm 2023 của Sở Nội vụ', 'ineligible D: quá hạn']],
  ['HỢP LỆ $A: đúng đối tượng', ['eligible A: đúng đối tượng']],
  ['> 3. $C\n> Lý do: chưa rõ đơn vị\nHỢP LỆ', ['eligible C']],
  ['> 1. $A\n> 2. $B\n> Trả lời: HỢP LỆ, KHÔNG HỢP LỆ\n\nhợp lệ\n\n> 3. $C\n\nkhông hợp lệ: quá hạn', ['eligible B', 'ineligible C: quá hạn']],
  ['> Mã đợt: $K\n> xin duyệt\nDUYỆT', ['approve K']],
  ['HỢP LỆ $A\n> KHÔNG HỢP LỆ $B: quá hạn', ['eligible A']],
];

const lower = (code: string): string => code.toLowerCase();
const spellings: [string, string[]][] = [
  [`HỢP LỆ ${lower(A)}`, ['eligible A']],
  [`HỢP LỆ ${A.replaceAll('-', ' ')}`, ['eligible A']],
  [`HỢP LỆ ${A.replaceAll('-', '–')}`, ['eligible A']],
  [`HỢP LỆ [${A}]`, ['eligible A']],
  [`HỢP LỆ ${A}`.normalize('NFD'), ['eligible A']],
  [`HỢP\u00a0LỆ\u00a0${A}`, ['eligible A']],
  [`HỢP LỆ\u200b ${A}\r\nDUYỆT ${K}\r\n`, ['eligible A', 'approve K']],
];

describe('a decision in a staff reply', () => {
  it.each([...commands, ...spellings])('%j', (text, expected) => {
    expect(said(text)).toEqual(expected.map(filled));
    expect(read(text).unclear).toEqual([]);
  });
});

/** Each may have been meant: it decides nothing, and the writer hears of it. */
const unclear: [string, string][] = [
  ['HỢP LỆ $W', 'mistyped-code'],
  [`HỢP LỆ ${A.slice(0, -2)}`, 'mistyped-code'],
  ['HỢP LỆ', 'no-code'],
  ['hợp lệ', 'no-code'],
  ['KHÔNG HỢP LỆ: trùng nội dung', 'no-code'],
  ['KHÔNG HỢP LỆ $C', 'needs-reason'],
  ['$C: không hợp lệ ạ', 'needs-reason'],
  ['> 3. $C\nKHÔNG HỢP LỆ', 'needs-reason'],
  ['KO HỢP LỆ $A: quá hạn', 'several-meanings'],
  ['CHƯA HỢP LỆ $A', 'several-meanings'],
  ['$A chưa hợp lệ', 'several-meanings'],
  ['HỢP LỆ $A?', 'several-meanings'],
  ['$A hợp lệ chưa chị', 'several-meanings'],
  ['HỢP LỆ $A: nếu bổ sung phiếu', 'several-meanings'],
  ['HỢP LỆ $A\n  nếu có phiếu', 'several-meanings'],
  ['HỢP LỆ $A, chưa xét $B', 'several-meanings'],
  ['HỢP LỆ $A - $B', 'several-meanings'],
  ['HỢP LỆ $A đến $C', 'several-meanings'],
  ['HỢP LỆ tất cả trừ $A', 'several-meanings'],
  ['HỢP LỆ $A, KHÔNG HỢP LỆ $B: quá hạn', 'several-meanings'],
  ['HỢP LỆ / KHÔNG HỢP LỆ $A', 'several-meanings'],
  ['HỌP LỆ $A', 'several-meanings'],
  ['HỢP LỆ $A\nKHÔNG HỢP LỆ $A: quá hạn', 'two-answers'],
  ['HỢP LỆ:\nem xem giúp chị\n$B nữa', 'several-meanings'],
  ['Huy $K', 'several-meanings'],
  ['HUY $K la cua em', 'several-meanings'],
  ['HÚY $K', 'several-meanings'],
  ['$K: HUY', 'several-meanings'],
  ['huy $K nhé', 'several-meanings'],
  ['Duyệt $K với', 'several-meanings'],
  ['Bổ sung bài dự thi $C', 'several-meanings'],
  ['Bổ sung: $C, đã gửi hôm qua', 'several-meanings'],
  ['Duyệt $K giúp em với chị ơi, gấp lắm rồi', 'several-meanings'],
  ['HOP LE $A: doi chi ve', 'several-meanings'],
  ['DUYỆT $K đừng gửi vội', 'several-meanings'],
  ['DUYỆT $K: chờ chị về đã, hay để mai', 'several-meanings'],
  ['> 1. $A\n> Giống bài $B\nHỢP LỆ', 'no-code'],
  ['> $A $B $C\nDUYỆT', 'no-code'],
  ['Em xem mãi vẫn thấy rằng không thể nói chắc chắn được bài nào trong số\n$A hợp lệ', 'several-meanings'],
  ['KHÔNG HỢP LỆ $C: nội dung trùng một phần lớn với bài đã nộp\n$A hợp lệ', 'several-meanings'],
];

describe('a line that may have been meant as a decision', () => {
  it.each(unclear)('%j decides nothing: %s', (text, why) => {
    const { decisions, unclear: lines } = read(text);
    expect(decisions).toEqual([]);
    expect(lines.map((u) => u.why)).toContain(why);
  });

  it('leaves the other codes of its list alone where one is mistyped', () => {
    expect(said('HỢP LỆ: $A, $W, $B')).toEqual(['eligible A', 'eligible B']);
    expect(read('HỢP LỆ: $A, $W, $B').unclear).toMatchObject([{ why: 'mistyped-code', line: expect.stringContaining(wrong) as string }]);
  });
});

/** What clerks write all day, with the words in it. */
const ordinary = [
  'Cảm ơn em, chị đã nhận được thư.',
  'Chị không biết có hợp lệ không, em hỏi lại Thể lệ giúp chị.',
  'Bài này có hợp lệ không em?',
  'Anh Huy đang đi công tác, thứ Hai anh về mới duyệt được.',
  'Gửi Huỳnh Huy xem giúp danh sách nhé.',
  'Huy ơi, em xem giúp chị mấy bài này.',
  'Nguyễn Quang Huy\nPhòng Nội vụ\nĐT: 0912 345 678',
  'NGUYỄN QUANG HUY',
  'Huy',
  'Chị Duyệt ở phòng Tài chính sẽ gọi lại.',
  'Văn bản này đã được lãnh đạo duyệt từ hôm qua.',
  'Lãnh đạo chưa duyệt, em chờ thêm nhé.',
  'Duyệt hay không là do Ban Giám khảo, không phải do mình.',
  'Hồ sơ hợp lệ thì mình đưa vào danh sách, không hợp lệ thì mình báo lại.',
  'Hợp lệ hay không thì em cứ hỏi anh Huy.',
  'Tác giả đã bổ sung phiếu đăng ký chiều qua.',
  'Bổ sung thêm hai người vào Ban Giám khảo theo quyết định mới.',
  'Đề nghị bổ sung kinh phí cho cuộc thi.',
  'Cuộc họp chiều nay hủy rồi em nhé.',
  'Hủy lịch họp sáng thứ Sáu.',
  'Em xem giúp chị bài $A với, chị chưa mở được tệp.',
  'Bài $A và $B có giống nhau không?',
  'Chị đã gọi cho tác giả bài $C, tác giả sẽ gửi lại trong tuần.',
  '$C: tác giả xin gia hạn đến thứ Sáu.',
  'Chuyển bài $A cho anh Huỳnh xem.',
  'Theo chị thì nên xem kỹ bài $D trước.',
  'The entry looks eligible to me, but ask Mr. Huy.',
  'More on this tomorrow.',
  'Please cancel my meeting at three.',
  'I approve of the new layout.',
  'Em gửi chị danh sách:\n$A\n$B\n$C',
  'Trân trọng,\nHuỳnh Thị Duyệt\nVăn thư',
  'Tự động trả lời: tôi nghỉ phép đến hết ngày 16/8.',
  '> HỢP LỆ $A\n> KHÔNG HỢP LỆ $B: quá hạn\nChị xem rồi nhé.',
  'Kính gửi Ban Tổ chức,\n\nVăn thư xin chuyển bài của anh Lê Quang Huy, hồ sơ đã đầy đủ và hợp lệ theo hướng dẫn.\n\nTrân trọng',
];

describe('an ordinary reply', () => {
  it.each(ordinary)('%j is no decision', (text) => {
    expect(read(text)).toEqual({ decisions: [], unclear: [] });
  });

  it('that speaks of a decision and a code in a sentence is no decision either, but its writer hears so', () => {
    for (const text of ['Chị Lan hỏi bài $A có hợp lệ không?', 'Tác giả bài $C đã bổ sung phiếu chưa em?', 'Anh Huy đã xem $K, thấy ổn.', 'Đợt $K chị chưa duyệt đâu nhé.', 'Bài $A mà hợp lệ thì bài $B cũng vậy.', 'Có nên hủy $K không?']) {
      expect(said(text)).toEqual([]);
      expect(read(text).unclear).toHaveLength(1);
    }
  });
});

describe('answers within a quotation', () => {
  const body = filled('Chào em,\n\n> 1. $A\n> Lý do: chưa rõ đơn vị\n\nHợp lệ\n\n> 2. $B\n> Lý do: quá hạn\n\nKHÔNG HỢP LỆ: quá hạn 2 ngày\n\nTrân trọng\n\n-----Original Message-----\nHỢP LỆ $C');

  it('are read with the lines they answer, and nothing of the history below', () => {
    const own = splitQuoted(body).text;
    expect(own).not.toContain(A);
    expect(readDecisions(withQuotes(own, body), contest).decisions.map((d) => `${d.word} ${names[d.code]}`)).toEqual(['eligible A', 'ineligible B']);
  });

  it('count lines of our letter as quoted where the mail program marks nothing', () => {
    const letter = filled('1. $A\nLý do: chưa rõ đơn vị công tác\nHỢP LỆ $A: đã ghi sổ hôm qua');
    expect(readDecisions(`${letter}\n\nHỢP LỆ ${B}`, contest, letter).decisions.map((d) => names[d.code])).toEqual(['B']);
  });
});

describe('hostile replies', () => {
  it('are read in time that grows with their length alone', () => {
    const started = processorMs();
    for (const piece of ['HỢP LỆ ', `HỢP LỆ ${A}, `, `${A} `, 'không ', '> ', ' ', '-', '((((', `CCHC24-0`, 'h', '\u0323', `HỢP LỆ ${A};`, `\n  `, `HỢP LỆ ${A}\n`]) read(piece.repeat(Math.ceil(200_000 / piece.length)));
    expect(processorMs() - started).toBeLessThan(5_000);
  });

  it('give at most a bounded number of decisions and lines', () => {
    const many = Array.from({ length: 2_000 }, (_, i) => `HỢP LỆ ${formatCode(contest.codePrefix, i + 1)}`).join('\n');
    expect(read(many).decisions).toHaveLength(500);
    expect(read('HỢP LỆ $W\n'.repeat(1_000)).unclear).toHaveLength(50);
    expect(read(`HỢP LỆ ${Array.from({ length: 120 }, (_, i) => formatCode(contest.codePrefix, i + 1)).join(' ')}`)).toMatchObject({ decisions: [], unclear: [{ why: 'too-many' }] });
  });

  it('cannot make a title speak for another entry', () => {
    expect(withoutCodes(filled('HỢP LỆ $A, $K và cchc24 0012 x'), contest.codePrefix)).toBe('HỢP LỆ …, … và …');
  });
});
