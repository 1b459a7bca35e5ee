import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docx } from '../../src/documents/docx.ts';
import { xlsx } from '../../src/documents/xlsx.ts';
import { finalReport } from '../../src/papers/final-report.ts';
import { allPapers } from '../../src/papers/all.ts';
import { exportCommand } from '../../workers/cli/export.ts';
import type { ByHand } from '../../workers/by-hand/change.ts';
import { tagEntries } from '../../workers/by-hand/tag.ts';
import { dossierOf } from '../../workers/results/dossier.ts';
import { commendAct, followUpAct } from '../../workers/results/lists.ts';
import { awardAct, signAct } from '../../workers/results/prizes.ts';
import { specialAct } from '../../workers/results/special.ts';
import { runCommand } from '../support/command.ts';
import { decided, judgedContest, JURY, playRounds, type Judged } from '../support/judged.ts';

let contest: Judged;
let finalists: string[];
let out: string;
const files = new Map<string, Buffer>();
const take = async (dir: string): Promise<void> => {
  out = join(contest.dir, dir);
  await runCommand(exportCommand(), [out, '--by', 'Lê Thị Thư Ký'], contest.env);
  files.clear();
  for (const name of await readdir(out)) files.set(name, await readFile(join(out, name)));
};
/** Its lines, cells divided by "|". */
const lines = async (name: string): Promise<string[]> => {
  const bytes = files.get(name);
  if (!bytes) throw new Error(`${name} was not written: ${[...files.keys()].join(', ')}`);
  const read = await (name.endsWith('.docx') ? docx : xlsx).read(bytes, new Set(), { pdfWords: null });
  return read.lines.map((cells) => cells.join('|'));
};
const text = async (name: string): Promise<string> => (await lines(name)).join('\n');

beforeAll(async () => {
  contest = await judgedContest(24);
  finalists = await playRounds(contest);
  const { loaded } = contest;
  await decided(contest, (tx) => awardAct(tx, loaded, []));
  await decided(contest, (tx) => specialAct(tx, loaded, finalists[0]!, { step: 'propose' }), 'Có thể áp dụng ngay cho 75 xã, phường, thị trấn');
  await decided(contest, () => commendAct(loaded, 'collective', 'Sở Thông tin và Truyền thông', null), 'Hỗ trợ kỹ thuật và tuyên truyền');
  await decided(contest, (tx) => followUpAct(tx, loaded, finalists[1]!, [3, 12], 'nhân rộng ra các xã'));
  await contest.db.transaction((tx) => tagEntries(tx, { loaded } as ByHand, { by: 'Lê Thị Thư Ký', reason: '', letters: false }, new Map([[finalists[1]!, ['dti', 'sipas']], [finalists[2]!, []]])));
  await take('before');
});
afterAll(() => contest.stop());

