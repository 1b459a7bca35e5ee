import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Carries } from '../../schemas/letters.ts';
import { loadMessage } from '../../src/store/messages.ts';
import { receiptsOfMessage } from '../../src/store/paper.ts';
import { addOnPaper } from '../../workers/paper/add.ts';
import { erasePerson } from '../../workers/personal/erase.ts';
import { planErasure } from '../../workers/personal/plan.ts';
import { bringPapersBack } from '../../workers/restore/papers.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const TEL = 'tel:0900000988';

let stage: Stage;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailroom-forgotten-'));
  stage = await openStage({ dataDir: folder });
});
afterAll(async () => {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

type Tx = Parameters<Parameters<Stage['service']['services']['db']['transaction']>[0]>[0];
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => stage.service.services.db.transaction(work);
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);

describe('somebody who entered on paper and is to be forgotten', () => {
  it('is: rows, printed letters, bytes and the record in DATA_DIR, and an older DATA_DIR brings nothing back', async () => {
    const { services } = stage.service;
    const typed = { receivedAt: new Date('2024-07-01T02:00:00Z'), channel: 'hand' as const, name: 'Lê Văn Quên', email: null, phone: '0900000988', address: null, title: 'Xin được quên', code: null };
    const { messageId } = await inTx((tx) => addOnPaper(tx, services, typed, [], { by: 'Chị Lan', reason: 'nộp tại quầy', again: false, staffMessageId: null }));
    await stage.idle();
    expect((await inTx((tx) => receiptsOfMessage(tx, messageId)))[0]).toMatchObject({ to: TEL, letterState: 'to-print' });
    const { sha256 } = (await inTx((tx) => loadMessage(tx, messageId))) ?? {};
    const [[record], raw] = [await services.paperRecords.all(), await services.blobs.read(sha256 ?? '')];

    const asked = { addresses: [TEL], names: [], codes: [] };
    const { hash } = await inTx((tx) => planErasure(tx, services, asked));
    await inTx((tx) => erasePerson(tx, services, asked, { by: 'Chị Lan', reason: 'theo yêu cầu', hash }));
    await stage.idle();
    expect([await services.paperRecords.all(), await services.blobs.has(sha256 ?? '')]).toEqual([[], null]);
    const [left] = await stage.database.query<{ row: string }>(`select concat(${['paper_record', 'letter', 'message', 'entry_sender', 'entry_version'].map((table) => `(select json_agg(t) from ${table} t)`).join(', ')}) as row`);
    expect(left?.row).toContain(messageId);
    expect(left?.row).not.toMatch(/0900000988|Xin được quên|Lê Văn Quên/);
    expect(await violations()).toEqual([]);

    await services.blobs.put(raw);
    if (record) await services.paperRecords.note(record);
    await bringPapersBack(services);
    expect([await services.paperRecords.all(), await services.blobs.has(sha256 ?? ''), (await stage.messages()).length]).toEqual([[], null, 1]);
    expect(await violations()).toEqual([]);
  });

  it.each([['the receipt that staff got as a file to print', '0900000977', false], ['a file that only its name ties to the entry, as those are that judges got', '0900000966', true]])('and so is %s', async (_what, phone, bare) => {
    const text = ['BÀI GIẤY', 'Nhận lúc: 9 giờ 30, 1/7/2024', 'Cách nộp: nộp trực tiếp', 'Người nộp: Phạm Thị Giấy', `Điện thoại: ${phone}`, `Tên bài: Giấy báo nhận để in ${phone}`].join('\n');
    const { letters: [ask] } = await stage.send(await mail({ from: 'staff@office.test', subject: 'Nhập bài', text }), 'staff@office.test');
    await stage.send(await mail({ from: 'staff@office.test', subject: `Re: ${ask?.subject}`, inReplyTo: ask?.rfcMessageId ?? '', text: 'ĐỒNG Ý' }), 'staff@office.test');
    const { facts } = await stage.letterTo('staff@office.test');
    const [file] = ((facts as Carries).attached ?? []).flatMap((a) => (typeof a !== 'string' && a.kind === 'file' ? [a] : []));
    const { blobs } = stage.service.services;
    expect((await blobs.read(file?.sha256 ?? '')).toString()).toContain('Giấy báo nhận để in');

    if (bare) await stage.database.query("update letter set kind = 'judge-package', entry_id = null, message_id = null where kind = 'paper-answer' and erasure_id is null");
    const asked = { addresses: [`tel:${phone}`], names: [], codes: [] };
    const { hash } = await inTx((tx) => planErasure(tx, stage.service.services, asked));
    await inTx((tx) => erasePerson(tx, stage.service.services, asked, { by: 'Chị Lan', reason: 'theo yêu cầu', hash }));
    await stage.idle();
    expect(await blobs.has(file?.sha256 ?? '')).toBeNull();
    expect(await violations()).toEqual([]);
  });
});
