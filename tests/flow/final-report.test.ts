import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CarriedFile, LetterFacts } from '../../schemas/letters.ts';
import { docx } from '../../src/documents/docx.ts';
import { xlsx } from '../../src/documents/xlsx.ts';
import { openBlobs } from '../../src/edges/blobs.ts';
import { listApprovals, type ApprovalRow } from '../../src/store/approvals.ts';
import { listLetters, type LetterRow } from '../../src/store/letters.ts';
import { approvalsCommand } from '../../workers/cli/approvals.ts';
import { resultsCommand } from '../../workers/cli/results.ts';
import { awardAct, signAct } from '../../workers/results/prizes.ts';
import { followUpAct } from '../../workers/results/lists.ts';
import { runCommand } from '../support/command.ts';
import { decided, judgedContest, JURY, playRounds, type Judged } from '../support/judged.ts';

let contest: Judged;
let finalists: string[];
let env: Record<string, string>;
const announce = (...args: string[]) => runCommand(resultsCommand(), ['announce', ...args, '--by', 'Lê Thị Thư Ký'], env);
const approvals = (...args: string[]) => runCommand(approvalsCommand(), args, env);
const batch = (): Promise<ApprovalRow> => contest.db.transaction(async (tx) => (await listApprovals(tx))[0]!);
const approve = async (): Promise<void> => { await approvals('approve', (await batch()).code, '--by', 'Chị Lan'); };
const letters = (kind: string): Promise<LetterRow[]> => contest.db.transaction(async (tx) => (await listLetters(tx, { kind, limit: 100 })).toSorted((a, b) => (a.toAddress < b.toAddress ? -1 : 1)));
const flat = (text: string): string => text.replace(/\s+/g, ' ');

beforeAll(async () => {
  contest = await judgedContest(24);
  env = { ...contest.env, DATA_DIR: join(contest.dir, 'data') };
  const yaml = join(contest.dir, 'contest.yaml');
  await writeFile(yaml, (await readFile(yaml, 'utf8')).replace(/( {2}- \{ key: ministry.*\}) \}\n/, '$1, addresses: [vucchc@moha.example.vn] }\n').replace('papers: [press] }', 'papers: [press], addresses: [cong@haugiang.example.vn] }'));
  await writeFile(join(contest.dir, 'agencies-contacts.csv'), 'agency,name,email,second_email\nso-y-te,Văn thư,vanthu@syt.example.vn,\nh-vi-thuy,Phòng Nội vụ,noivu@vithuy.example.vn,\nban-tuyen-giao-tinh-uy,Văn thư,btg@tinhuy.example.vn,\n');
  finalists = await playRounds(contest);
  await decided(contest, (tx) => awardAct(tx, contest.loaded, []));
});
afterAll(() => contest.stop());