describe('the papers of a judged contest', () => {
  it('are written whole, for their owner alone, each named with its SHA-256, and who took them is on record', async () => {
    expect([...files.keys()].toSorted()).toEqual(['01-bien-ban-xet-giai.docx', '02-to-trinh-1.docx', '02-to-trinh-2.docx', '02-to-trinh-giai-dac-biet.docx', '03-bang-xep-hang.xlsx', '04-danh-sach-khen-thuong.xlsx', '05-kinh-phi-giai-thuong.xlsx',
      '06-danh-sach-cong-diem.xlsx', '07-thong-tin-bao-chi.docx', '08-theo-doi-nhan-rong.xlsx', '09-trich-luc-giam-sat.xlsx', '10-nguon-so-lieu.xlsx', '11-bao-cao-tong-ket.docx', 'SHA256SUMS']);
    const sums = files.get('SHA256SUMS')!.toString().trim().split('\n').map((l) => l.split('  '));
    expect(sums).toHaveLength(13);
    for (const [sum, name] of sums) expect(createHash('sha256').update(files.get(name!)!).digest('hex')).toBe(sum);
    expect((await stat(join(out, '01-bien-ban-xet-giai.docx'))).mode & 0o077).toBe(0);
    const [event] = await contest.database.query<{ actor: string }>(`select t.text as actor from audit_event e join audit_text t on t.id = e.actor where e.action = 'export-papers'`);
    expect(event?.actor).toBe('Lê Thị Thư Ký');
  });

  it('are the same bytes for the same contest', async () => {
    const made = () => contest.db.transaction(async (tx) => allPapers({ ...(await dossierOf(tx, contest.loaded)), now: new Date('2024-12-01T02:00:00Z') }));
    const [one, two] = [await made(), await made()];
    expect(two.map((p) => [p.name, p.bytes.equals(one.find((o) => o.name === p.name)!.bytes)])).toEqual(one.map((p) => [p.name, true]));
  });

  it('hold no formula, though an entry calls itself one', () => {
    const books = [...files].filter(([name]) => name.endsWith('.xlsx'));
    expect(books.length).toBe(7);
    for (const [name, bytes] of books) {
      for (const [path, part] of Object.entries(unzipSync(bytes)).filter(([path]) => path.startsWith('xl/worksheets/'))) {
        const sheet = strFromU8(part);
        expect(sheet, `${name} ${path}`).not.toMatch(/<f[ >]/);
        expect([...sheet.matchAll(/<t xml:space="preserve">([^<]*)</g)].map((m) => m[1]).filter((t) => /^\s*[=+\-@]/.test(t!))).toEqual([]);
      }
    }
  });
});

describe('minutes', () => {
  it('state intake, both rounds, the divergent entries, the chair, the prizes with their sum; what people say there stays open', async () => {
    const said = await text('01-bien-ban-xet-giai.docx');
    for (const part of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'Số: ……/BB-BGK', 'Hậu Giang, ngày …… tháng …… năm ………', 'BIÊN BẢN', 'Có mặt: ……/7 thành viên',
      'Từ ngày 1/7/2024 đến hết ngày 16/8/2024, Ban Tổ chức đã nhận và đăng ký 24 bài dự thi; trong đó 24 bài hợp lệ', 'Có 24 bài được chấm với 50 phiếu của 07 giám khảo (mỗi bài 02 phiếu', 'Có 17 bài được chấm với 117 phiếu của 07 giám khảo',
      `chênh lệch từ 20 điểm trở lên, đã có thêm giám khảo chấm: ${finalists[2]}, ${finalists[3]}.`, `Bài ${finalists[3]}: điểm được quyết định là 86,5 (người quyết định: Trần Thị Bích Hạnh; căn cứ: ý kiến Trưởng ban tại cuộc họp ngày 30/9/2024).`,
      `số phiếu ít hơn quy định (do giám khảo có xung đột lợi ích hoặc vắng): ${finalists[2]}, ${finalists[6]}.`, 'Có 17 bài vào vòng bảo vệ ý tưởng:', '|Cộng||06|31.000.000', `Bài ${finalists[0]} “Bản đồ số điểm hẹn trả kết quả cho người cao tuổi”: đề nghị, chưa trình.`, 'Biểu quyết: ……/7 thành viên đồng ý.',
    ]) expect(said).toContain(part);
    for (const [judge] of JURY) expect(said).toContain(judge);
    expect((await lines('01-bien-ban-xet-giai.docx')).find((l) => l.includes('Trưởng ban') && l.startsWith('1|'))).toBe('1|Trần Thị Bích Hạnh|Sở Nội vụ|Trưởng ban');
  });

  it('are set as Decree 30/2020 asks: A4, its margins, Times New Roman, 14 points, page numbers from the second page', () => {
    const parts = unzipSync(files.get('01-bien-ban-xet-giai.docx')!);
    const [document, styles] = ['word/document.xml', 'word/styles.xml'].map((path) => strFromU8(parts[path]!)) as [string, string];
    const size = (of: string, side: string): number => Math.round(Number(new RegExp(`<w:${of}[^>]*w:${side}="(\\d+)"`).exec(document)?.[1]) / 56.69);
    expect([size('pgSz', 'w'), size('pgSz', 'h')]).toEqual([210, 297]);
    expect(['top', 'bottom', 'left', 'right'].map((side) => size('pgMar', side))).toEqual([20, 20, 30, 15]);
    // 6 points between paragraphs of the body
    expect([...new Set([...document.matchAll(/<w:spacing w:after="(\d+)" w:before="0" w:line="276"/g)].map((m) => m[1]))]).toEqual(['120']);
    expect([document.includes('<w:titlePg/>'), /w:ascii="Times New Roman"/.test(styles), /<w:sz w:val="28"\/>/.test(styles)]).toEqual([true, true, true]);
  });
});

