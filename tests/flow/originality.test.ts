import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Overlap } from '../../schemas/similarity.ts';
import { registrationForm } from '../../src/papers/registration-form.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode, loadEntry, versionsOf } from '../../src/store/entries.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { compareDocument, compareEntry, forgetEntryTexts, ignoreText, importText, overlapsOf, rebuildTexts, takeComparisonTurn } from '../../src/store/similarity.ts';
import { mergeEntries } from '../../workers/by-hand/merge.ts';
import { mail } from '../support/mails.ts';
import { runService } from '../support/process.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const idea = `Sáng thứ Hai nào phòng chờ của phường cũng chật kín, trong khi chiều thứ Tư công chức ngồi không. Chúng tôi mở trang nhận lịch hẹn theo khung mười lăm phút, mỗi loại việc chiếm một số khung do công chức tự bấm giờ mà lập nên.
Người đến thẳng vẫn được phục vụ ở các khung để trống, nhất là người già và người không dùng điện thoại thông minh. Sau năm tháng, thời gian chờ của nhóm có hẹn còn sáu phút, lượng khách sáng thứ Hai giảm gần một nửa vì dồn sang các buổi khác.`;
const another = `Tổ chuyển đổi số của xã lập bản đồ các điểm có người biết chỉ dẫn dịch vụ công, gắn với số điện thoại và giờ trực. Mỗi ấp có hai người, được tập huấn ba buổi, mang theo sổ ghi các câu hỏi chưa trả lời được.
Cuối tuần các câu hỏi ấy được gom lại, trả lời một lần và dán ở nhà văn hóa. Sau một quý, số hồ sơ nộp qua mạng tăng gấp đôi, số người phải lên xã hai lần giảm còn một phần ba so với trước khi có bản đồ.`;

let stage: Stage;
let dir: string;
beforeAll(async () => {
  stage = await openStage();
  dir = await mkdtemp(join(tmpdir(), 'mailroom-originality-'));
});
afterAll(async () => {
  await stage.stop();
  await rm(dir, { recursive: true, force: true });
});

const parts = () => stage.service.services;
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => parts().db.transaction(work);
const idOf = (code: string) => inTx(async (tx) => (await entriesByCode(tx, [code]))[0]!.id);
const overlaps = async (code: string): Promise<Overlap[]> => overlapsOfId(await idOf(code));
const overlapsOfId = (id: string): Promise<Overlap[]> => inTx((tx) => overlapsOf(tx, id));
const codesWith = async (code: string): Promise<(string | null)[]> => (await overlaps(code)).map((o) => o.with.code ?? o.with.label);
const rows = () => stage.database.query<{ texts: number; fingerprints: number; counted: number; passages: number }>(`
  select (select count(*)::int from compared_text) as texts, (select count(*)::int from fingerprint) as fingerprints, (select coalesce(sum(n), 0)::int from fingerprint_count) as counted, (select count(*)::int from shared_passage) as passages`);
/** As registration asks for it; the key is this test's own. */
async function compared(code: string, why: string): Promise<void> {
  await inTx(async (tx) => {
    const version = (await versionsOf(tx, (await entriesByCode(tx, [code]))[0]!.id)).at(-1)!;
    enqueue(tx, 'compare-entry', { versionId: version.id }, { key: `compare-entry:${version.id}:${why}` });
  });
  stage.service.wake();
  await stage.idle();
}

/** Registers an entry with its form and a description, and gives its code once it was compared. */
async function registered(from: string, title: string, description: string, filename = 'Thuyết minh.txt', subject = 'Bài dự thi'): Promise<string> {
  const form = await registrationForm(parts().loaded.contest, { title, areas: [2], kind: 'individual', declared: true, unit: `Phòng ${from.slice(0, 3)}`, phone: `09${String(title.length * 7_654_321).slice(0, 8).padStart(8, '0')}`, email: from, authors: [{ name: `Lê ${from.slice(0, 3)} ${title.slice(0, 3)}` }] });
  const { message } = await stage.send(await mail({ from, subject, text: 'Xin gửi bài dự thi.', attachments: [{ filename: 'Phiếu.docx', content: form, contentType: DOCX }, { filename, content: Buffer.from(description), contentType: 'text/plain' }] }), from);
  const code = await inTx(async (tx) => (await loadEntry(tx, message.entryId!))!.code);
  await compared(code, 'first');
  return code;
}

describe('entries', () => {
  let [first, second] = ['', ''];

  it('that share a passage are shown side by side, each from its own side, with file and line', async () => {
    first = await registered('an@people.test', 'Đặt giờ đến một cửa', `Thực trạng và giải pháp\n${idea}\nXin cảm ơn.`);
    expect(await overlaps(first)).toEqual([]);
    second = await registered('binh@people.test', 'Hẹn giờ ở phường', `${another}\n${idea.replace('chật kín', 'đông nghịt')}`, 'Mô tả.txt');
    const [overlap, ...more] = await overlaps(second);
    expect(more).toEqual([]);
    expect(overlap).toMatchObject({ with: { code: first, label: 'Đặt giờ đến một cửa', kind: 'entry' }, passages: [{ here: { file: 'Mô tả.txt', line: 3 }, there: { file: 'Thuyết minh.txt', line: 2 } }] });
    expect(overlap?.passages[0]?.here.text).toContain('Người đến thẳng vẫn được phục vụ');
    expect(overlap?.words).toBeGreaterThan(90);
    expect(overlap?.share).toBeGreaterThan(0.3);
    expect((await overlaps(first))[0]).toMatchObject({ with: { code: second }, words: overlap!.words, passages: [{ here: { file: 'Thuyết minh.txt' }, there: { file: 'Mô tả.txt' } }] });
  });

  it('are compared once: the same again, and once more, changes nothing', async () => {
    const before = await rows();
    await compared(second, 'again');
    await inTx((tx) => compareEntry(tx, parts().loaded, '00000000-0000-4000-8000-000000000000'));
    expect(await rows()).toEqual(before);
  });

  it('that share only the form share nothing', async () => {
    const code = await registered('cuc@people.test', 'Bản đồ điểm chỉ dẫn', 'Chỉ một dòng chưa đủ để gọi là bản sao của ai, và không có trong bài nào khác của cuộc thi này cả.');
    expect(await overlaps(code)).toEqual([]);
  });

  it('in a new version of their own are no copies, and the passage counts once', async () => {
    const before = await overlaps(second);
    await stage.send(await mail({ from: 'binh@people.test', subject: `Bổ sung ${second}`, text: `Xin bổ sung ${second}.`, attachments: [{ filename: 'Mô tả mới.txt', content: Buffer.from(`${another}\n${idea.replace('chật kín', 'đông nghịt')}\nThêm một câu.`), contentType: 'text/plain' }] }), 'binh@people.test');
    await compared(second, 'version');
    const after = await overlaps(second);
    expect(after.map((o) => [o.with.code, o.words])).toEqual(before.map((o) => [o.with.code, o.words]));
    expect(after[0]?.passages[0]?.here.file).toBe('Mô tả mới.txt');
  });

  it('whose texts are erased, or that became part of another, leave no trace', async () => {
    const [before] = await rows();
    const gone = await registered('dung@people.test', 'Lịch hẹn', idea);
    expect(await codesWith(gone)).toEqual([first, second].sort());
    await inTx((tx) => mergeEntries(tx, parts(), { by: 'Chị Lan', reason: 'trùng', letters: false }, first, gone));
    const goneId = await idOf(gone);
    await inTx((tx) => compareEntry(tx, parts().loaded, goneId));
    await compared(first, 'merged');
    expect(await overlapsOfId(goneId)).toEqual([]);
    expect(await codesWith(first)).toEqual([second]);
    const firstId = await idOf(first);
    await inTx(async (tx) => {
      await takeComparisonTurn(tx);
      await forgetEntryTexts(tx, firstId);
    });
    expect(await overlaps(second)).toEqual([]);
    const [left] = await rows();
    expect(left).toMatchObject({ passages: 0, counted: left!.fingerprints });
    expect(left!.texts).toBeLessThan(before!.texts);
    await inTx((tx) => compareEntry(tx, parts().loaded, firstId));
    expect(await codesWith(second)).toEqual([first]);
  });

  it('that come at the same moment find each other', async () => {
    const codes = [await registered('em@people.test', 'Sổ hẹn', 'Nội dung sẽ gửi sau, xin giữ chỗ cho bài dự thi này đến khi tác giả gửi bản thuyết minh đầy đủ.'), await registered('phuc@people.test', 'Sổ câu hỏi', 'Bản này giữ chỗ; thuyết minh đang được hoàn thiện và sẽ gửi đến Ban Tổ chức trong tuần tới.')];
    const texts = ['Bảng tin điện tử ở bến phà cho biết giờ làm việc, giấy tờ cần mang và số người đang chờ tại bộ phận một cửa của xã bên kia sông, để người dân khỏi qua phà vô ích trong những ngày nước lớn hoặc khi xã nghỉ họp.', 'Bảng tin điện tử ở bến phà cho biết giờ làm việc, giấy tờ cần mang và số người đang chờ tại bộ phận một cửa của xã bên kia sông, để người dân khỏi qua phà vô ích trong những ngày nước lớn hoặc khi xã nghỉ lễ.'];
    const ids = await Promise.all(codes.map(idOf));
    await stage.database.query(`update message set reading = jsonb_set(reading, '{text}', to_jsonb($2::text)) where id = (select message_id from entry_version where entry_id = $1)`, [ids[0], texts[0]]);
    await stage.database.query(`update message set reading = jsonb_set(reading, '{text}', to_jsonb($2::text)) where id = (select message_id from entry_version where entry_id = $1)`, [ids[1], texts[1]]);
    await Promise.all(ids.map((id) => inTx((tx) => compareEntry(tx, parts().loaded, id))));
    expect(await Promise.all(codes.map(codesWith))).toEqual([[codes[1]], [codes[0]]]);
    expect((await overlaps(codes[0]!))[0]?.passages[0]?.here.file).toBeNull();
  });

  it('wait for their turn without holding anybody up', async () => {
    const before = await overlaps(second);
    const id = await idOf(second);
    await inTx(async (tx) => {
      await takeComparisonTurn(tx);
      await inTx(async (other) => enqueue(other, 'compare-entry', { versionId: (await versionsOf(other, id)).at(-1)!.id }, { key: 'compare-entry:busy' }));
      stage.service.wake();
      // Asked in the same transaction: one that idles for long is ended by the server.
      await until('the job to be put off', async () => (await tx.run<{ said: string | null }>("select last_error as said from job where key = 'compare-entry:busy'"))[0]?.said ?? null);
    });
    await stage.idle();
    expect(await stage.database.query("select done_at is not null as done, attempts from job where key = 'compare-entry:busy'")).toEqual([{ done: true, attempts: 0 }]);
    expect(await overlaps(second)).toEqual(before);
  });

  it('of one sender do not share his cover note', async () => {
    const note = 'Kính gửi Ban Tổ chức cuộc thi, Phòng Nội vụ huyện xin gửi bài dự thi của cán bộ, công chức trong huyện; hồ sơ gồm phiếu đăng ký và bản thuyết minh, đề nghị Ban Tổ chức xem xét và phản hồi qua hộp thư này nếu còn thiếu giấy tờ.';
    const codes: string[] = [];
    for (const title of ['Bài thứ nhất', 'Bài thứ hai']) {
      const content = await registrationForm(parts().loaded.contest, { title, areas: [1], kind: 'individual', declared: true, unit: 'UBND xã', phone: '0900000822', email: `${title.length}@people.test`, authors: [{ name: 'Trần Văn Bình' }] });
      const { message } = await stage.send(await mail({ from: 'noivu@people.test', subject: `Bài dự thi mới: ${title}`, text: note, attachments: [{ filename: `${title}.docx`, content, contentType: DOCX }] }), 'noivu@people.test');
      codes.push(await inTx(async (tx) => (await loadEntry(tx, message.entryId!))!.code));
      await compared(codes.at(-1)!, title);
    }
    expect((await overlaps(codes[1]!)).flatMap((o) => o.passages.map((p) => p.here.text)).filter((t) => t.includes('Phòng Nội vụ huyện'))).toEqual([]);
  });
});

describe('the collection', () => {
  const known = 'Thẻ xếp hàng bằng tre được phát ở cổng chợ, mỗi màu một quầy, người bán hàng tranh thủ dọn hàng xong mới vào. Thẻ trả lại được dùng tiếp, không tốn giấy, không cần điện, và ai cũng hiểu ngay từ lần đầu nhìn thấy màu của quầy mình cần đến trong buổi sáng hôm ấy.';

  let before = '';

  it('is compared with entries that came before it and with those that come after', async () => {
    before = await registered('giang@people.test', 'Thẻ tre ở cổng chợ', `${known} Chúng tôi làm ở chợ xã.`);
    expect(await inTx((tx) => importText(tx, { kind: 'known', label: 'Sáng kiến năm 2019: Thẻ tre', file: 'sang-kien.docx', text: known }))).toBe(true);
    expect(await inTx((tx) => importText(tx, { kind: 'known', label: 'lần nữa', file: 'sang-kien.docx', text: known }))).toBe(false);
    const after = await registered('hai@people.test', 'Thẻ màu', `Mở đầu của riêng tôi. ${known}`);
    for (const code of [before, after]) expect((await overlaps(code)).map((o) => o.with)).toContainEqual({ code: null, label: 'Sáng kiến năm 2019: Thẻ tre', kind: 'known' });
    expect((await inTx((tx) => compareDocument(tx, { text: known, file: 'x.txt' }))).map((o) => o.with.kind).sort()).toEqual(['entry', 'entry', 'known']);
  });

  it('can be told what everybody writes, also for what was found before', async () => {
    expect(await overlaps(before)).not.toEqual([]);
    await inTx((tx) => ignoreText(tx, { label: 'kế hoạch', file: null, text: known }));
    expect(await overlaps(before)).toEqual([]);
    expect(await inTx((tx) => compareDocument(tx, { text: known, file: null }))).toEqual([]);
    await stage.database.query("delete from compared_text where label = 'kế hoạch'");
  });

  it('is made anew where another version of this program made its fingerprints', async () => {
    const [stored, found] = [await rows(), await codesWith(before)];
    expect(found).not.toEqual([]);
    await stage.database.query('update compared_text set algorithm = 0');
    while (await inTx((tx) => rebuildTexts(tx, 5)) > 0);
    expect([await rows(), await codesWith(before)]).toEqual([stored, found]);
  });

  it('is filled, asked and listed from the command line', async () => {
    const DATABASE_URL = stage.database.url;
    const run = async (...args: string[]) => {
      const running = runService({ DATABASE_URL }, ['originality', ...args]);
      return { code: await running.exited, said: running.log() };
    };
    await writeFile(join(dir, 'cũ.txt'), another);
    await writeFile(join(dir, 'danh-sach.csv'), `title,text\nMột,"${idea.replaceAll('\n', ' ')}"\nHai,ngắn\n`);
    await writeFile(join(dir, 'hình.bin'), Buffer.from([0, 1, 2, 3]));
    const imported = await run('import', dir, '--kind', 'earlier', '--label', 'Cuộc thi 2023');
    expect(imported.code, imported.said).toBe(0);
    expect(imported.said).toContain('3 texts added, 0 known already, 1 files without words');
    const checked = await run('check', join(dir, 'cũ.txt'), '--json');
    const [file] = JSON.parse(checked.said) as { file: string; overlaps: Overlap[] }[];
    expect(file?.overlaps.map((o) => o.with)).toContainEqual({ code: null, label: 'Cuộc thi 2023: cũ.txt', kind: 'earlier' });
    expect((await run('check', join(dir, 'cũ.txt'))).said).toMatch(/earlier Cuộc thi 2023: cũ\.txt: \d+ words, 100 % of the text\n {2}here {2}cũ\.txt, line 1/);
    const listed = JSON.parse((await run('list', '--json')).said) as { kind: string; code: string | null; label: string }[];
    expect(listed.map((t) => t.label)).toEqual(expect.arrayContaining(['Cuộc thi 2023: Một', 'Cuộc thi 2023: Hai']));
    const entry = listed.find((t) => t.kind === 'entry')?.code ?? '';
    expect((await run('show', entry)).code).toBe(0);
    expect((await run('show', 'KHONG-CO')).code).toBe(2);
  });
});
