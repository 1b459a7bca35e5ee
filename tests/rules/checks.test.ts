import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAgencies } from '../../src/contest/agencies.ts';
import { openGaps } from '../../src/entry/state.ts';
import { author, contestWith, document, factsOf, findingsOf, person, stated } from '../support/entry-facts.ts';

const { agencies } = readAgencies(readFileSync('contests/hau-giang-2024/agencies.csv', 'utf8'));
const codes = (findings: { code: string }[]): string[] => findings.map((f) => f.code);

describe('who may enter', () => {
  const contest = contestWith({ eligibility: {}, agency: {} });
  const of = (unit: string | null, ...authors: string[]) => findingsOf(factsOf({ ...(unit === null ? {} : { unit: stated(unit, 'phieu.docx') }), authors: stated(authors.map((u, i) => author(`Tác Giả ${i}`, { unit: u }))) }), { contest, agencies });

  it.each([
    ['Sở Tư pháp tỉnh Hậu Giang', 'registered', 'Sở Tư pháp (sở)'], ['Phòng Nội vụ TP Ngã Bảy', 'registered', 'Thành phố Ngã Bảy (thành phố)'], ['UBND xã Vị Thắng, huyện Vị Thủy', 'registered', 'Xã Vị Thắng (xã)'],
    ['Công ty TNHH Minh Họa, phường III, thành phố Vị Thanh', 'self-declared', 'Phường III, Thành phố Vị Thanh'], ['ấp 3, xã Hỏa Tiến, thành phố Vị Thanh', 'self-declared', 'Xã Hoả Tiến, Thành phố Vị Thanh'],
    ['Công ty Cổ phần Minh Họa Xanh', 'self-declared', 'không nêu địa bàn'], ['Trường THCS Tân Bình', 'self-declared', 'không nêu địa bàn'],
    ['Sở Nội vụ tỉnh Kiên Giang', 'other-province', 'Kiên Giang'], ['Công ty ABC, quận 1, TP Hồ Chí Minh', 'other-province', 'Hồ Chí Minh'], ['Trường Tiểu học X tỉnh Cà Mau năm nay', 'other-province', 'Cà Mau'],
    ['Công ty ABC, TP. Cần Thơ', 'other-province', 'Cần Thơ'], ['so noi vu tinh kien giang', 'other-province', 'kien giang'], ['Sở Nội vụ Bà Rịa - Vũng Tàu', 'other-province', 'Rịa'],
    ['Long Mỹ', 'ambiguous-agency', 'Huyện Long Mỹ'],
  ])('%s is %s', (unit, code, what) => {
    const found = of(unit);
    expect(codes(found)).toEqual([code]);
    expect(found[0]?.evidence).toContain('tệp “phieu.docx”, hàng 4');
    expect(found[0]?.evidence).toContain(what);
  });

  it('is no machine\'s decision: only people hear of it, and nothing blocks', () => {
    const found = of('Sở Nội vụ tỉnh Kiên Giang', 'Sở Tư pháp', 'Công ty Minh Họa');
    expect(found.map((f) => [f.code, f.severity, f.forEntrant])).toEqual([['other-province', 'review', ''], ['registered', 'info', ''], ['self-declared', 'info', '']]);
    expect(openGaps(found)).toEqual([]);
  });

  it('is asked of no list where the contest has none', () => expect(findingsOf(factsOf({ unit: stated('Sở Nội vụ tỉnh Kiên Giang') }), { contest })).toEqual([]));

  it('takes a place of ours beside another province for ours, to be verified', () => expect(codes(of('Chi nhánh Hậu Giang, Ngân hàng Minh Họa, tỉnh Kiên Giang'))).toEqual(['self-declared']));
});