describe('submissions', () => {
  it('go to each authority with its own prizes, the sum in words, and the certificates besides the prizes to the highest', async () => {
    const [chairman, director, special] = [await text('02-to-trinh-1.docx'), await text('02-to-trinh-2.docx'), await text('02-to-trinh-giai-dac-biet.docx')];
    for (const part of ['UBND TỈNH HẬU GIANG', 'SỞ NỘI VỤ', 'Số: ……/TTr-SNV', 'Kính gửi: Chủ tịch UBND tỉnh Hậu Giang', 'Căn cứ Kế hoạch số 20/KH-UBND', 'Đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh Hậu Giang kèm tiền thưởng cho 03 bài', 'Tổng số tiền thưởng: 22.000.000 đồng (bằng chữ: Hai mươi hai triệu đồng)', 'Sở Thông tin và Truyền thông', 'Nơi nhận:', '- Như trên;', 'GIÁM ĐỐC']) expect(chairman).toContain(part);
    for (const part of ['SỞ NỘI VỤ TỈNH HẬU GIANG', 'Kính gửi: Giám đốc Sở Nội vụ tỉnh Hậu Giang', 'Đề nghị tặng Giấy khen', '9.000.000 đồng (bằng chữ: Chín triệu đồng)']) expect(director).toContain(part);
    expect(director).not.toContain('Sở Thông tin và Truyền thông');
    // Decree 30/2020/NĐ-CP: what it rests on ends with ";", the last of it with "."
    expect(chairman.split('\n').filter((l) => l.startsWith('Căn cứ')).map((l) => l.at(-1))).toEqual([';', ';', ';', '.']);
    for (const part of ['xin ý kiến mức thưởng', finalists[0]!, 'Có thể áp dụng ngay cho 75 xã, phường, thị trấn']) expect(special).toContain(part);
    expect(special).not.toMatch(/\d đồng/);
  });
});

