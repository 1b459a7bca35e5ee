import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { ERASED } from '../../src/personal/erased.ts';
import { addApproval, closeApproval } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { planErasure } from '../../workers/personal/plan.ts';
import { erasePerson } from '../../workers/personal/erase.ts';
import { everythingOf, rowsOf } from '../support/dump.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const KHOA = 'dangkhoa@people.test';
let stage: Stage;
let dataDir: string;
let code = '';

/** Khoa sends the group's entry himself: what is his goes, what is the group's stays. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mailroom-shared-'));
  stage = await openStage({ dataDir });
  const content = await registrationForm(stage.service.services.loaded.contest, { title: 'Tổ công nghệ số lưu động', areas: [2], kind: 'group', declared: true, unit: 'UBND xã Vị Thắng', phone: '0911222333', email: KHOA, authors: [{ name: 'Võ Đăng Khoa', email: KHOA, phone: '0977111222' }, { name: 'Trần Văn Bình', phone: '0911222333' }] });
  await stage.send(await mail({ from: KHOA, subject: 'Bài dự thi của nhóm Võ Đăng Khoa', text: 'Tôi là Võ Đăng Khoa, gửi bài của nhóm.', attachments: [{ filename: 'Phiếu nhóm.docx', content, contentType: DOCX }] }), KHOA);
  code = (await stage.entries())[0]!.entry.code;
});
afterAll(async () => {
  await stage.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const asked = { addresses: [KHOA], names: [], codes: [] };
const plan = () => stage.service.services.db.transaction((tx) => planErasure(tx, stage.service.services, asked));
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => stage.service.services.db.transaction(work);

describe('what stands in the way of an erasure is said, and nothing is done', () => {
  it('while a batch of letters that names the person waits for approval', async () => {
    const batch = await inTx((tx) => addApproval(tx, { what: 'other', about: 'x', hash: 'h', askedBy: 'x', letters: [{ kind: 'eligibility-result', key: 'k', to: KHOA, entryId: null, code: null, facts: {}, subject: 'x', text: 'x', html: 'x' }] }, (n) => `D${n}`));
    const { obstacles, hash } = await plan();
    expect(obstacles).toEqual([`the batch ${batch.code} waits for approval and names them: decide or cancel it first`]);
    await expect(inTx((tx) => erasePerson(tx, stage.service.services, asked, { by: 'x', reason: 'x', hash }))).rejects.toThrow(/nothing was erased: the batch/);
    await inTx((tx) => closeApproval(tx, batch.id, 'cancelled', 'x', null));
    expect((await plan()).obstacles).toEqual([]);
  });

  it('while the contest must keep what it has', async () => {
    const { loaded } = stage.service.services;
    const held = { ...loaded, contest: { ...loaded.contest, personalData: { ...loaded.contest.personalData, legalHold: { reason: { vi: 'thanh tra theo Quyết định 12/QĐ-TTr' }, until: '2024-07-31' } } } };
    const at = (contest: typeof held) => stage.service.services.db.transaction((tx) => planErasure(tx, { loaded: contest }, asked));
    expect((await at(held)).obstacles).toEqual(['the contest must keep what it has: thanh tra theo Quyết định 12/QĐ-TTr']);
    stage.clock.set('2024-08-01T02:00:00Z');
    expect((await at(held)).obstacles).toEqual([]);
  });
});

describe('an entry that its sender leaves', () => {
  it('keeps its files and its other author, and nothing of the sender in any row', async () => {
    const { services } = stage.service;
    const { hash, person, held } = await plan();
    expect(person.entries).toMatchObject([{ code, whole: false }]);
    expect([held.messages.length, held.partly.length]).toEqual([0, 1]);
    await inTx((tx) => erasePerson(tx, services, asked, { by: 'x', reason: 'theo yêu cầu', hash }));
    await until('the bytes to go', async () => { stage.service.wake(); await stage.idle(); return (await stage.database.query('select 1 from doomed_bytes')).length === 0; });
    const rows = await rowsOf(stage.database);
    for (const word of ['dangkhoa', 'Đăng Khoa', '0977111222']) expect(rows).not.toContain(word);
    expect(rows).toContain('Trần Văn Bình');
    const [message] = await stage.messages();
    expect(message).toMatchObject({ outcome: 'registered', sha256: null, fromAddress: null, subject: null, erasureId: null });
    const [row] = await stage.database.query<{ words: string }>('select words from document');
    expect(row?.words).toContain(ERASED);
    // The form is the group's, too: its bytes stay, and staff were told so.
    expect(await everythingOf(stage.database, dataDir)).toContain('Đăng Khoa');
    expect((await stage.letterTo('staff@office.test')).facts).toMatchObject({ stays: [{ what: 'files', code, count: 1 }] });
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });
});