describe('members of the organising bodies', () => {
  const contest = contestWith({ 'excluded-person': {} }, { excludedBodies: [{ key: 'jury', name: { vi: 'Ban Giám khảo' } }] });
  const minh = (unit: string | null, more = {}) => factsOf({ authors: stated([author('Người Thứ Nhất'), author('Trần Văn Minh', { unit, ...more })], 'phieu.docx') });
  const of = (facts: ReturnType<typeof factsOf>, ...people: ReturnType<typeof person>[]) => findingsOf(facts, { contest, agencies, people }).map((f) => ({ ...f, ground: f.evidence?.split(':')[0] }));

  it('are found among all authors, by address, telephone, or name and agency', () => {
    expect(of(minh(null, { email: 'M@SKHCN.example.vn' }), person('Ai Khác', { emails: ['m@skhcn.example.vn'] }))).toMatchObject([{ ground: 'email', severity: 'review', forEntrant: '' }]);
    expect(of(minh(null, { phone: '+84 900 000 902' }), person('Ai Khác', { phones: ['0900000902'] }))).toMatchObject([{ ground: 'phone', severity: 'review' }]);
    expect(of(minh('Sở KH&CN'), person('TRẦN VĂN MINH', { agency: 'Sở Khoa học và Công nghệ tỉnh Hậu Giang' }))).toMatchObject([{ ground: 'agency', severity: 'review' }]);
  });

  it('are a hint where the name alone agrees, or the registry knows the agencies as two', () => {
    expect(of(minh(null), person('Trần Văn Minh'))).toMatchObject([{ ground: 'name', severity: 'info' }]);
    expect(of(minh('UBND huyện Long Mỹ'), person('Trần Văn Minh', { agency: 'UBND thị xã Long Mỹ' }))).toMatchObject([{ ground: 'name', severity: 'info' }]);
    expect(of(minh('Văn phòng UBND tỉnh'), person('Trần Văn Minh', { agency: 'UBND tỉnh' }))).toMatchObject([{ ground: 'name', severity: 'info' }]);
    expect(of(minh('Sở Nội vụ tỉnh Kiên Giang'), person('Trần Văn Minh', { agency: 'Sở Nội vụ' }))).toMatchObject([{ ground: 'name', severity: 'info' }]);
    expect(of(minh('Sở KH&CN'), person('Trần Minh', { agency: 'Sở Khoa học và Công nghệ' }))).toMatchObject([{ ground: 'similar', severity: 'info' }]);
    expect(of(minh('Sở Y tế'), person('Trần Minh', { agency: 'Sở Khoa học và Công nghệ' }))).toEqual([]);
  });

  it('count as on the day of receipt, in the contest\'s zone, and when they were appointed later', () => {
    const dated = (from: string | null, to: string | null = null) => of(minh(null), person('Trần Văn Minh', { from, to, decision: '12/QĐ-SNV' }));
    expect(codes(dated('2024-07-15'))).toEqual(['excluded-person']);
    expect(dated('2024-08-10')).toMatchObject([{ code: 'excluded-person-later' }]);
    expect(dated('2024-08-10')[0]?.forStaff).toContain('Ban Giám khảo, từ ngày 10/8/2024, Quyết định số 12/QĐ-SNV). Việc phân công có sau khi bài được gửi.');
    expect(dated(null, '2024-07-14')).toEqual([]);
    expect(codes(dated(null, '2024-07-15'))).toEqual(['excluded-person']);
    // 18:00 in London of the 14th is the 15th in Vietnam.
    const late = { ...minh(null), receivedAt: new Date('2024-07-14T18:00:00Z') };
    expect(of(late, person('Trần Văn Minh', { to: '2024-07-14' }))).toEqual([]);
    // A supplement later does not make the entry one that came later.
    const supplemented = { ...minh(null), firstReceivedAt: new Date('2024-07-02T02:00:00Z') };
    expect(codes(of(supplemented, person('Trần Văn Minh', { to: '2024-07-10' })))).toEqual(['excluded-person']);
    expect(codes(of(supplemented, person('Trần Văn Minh', { from: '2024-07-10' })))).toEqual(['excluded-person']);
  });

  it('are the same findings however often they are looked for, and new ones once the list grows', () => {
    const facts = minh('Sở KH&CN');
    expect(of(facts, person('Trần Văn Minh'))).toEqual(of(facts, person('Trần Văn Minh')));
    expect(of(facts)).toEqual([]);
  });
});