describe('lists', () => {
  it('rank both rounds with every sheet, and say who confirmed it', async () => {
    const all = await lines('03-bang-xep-hang.xlsx');
    expect(all).toContain('Bảng xếp hạng vòng sơ khảo');
    expect(all.filter((l) => l.startsWith('Đã xác nhận bởi Trần Thị Bích Hạnh; căn cứ: Biên bản số 02/BB-BTC'))).toHaveLength(3);
    // 50 sheets of the first round, 117 of the second
    expect(all.filter((l) => /\|[0-9a-f]{8}-[0-9a-f]{4}-/.test(l))).toHaveLength(167);
    expect(all.find((l) => l.includes(`|${contest.codes[6]}|`))).toContain(`|'=HYPERLINK("http://evil.test";"Mã QR")|`);
  });

  it('give prizes and budget as the plan has them, 31.000.000 in all, and what waits', async () => {
    const all = await lines('05-kinh-phi-giai-thuong.xlsx');
    expect(all.find((l) => l.startsWith('1|'))).toBe(`1|Giải nhất|10000000|${finalists[0]}|Nguyễn Thị An 1|10000000|1||Ngân sách nhà nước và các nguồn kinh phí hợp pháp khác theo quy định`);
    expect(all.find((l) => l.startsWith('7|'))).toContain('chờ quyết định');
    expect(all.at(-1)).toBe('|Cộng|31000000|||31000000|6');
    expect((await lines('04-danh-sach-khen-thuong.xlsx')).filter((l) => /^\d+\|/.test(l)).map((l) => l.split('|').slice(1, 4).join('|'))).toEqual([
      'Chủ tịch UBND tỉnh Hậu Giang|Bằng khen|Nguyễn Thị An 1', 'Chủ tịch UBND tỉnh Hậu Giang|Bằng khen|Nguyễn Thị An 2', 'Chủ tịch UBND tỉnh Hậu Giang|Bằng khen|Sở Giao thông vận tải tỉnh Hậu Giang', 'Giám đốc Sở Nội vụ tỉnh Hậu Giang|Giấy khen|Nguyễn Thị An 4',
      'Giám đốc Sở Nội vụ tỉnh Hậu Giang|Giấy khen|Nguyễn Thị An 5, Lê Văn Bình 5, Trần Thị Chi 5', 'Giám đốc Sở Nội vụ tỉnh Hậu Giang|Giấy khen|Sở Công Thương tỉnh Hậu Giang', 'Chủ tịch UBND tỉnh Hậu Giang|Bằng khen|Sở Thông tin và Truyền thông']);
  });

  it('name each agency once with its finalists, leave the points blank, and follow up what people chose', async () => {
    const bonus = await lines('06-danh-sach-cong-diem.xlsx');
    expect(bonus).toContain(`8|Thành phố Ngã Bảy|1|${finalists[9]}`);
    expect(bonus.filter((l) => /^\d+\|/.test(l)).flatMap((l) => l.split('|')[3]!.split(', ')).toSorted()).toEqual([...finalists].toSorted());
    expect((await lines('08-theo-doi-nhan-rong.xlsx')).filter((l) => l.startsWith(finalists[1]!)).map((l) => l.split('|').slice(4, 7).join('|'))).toEqual(['26/11/2024', '26/8/2025'].map((day) => `SIPAS (hài lòng về sự phục vụ hành chính); DTI (chuyển đổi số)|26/8/2024|${day}`));
  });

  it('let others watch: every decision with who, why and its hash, and the chain whole', async () => {
    const all = await lines('09-trich-luc-giam-sat.xlsx');
    expect(all).toContain('Chuỗi quyết định|nguyên vẹn');
    // plan items 1 and 12: what people said the entries serve
    for (const line of ['DTI (chuyển đổi số)|1', 'PAPI (quản trị và hành chính công)|0', 'Thu hút doanh nghiệp, vốn đầu tư|0', 'Số bài không thuộc chỉ số, mục tiêu nào|1', 'Số bài chưa xác nhận chỉ số, mục tiêu|22']) expect(all).toContain(line);
    const hashes = await contest.database.query<{ hash: string }>(`select hash from audit_event where action <> 'export-papers' order by n`);
    expect(all.filter((l) => /\|[0-9a-f]{64}$/.test(l) && /^\d/.test(l)).map((l) => l.slice(-64))).toEqual(hashes.map((h) => h.hash));
    expect(all.find((l) => l.startsWith('4|'))).toMatch(/quyết định điểm khi giám khảo chênh lệch\|CCHC24-0004-C\|Trần Thị Bích Hạnh\|ý kiến Trưởng ban/);
    expect(all.join('\n')).not.toMatch(/@people\.test|Nguyễn Thị An/);
  });

  it('say where each figure of each paper comes from, down to the sheets of every mean', async () => {
    const all = await lines('10-nguon-so-lieu.xlsx');
    const sheets = await contest.database.query<{ id: string }>('select s.id from score_sheet s');
    for (const { id } of sheets) expect(all.some((l) => l.includes(id)), id).toBe(true);
    expect(all.find((l) => l.includes('Tổng tiền thưởng, Chủ tịch UBND tỉnh Hậu Giang'))).toMatch(/\|22000000\|contest\.yaml prizes\.amount; award [0-9a-f-]{36} [0-9a-f-]{36} [0-9a-f-]{36}; audit_event n = \d+$/);
    expect(new Set(all.slice(4).map((l) => l.split('|')[0]))).toEqual(new Set([...files.keys()].filter((f) => !/SHA256SUMS|10-|03-/.test(f))));
  });
});