describe('the final report', () => {
  it('is not written before every prize is signed for, nor before the results were told', async () => {
    await expect(announce('report')).rejects.toThrow(/no result is told before all are decided: .*first 1 is not signed for/);
    await decided(contest, (tx) => signAct(tx, contest.loaded, ['first', 'second', 'third'], { number: '2001/QĐ-UBND', date: '2024-12-05' }));
    await decided(contest, (tx) => signAct(tx, contest.loaded, ['encouragement'], { number: '310/QĐ-SNV', date: '2024-12-05' }));
    await expect(announce('report')).rejects.toThrow('the results were not told yet');
    await announce('awards');
    await expect(announce('report')).rejects.toThrow('the results were not told yet');
    await approve();
  });

  it('goes to the groups of the plan, each address once, and says who cannot be reached and that nothing is signed', async () => {
    await announce('report');
    const proposal = await batch();
    expect(proposal.letters.map((l) => l.to).toSorted()).toEqual(['btg@tinhuy.example.vn', 'cong@haugiang.example.vn', 'noivu@vithuy.example.vn', 'vanthu@syt.example.vn', 'vucchc@moha.example.vn']);
    expect(proposal.about).toContain('CHƯA kèm báo cáo đã ký; không có địa chỉ gửi được: Thường trực Tỉnh ủy, HĐND, UBND, Ủy ban MTTQ Việt Nam tỉnh; Các tổ chức chính trị - xã hội tỉnh');
    expect(await letters('final-report')).toEqual([]);
    await approvals('cancel', proposal.code, '--reason', 'chờ báo cáo được ký');
    await writeFile(join(contest.dir, 'x.exe'), 'MZ');
    await expect(announce('report', '--signed', join(contest.dir, 'x.exe'))).rejects.toThrow('the signed report is a PDF, or a Word file');
    await expect(announce('report', '--signed', join(contest.dir, 'none.pdf'))).rejects.toThrow('none.pdf: cannot be read');
  });

  it('leaves once a person approved it, with the signed report and the papers that fit the group', async () => {
    const signed = Buffer.from('%PDF-1.7 báo cáo đã ký');
    await writeFile(join(contest.dir, 'Báo cáo 45 đã ký.pdf'), signed);
    await announce('report', '--signed', join(contest.dir, 'Báo cáo 45 đã ký.pdf'));
    await approve();
    const all = await letters('final-report');
    const carried = (to: string): CarriedFile[] => (all.find((l) => l.toAddress === to)!.facts as { attached: CarriedFile[] }).attached;
    expect(all.map((l) => [l.toAddress, l.state, carried(l.toAddress).map((f) => f.filename)])).toEqual([
      ['btg@tinhuy.example.vn', 'due', ['Báo cáo 45 đã ký.pdf']], ['cong@haugiang.example.vn', 'due', ['Báo cáo 45 đã ký.pdf', 'thong-tin-bao-chi.docx']], ['noivu@vithuy.example.vn', 'due', ['Báo cáo 45 đã ký.pdf', 'danh-sach-cong-diem.xlsx']],
      ['vanthu@syt.example.vn', 'due', ['Báo cáo 45 đã ký.pdf', 'danh-sach-cong-diem.xlsx']], ['vucchc@moha.example.vn', 'due', ['Báo cáo 45 đã ký.pdf']],
    ]);
    const blobs = await openBlobs(env['DATA_DIR']!);
    expect(carried('vucchc@moha.example.vn')[0]!.sha256).toBe(createHash('sha256').update(signed).digest('hex'));
    expect(await blobs.read(carried('vucchc@moha.example.vn')[0]!.sha256)).toEqual(signed);
    const press = await docx.read(await blobs.read(carried('cong@haugiang.example.vn')[1]!.sha256), new Set(), { pdfWords: null });
    expect(press.lines.flat().join('\n')).toMatch(/Hậu Giang, ngày \d\d tháng \d+ năm \d{4}/);
    const bonus = (await xlsx.read(await blobs.read(carried('vanthu@syt.example.vn')[1]!.sha256), new Set(), { pdfWords: null })).lines.map((l) => l.join('|')).join('\n');
    expect(bonus).toContain('Sở Y tế');
    expect(bonus).not.toMatch(/Nguyễn Thị An|@people\.test/);
  });

  it('tells figures, prizes and units, and no person, score or telephone', async () => {
    const letter = (await letters('final-report')).find((l) => l.toAddress === 'noivu@vithuy.example.vn')!;
    expect(letter.subject).toBe('Báo cáo kết quả: Cuộc thi cải cách hành chính tỉnh Hậu Giang năm 2024');
    const text = flat(letter.text);
    for (const part of ['Kính gửi Ủy ban nhân dân huyện Vị Thuỷ,', 'kèm báo cáo đã ký', 'Bài dự thi đã đăng ký: 24', 'Vào vòng bảo vệ ý tưởng: 17 bài', 'Giải thưởng: 6 giải, 31.000.000 đồng', 'Giải nhất Bài dự thi: Bản đồ số điểm hẹn trả kết quả cho người cao tuổi; Đơn vị: Sở Y tế', 'Gửi kèm: Báo cáo 45 đã ký.pdf; danh-sach-cong-diem.xlsx.']) expect(text).toContain(part);
    for (const secret of [/Nguyễn Thị An|Lê Văn Bình/, /@people\.test/, /09000\d/, /\d,\d/]) expect(text).not.toMatch(secret);
    for (const [judge] of JURY) expect(text).not.toContain(judge);
    expect((letter.facts as LetterFacts<'final-report'>).group).toBe('districts');
  });

  it('is told nobody twice, and a batch of it is not let go once prizes went to others', async () => {
    await expect(announce('report')).rejects.toThrow('there is no letter to send');
    const yaml = join(contest.dir, 'contest.yaml');
    await writeFile(yaml, (await readFile(yaml, 'utf8')).replace('{ key: organisations, name', '{ key: organisations, addresses: [doan@haugiang.example.vn], name'));
    await announce('report');
    expect((await batch()).letters.map((l) => l.to)).toEqual(['doan@haugiang.example.vn']);
    await contest.database.query(`update award set entry_id = (select id from entry where code = $1) where prize = 'first' and revoked_at is null`, [finalists[9]]);
    await expect(approve()).rejects.toThrow(/doan@haugiang\.example\.vn changed after .* no letter leaves/);
    await contest.database.query(`update award set entry_id = (select id from entry where code = $1) where prize = 'first' and revoked_at is null`, [finalists[0]]);
    await approve();
    expect(await letters('final-report')).toHaveLength(6);
  });
});

describe('entries that others may use', () => {
  it('are told to the agencies once people chose them, and anew only when the choice changed', async () => {
    await expect(announce('models')).rejects.toThrow('no entry is followed up');
    await decided(contest, (tx) => followUpAct(tx, contest.loaded, finalists[0]!, [3], 'xem lại kinh phí'));
    await announce('models');
    const stale = await batch();
    await decided(contest, (tx) => followUpAct(tx, contest.loaded, finalists[0]!, [], ''));
    await expect(approve()).rejects.toThrow(/no letter leaves/);
    await approvals('cancel', stale.code);
    for (const n of [0, 1]) await decided(contest, (tx) => followUpAct(tx, contest.loaded, finalists[n]!, [3, 6], 'xem lại kinh phí'));
    await announce('models');
    await approve();
    const all = await letters('models-notice');
    expect(all.map((l) => l.toAddress)).toEqual(['btg@tinhuy.example.vn', 'noivu@vithuy.example.vn', 'vanthu@syt.example.vn']);
    const [, district, health] = all.map((l) => flat(l.text));
    expect(district).toContain('Ban Tổ chức đã chọn 2 mô hình, sáng kiến, giải pháp');
    expect(district).toContain('- Bản đồ số điểm hẹn trả kết quả cho người cao tuổi Đơn vị: Sở Y tế');
    expect(district).not.toContain('MÔ HÌNH CỦA QUÝ CƠ QUAN');
    expect(health).toContain(`MÔ HÌNH CỦA QUÝ CƠ QUAN ----------------------- - ${finalists[0]}: “Bản đồ số`);
    expect(all.map((l) => l.text).join()).not.toMatch(/Nguyễn Thị An|xem lại kinh phí|@people\.test/);
    await expect(announce('models')).rejects.toThrow('told of exactly these entries');
    await decided(contest, (tx) => followUpAct(tx, contest.loaded, finalists[2]!, [3], ''));
    await announce('models');
    expect((await batch()).letters).toHaveLength(3);
  });
});