describe('shares of the authors', () => {
  const of = (...shares: (number | null)[]) => findingsOf(factsOf({ authors: stated(shares.map((share, i) => author(`Tác Giả ${i}`, { share })), 'phieu.docx') }), { contest: contestWith({ 'author-shares': {} }) });
  it.each([[[], []], [[null, null], []], [[50, 30, 20], []], [[33, 33, 33], []], [[33.33, 33.33, 33.34], []], [[60, 30], ['shares-not-100']], [[100, 100], ['shares-not-100']], [[50, null, 50], ['share-missing']], [[100], []], [[50], ['shares-not-100']]])('%j', (shares, expected) => {
    expect(codes(of(...shares))).toEqual(expected);
  });
  it('are asked for with their names and their sum', () => {
    expect(of(60, 30.5)[0]?.forEntrant).toContain('90,5%');
    expect(of(50, null)[0]).toMatchObject({ forEntrant: expect.stringContaining('Tác Giả 1'), evidence: 'tệp “phieu.docx”, hàng 4: Tác Giả 0 50 %; Tác Giả 1 ? %' });
  });
});

describe('the first application', () => {
  const of = (date: string | null, settings = {}) => findingsOf(factsOf(date === null ? {} : { firstApplied: stated(date) }, { receivedAt: new Date('2024-07-15T02:00:00Z') }), { contest: contestWith({ 'first-application': settings }) });
  it.each([['2024-07-15', []], ['2024-07-16', ['first-applied-later']], ['2024-07', []], ['2024-08', ['first-applied-later']], ['2024', []], ['2025', ['first-applied-later']], ['2019-01-01', []]])('%s', (date, expected) => expect(codes(of(date))).toEqual(expected));
  it('before the day that the rules name is staff\'s to consider', () => {
    expect(of('2022-12-31', { notBefore: '2023-01-01' })).toMatchObject([{ code: 'first-applied-before', severity: 'review', forEntrant: '' }]);
    expect(of('2023', { notBefore: '2023-06-01' })).toEqual([]);
  });
  it('is asked for only where the contest says so', () => {
    expect(openGaps(of(null))).toEqual([]);
    expect(openGaps(of(null, { ask: true })).map((f) => f.code)).toEqual(['no-first-application']);
  });
});

describe('a product that builds on another', () => {
  const contest = contestWith({ inheritance: {} });
  const of = (inherits: string | null, documents = [document('thuyet-minh.docx', 'Thực trạng\nGiải pháp của chúng tôi')], text = '') => findingsOf(factsOf(inherits === null ? {} : { inheritsFrom: stated(inherits, 'phieu.docx') }, { documents, text }), { contest });

  it('is asked for its comparison where nothing speaks of one', () => {
    const [found] = of('Hệ thống xếp hàng năm 2021');
    expect(found).toMatchObject({ code: 'missing-comparison', severity: 'review', evidence: 'tệp “phieu.docx”, hàng 4: Hệ thống xếp hàng năm 2021' });
    expect(found?.forEntrant).toContain('điểm mới và hiệu quả cao hơn');
  });
  it.each(['Bảng so sánh với hệ thống cũ', 'bang SO SANH', 'Những cải tiến chính', 'điểm khác biệt là …'])('has one where a document says “%s”', (line) => {
    const [found] = of('Hệ thống xếp hàng năm 2021', [document('a.docx', 'x'), document('thuyet-minh.docx', `Thực trạng\n${line}`)]);
    expect(found).toMatchObject({ code: 'comparison-found', severity: 'info' });
    expect(found?.evidence).toContain(`tệp “thuyet-minh.docx”, dòng 2: “${line}”`);
  });
  it('may have it in the mail or in the form itself', () => {
    expect(codes(of('Hệ thống 2021, cải tiến cách gọi số'))).toEqual(['comparison-found']);
    expect(codes(of('Hệ thống 2021', [], 'So sánh với sản phẩm trước: …'))).toEqual(['comparison-found']);
  });
  it.each([['none', 'scan'], ['none', 'pictures'], ['failed', 'deadline'], ['skipped', 'unsupported']] as const)('is not asked while a file is unread: %s, %s', (state, failure) => {
    expect(of('Hệ thống 2021', [document('ban-chup.pdf', null, { text: { state, characters: 0, quality: null, method: null, failure, text: '' } })])).toMatchObject([{ code: 'comparison-unread', severity: 'info' }]);
  });
  it.each([null, 'Không', 'không có', 'Không kế thừa.', 'none', '…', '-', 'Chưa có'])('is none: %s', (said) => expect(of(said)).toEqual([]));
});