describe('what the press may have', () => {
  it('holds no person, address of one, telephone or score, and no prize before it is signed for', async () => {
    const said = await text('07-thong-tin-bao-chi.docx');
    expect(said).toContain('Kết quả giải thưởng chưa được ký quyết định');
    expect(said).toContain('Sở Giáo dục và Đào tạo');
    for (const secret of [/Nguyễn Thị An|Lê Văn Bình/, /@people\.test/, /09000\d/, /\d,\d/, /Giải nhất/, /CCHC24-/]) expect(said).not.toMatch(secret);
    for (const [judge] of JURY) expect(said).not.toContain(judge);
  });

  it('names the prizes once all are signed for and nothing waits above', async () => {
    const { loaded } = contest;
    const paper = (number: string) => ({ number, date: '2024-12-05' });
    await decided(contest, (tx) => signAct(tx, loaded, ['first', 'second', 'third'], paper('2001/QĐ-UBND')));
    await decided(contest, (tx) => signAct(tx, loaded, ['encouragement'], paper('310/QĐ-SNV')));
    await take('signed');
    expect(await text('07-thong-tin-bao-chi.docx')).toContain('chưa được ký quyết định');
    await decided(contest, (tx) => specialAct(tx, loaded, finalists[0]!, { step: 'submit', paper: { number: '88/TTr-SNV', date: '2024-12-02' } }));
    await decided(contest, (tx) => specialAct(tx, loaded, finalists[0]!, { step: 'approve', paper: { number: '2002/QĐ-UBND', date: '2024-12-04' }, amount: '15.000.000' }));
    const rename = (title: string) => contest.database.query(`update entry_version v set fields = jsonb_set(v.fields, '{title,value}', to_jsonb($2::text)) from entry e where e.id = v.entry_id and e.code = $1`, [finalists[0], title]);
    const [{ fields }] = await contest.database.query<{ fields: { title: { value: string }; authors: { value: { name: string }[] } } }>('select v.fields from entry_version v join entry e on e.id = v.entry_id where e.code = $1', [finalists[0]]) as [{ fields: { title: { value: string }; authors: { value: { name: string }[] } } }];
    await rename(`${fields.title.value} (${fields.authors.value[0]!.name}, 0900 000 001)`);
    await take('named');
    expect(await text('07-thong-tin-bao-chi.docx')).toContain('Giải nhất|Bản đồ số điểm hẹn trả kết quả cho người cao tuổi (…, …)|Sở Y tế');
    await rename(fields.title.value);
    await take('after');
    expect(await text('07-thong-tin-bao-chi.docx')).toContain('Giải nhất|Bản đồ số điểm hẹn trả kết quả cho người cao tuổi|Sở Y tế');
    expect(files.has('02-to-trinh-giai-dac-biet.docx')).toBe(false);
    expect((await lines('05-kinh-phi-giai-thuong.xlsx')).at(-1)).toBe('|Cộng|31000000|||46000000|6');
    expect(await text('01-bien-ban-xet-giai.docx')).toContain('đã được phê duyệt theo văn bản số 2002/QĐ-UBND ngày 4/12/2024, mức thưởng 15.000.000 đồng.');
    expect((await lines('04-danh-sach-khen-thuong.xlsx')).find((l) => l.startsWith('1|'))).toMatch(/\|2001\/QĐ-UBND\|5\/12\/2024$/);
  });
});

