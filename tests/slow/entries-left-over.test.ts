import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { versionsOfMessage } from '../../src/store/entries.ts';
import { documentsOfVersions } from '../../src/store/messages.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => { stage = await openStage({ changes: (c) => ({ ...c, letters: { ...c.letters, copyToAuthors: true } }) }); }, 60_000);
afterAll(() => stage.stop());

describe('a mail with more entries than are registered of one', () => {
  it('registers fifty of a mail with more, all in one receipt, and says which files belong to none', async () => {
    const [heads, tails] = [['bản đồ', 'hộp thư', 'quầy', 'thẻ', 'xe', 'sổ', 'loa'], ['lúa', 'chợ', 'sông', 'trường', 'đất', 'nước', 'y tế', 'thuế']];
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < 53; i += 1) files[`${String(i).padStart(2, '0')}/phiếu.docx`] = new Uint8Array(await registrationForm(stage.service.services.loaded.contest, { areas: [6], kind: 'individual', declared: true, unit: 'UBND xã Tân Tiến', phone: '0900000811', title: `${heads[i % 7]} ${tails[Math.floor(i / 7)]} ${i * 7} ${i * 11}`, email: 'phong@office.test', authors: [{ name: `Nguyễn Văn ${String.fromCharCode(65 + (i % 26))}${i}` }] }));
    const { message, letters } = await stage.send(await mail({ from: 'so@office.test', subject: 'Tổng hợp bài dự thi toàn sở', text: 'Xin gửi các bài.', attachments: [{ filename: 'tat ca.zip', content: Buffer.from(zipSync(files)), contentType: 'application/zip' }] }), 'so@office.test');
    const made = await stage.service.services.db.transaction(async (tx) => Promise.all((await versionsOfMessage(tx, message.id)).map(async (v) => (await documentsOfVersions(tx, [v])).map((d) => d.filename).sort())));
    expect(made).toEqual(Array.from({ length: 50 }, (_, i) => [`${String(i).padStart(2, '0')}/phiếu.docx`, 'tat ca.zip']));
    const receipts = letters.filter((l) => l.kind === 'receipt');
    expect(receipts.map((l) => new Set(l.text.match(/CCHC24-\d{4}-\w/g)).size)).toEqual([50]);
    const left = letters.find((l) => l.kind === 'entries-left-over')!;
    expect(left.text).toContain('50 bài đầu đã được ghi nhận');
    for (const n of ['50', '51', '52']) expect(left.text).toContain(`${n}/phiếu.docx`);
    expect(left.text).not.toContain('49/phiếu.docx');
    const all = await stage.letters();
    expect(all.filter((l) => l.kind === 'staff-alert').map((l) => l.text).join().replace(/\s+/g, ' ')).toContain('3 files belong to none of its 50 entries');
    // An office that wrote its own address on all forms hears five times, not fifty; and nothing else waits for that.
    expect(all.filter((l) => l.kind === 'author-copy' && l.toAddress === 'phong@office.test').map((l) => l.state)).toEqual(Array.from({ length: 5 }, () => 'sent'));
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  }, 60_000);
});