describe('evidence', () => {
  const evidenceKinds = [
    { key: 'data', name: { vi: 'Số liệu' }, words: ['số liệu'] }, { key: 'media', name: { vi: 'Hình ảnh, video' }, words: ['hình ảnh'] }, { key: 'feedback', name: { vi: 'Ý kiến phản hồi của người sử dụng' }, words: ['phản hồi'] },
  ];
  const contest = contestWith({ evidence: { atLeast: 1, tables: 'data', pictures: 'media', words: { data: ['số liệu', 'khảo sát'], feedback: ['ý kiến phản hồi', 'ý kiến của người'] } } }, { evidenceKinds });
  const of = (documents: ReturnType<typeof document>[], fields = {}, links: string[] = []) => findingsOf(factsOf(fields, { documents, links }), { contest });
  const plain = document('thuyet-minh.docx', 'Giải pháp của chúng tôi\nrất hay');

  it('is asked for where no kind is stated or found, by the names of the kinds', () => {
    const [found] = of([plain]);
    expect(found).toMatchObject({ code: 'missing-evidence', severity: 'review', evidence: 'Số liệu: chưa thấy | Hình ảnh, video: chưa thấy | Ý kiến phản hồi của người sử dụng: chưa thấy' });
    expect(found?.forEntrant).toContain('Số liệu; Hình ảnh, video; Ý kiến phản hồi của người sử dụng');
  });
  it('is enough for the asking where one kind is there; staff see which are not', () => {
    const found = of([plain], { evidence: stated(['data'], 'phieu.docx') });
    expect(openGaps(found)).toEqual([]);
    expect(found).toMatchObject([{ code: 'evidence-partial', severity: 'info', evidence: 'Số liệu: có nêu (tệp “phieu.docx”, hàng 4) | Hình ảnh, video: chưa thấy | Ý kiến phản hồi của người sử dụng: chưa thấy' }]);
  });
  it.each([
    ['a table of figures', [document('a.docx', 'Tháng\tHồ sơ\tTrễ hạn\nTháng 5\t1.204\t12,5%\nTháng 6\t1.310\t3')], [], 'Số liệu: thấy ở tệp “a.docx”, dòng 3'],
    ['a spreadsheet', [document('so-lieu.xlsx', 'Tên\tSố\nA\t12')], [], 'Số liệu: thấy ở tệp “so-lieu.xlsx”, dòng 2'],
    ['figures in sentences', [document('a.docx', 'Thuyết minh\nTổng cộng 214 văn bản, trong đó có 31 văn bản căn cứ vào một luật đã bị thay thế; 12 văn bản đã được thay.')], [], 'Số liệu: thấy ở tệp “a.docx”, dòng 2'],
    ['a percentage in a sentence', [document('a.docx', 'Sau năm tháng áp dụng thử, 61% lượt giao dịch có hẹn trước, người dân bớt phải chờ.')], [], 'Số liệu: thấy ở'],
    ['words of a survey', [document('a.docx', 'Qua KHẢO SÁT 120 người dân')], [], 'Số liệu: thấy ở'],
    ['a picture', [plain, document('anh.jpg', null)], [], 'Hình ảnh, video: thấy ở anh.jpg'],
    ['a video', [plain, document('clip.mp4', null)], [], 'Hình ảnh, video: thấy ở clip.mp4'],
    ['a link to a video', [plain], ['https://youtu.be/abc'], 'Hình ảnh, video: thấy ở https://youtu.be/abc'],
    ['feedback', [document('a.docx', 'Ý kiến phản hồi của 20 hộ dân tại ấp 3')], [], 'Ý kiến phản hồi của người sử dụng: thấy ở'],
  ])('is found: %s', (_what, documents, links, evidence) => expect(of(documents, {}, links)[0]?.evidence).toContain(evidence));
  it.each([
    ['the choices of a form', [document('phieu.docx', 'Minh chứng kèm theo\t☐ Số liệu\u2028☐ Hình ảnh, video\u2028☐ Ý kiến phản hồi của người sử dụng')]],
    ['the names of the kinds in a table', [document('phieu.docx', '1. Số liệu\t\nÝ kiến phản hồi của người sử dụng:\t')]],
    ['a roster with telephone numbers and shares', [document('phieu.docx', 'TT\tHọ và tên\tĐiện thoại\tTỷ lệ\n1\tA B\t0900 000 001\t50\n2\tC D\t0900 000 002\t50')]],
    ['hours, dates, addresses and numbers of documents', [document('a.docx', 'Gửi đến số 8 đường Ngô Quyền, khu vực 4, phường V, chậm nhất 16/8/2024 (23 giờ 59), theo Kế hoạch số 20/KH-UBND ngày 29 tháng 01 năm 2021, điện thoại 0900 000 123.')]],
    ['a photographed page', [plain, document('trang1.jpg', 'chữ '.repeat(200))]],
    ['a logo in the text', [plain, document('logo.png', null, { from: 'inline' })]],
  ])('is not %s', (_what, documents) => expect(codes(of(documents))).toEqual(['missing-evidence']));
  it('is not asked for while a file is unread, or before any file came', () => {
    const { text: _, ...unread } = plain;
    expect(of([unread])).toMatchObject([{ code: 'evidence-unread', severity: 'info' }]);
    expect(of([])).toEqual([]);
  });
});