describe('the final report', () => {
  it('leaves the prizes out until all are signed for, and holds no person, score or code', async () => {
    await take('reported');
    const said = await text('11-bao-cao-tong-ket.docx');
    for (const part of [
      'SỞ NỘI VỤ TỈNH HẬU GIANG', 'BAN TỔ CHỨC CUỘC THI', 'Số: ……/BC-BTC', 'BÁO CÁO', 'Kết quả tổ chức Cuộc thi cải cách hành chính tỉnh Hậu Giang năm 2024', 'Ban Tổ chức đã nhận và đăng ký 24 bài dự thi', 'Cải cách thể chế|4', 'DTI (chuyển đổi số)|1',
      'Vòng sơ khảo: có 24 bài được chấm với 50 phiếu của 07 giám khảo', 'Có 17 bài vào vòng bảo vệ ý tưởng.', 'Có 07 giải thưởng được trao theo các quyết định khen thưởng, tổng số tiền thưởng 46.000.000 đồng (bằng chữ: Bốn mươi sáu triệu đồng)',
      '2001/QĐ-UBND', '5/12/2024', 'SIPAS (hài lòng về sự phục vụ hành chính); DTI (chuyển đổi số)', 'Nơi nhận:', '- Bộ Nội vụ (Vụ Cải cách hành chính);', '- Cổng thông tin điện tử tỉnh;', '- Lưu: VT.', 'TM. BAN TỔ CHỨC',
    ]) expect(said).toContain(part);
    for (const secret of [/Nguyễn Thị An|Lê Văn Bình/, /@people\.test/, /09000\d/, /CCHC24-/, /\d,\d/]) expect(said).not.toMatch(secret);
    for (const [judge] of JURY) expect(said).not.toContain(judge);
    expect((await lines('10-nguon-so-lieu.xlsx')).find((l) => l.startsWith('11-bao-cao-tong-ket.docx|Tổng tiền thưởng'))).toContain('|46000000|');
    const before = contest.db.transaction(async (tx) => finalReport({ ...(await dossierOf(tx, contest.loaded)), special: [], awards: [] }));
    expect((await docx.read((await before).bytes, new Set(), { pdfWords: null })).lines.flat().join('\n')).toContain('Giải thưởng chưa được quyết định đầy đủ');
  });
});

describe('papers in English', () => {
  it('are written for themselves, without the motto of another language', async () => {
    const english = await judgedContest(24, 'en');
    try {
      await playRounds(english);
      await decided(english, (tx) => awardAct(tx, english.loaded, []));
      const papers = await english.db.transaction(async (tx) => allPapers(await dossierOf(tx, english.loaded)));
      expect(papers.map((p) => p.name)).toEqual(['01-minutes.docx', '02-submission-1.docx', '02-submission-2.docx', '03-ranking.xlsx', '04-certificates.xlsx', '05-prizes-and-budget.xlsx', '06-bonus-list.xlsx', '07-press.docx', '08-follow-up.xlsx', '09-oversight.xlsx', '11-final-report.docx', '10-sources.xlsx']);
      const said = (await docx.read(papers[0]!.bytes, new Set(), { pdfWords: null })).lines.map((cells) => cells.join('|')).join('\n');
      for (const part of ['MINUTES', 'No. ……/BB-BGK', 'From 1 July 2024 to the end of 16 August 2024, 24 entries were received', '17 entries go on to idea-defence round:', "Krippendorff's alpha is 0.551", 'Amount (VND)', '|Total||6|31,000,000']) expect(said).toContain(part);
      expect(said).not.toMatch(/CỘNG HÒA|Biểu quyết|Giải nhất/);
    } finally {
      await english.stop();
    }
  });
});