describe('passages shared with other texts', () => {
  const contest = contestWith({ originality: {} });
  const overlap = (words: number, share: number, more = {}) => ({ with: { code: 'CCHC24-0002-3', label: 'Một cửa', kind: 'entry' as const }, words, share, passages: [], ...more });
  const place = (text: string, line: number, file: string | null = 'a.docx') => ({ file, line, text });
  const of = (...overlaps: ReturnType<typeof overlap>[]) => findingsOf(factsOf({}, { overlaps }), { contest });

  it('come before staff alone, the longest first, side by side with their places', () => {
    const [found] = of(overlap(84, 0.23, { passages: [{ here: place('ngắn', 2), there: place('ngắn', 9, 'b.docx') }, { here: place('một đoạn dài hơn', 5), there: place('một đoạn dài hơn', 7, 'b.docx') }] }));
    expect(found).toMatchObject({ code: 'overlap-entry', severity: 'review', forEntrant: '' });
    expect(found?.forStaff).toContain('CCHC24-0002-3 “Một cửa”: 84 từ, 23% bài này');
    expect(found?.evidence).toBe('tệp “a.docx”, dòng 5: “một đoạn dài hơn” = tệp “b.docx”, dòng 7: “một đoạn dài hơn” | tệp “a.docx”, dòng 2: “ngắn” = tệp “b.docx”, dòng 9: “ngắn”');
  });
  it('are left out below both thresholds, and not missed where a short text is copied', () => expect([of(overlap(59, 0.09)), of(overlap(60, 0.01)), of(overlap(20, 0.5))].map((f) => f.length)).toEqual([0, 1, 1]));
  it('are shown as quoted where they stand in quotation marks; nothing is judged', () => {
    const [found] = of(overlap(90, 0.2, { passages: [{ here: place('“Kế hoạch nêu rõ…”', 1), there: place('Kế hoạch nêu rõ…', 1) }] }));
    expect(found?.forStaff).toContain('có dấu trích dẫn');
    expect(found?.severity).toBe('review');
  });
  it('are bounded: ten are shown, the others counted', () => {
    const many = Array.from({ length: 200 }, (_, i) => overlap(100 + i, 0.2, { with: { code: null, label: `Tài liệu ${i}`, kind: 'known' as const } }));
    const found = of(...many);
    expect(found).toHaveLength(11);
    expect(found.at(-1)).toMatchObject({ code: 'more-overlaps', severity: 'info', forStaff: 'Còn 190 tài liệu khác có đoạn trùng.' });
    expect(of(...many.toReversed())).toEqual(found);
  });
});

describe('formats of files', () => {
  const contest = contestWith({ completeness: { required: ['documents'] } });
  const of = (acceptedFormats: string[] | undefined, ...names: string[]) => findingsOf(factsOf({}, { documents: names.map((n) => document(n, 'x')) }), { contest: { ...contest, openQuestions: acceptedFormats === undefined ? {} : { acceptedFormats } } });
  it('are whatever people send, unless the rules name some', () => {
    expect(of(undefined, 'a.odt')).toEqual([]);
    expect(of(['docx', '.PDF'], 'a.pdf', 'b.docx')).toEqual([]);
    expect(of(['docx'], 'a.odt')).toMatchObject([{ code: 'other-format', severity: 'review' }]);
    expect(of(['docx'], 'a.docx', 'anh.jpg')).toMatchObject([{ code: 'other-format', severity: 'info', forEntrant: '' }]);
  });
});
