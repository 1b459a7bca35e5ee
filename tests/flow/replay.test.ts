import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { documentsOf } from '../../src/store/messages.ts';
import { replay, type Replayed } from '../../workers/replay.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
let stage: Stage;
let id: string;

beforeAll(async () => {
  stage = await openStage();
  const form = await registrationForm(stage.service.services.loaded.contest, {
    title: 'Quầy tự in giấy biên nhận', areas: [2], kind: 'individual', declared: true, unit: 'Sở Tư pháp', phone: '0900000811', authors: [{ name: 'Phạm Thị Hoa', unit: 'Sở Tư pháp' }],
  });
  const { message } = await stage.send(await mail({ subject: 'Bài dự thi', text: 'Xin gửi phiếu kèm theo.', attachments: [{ filename: 'Phiếu.docx', content: form, contentType: DOCX }] }));
  id = message.id;
});
afterAll(() => stage.stop());

const again = (by: string | null): Promise<Replayed> => replay(stage.service.services, id, by);
const version = async () => (await stage.entries())[0]!.version!;
const decisions = (): Promise<{ actor: string; action: string }[]> => stage.database.query('select t.text as actor, e.action from audit_event e join audit_text t on t.id = e.actor order by e.n');

describe('a message read again', () => {
  it('is as before where nothing was learnt since', async () => {
    expect(await again('staff')).toMatchObject({ unreadable: null, changes: [], applied: false });
    expect(await decisions()).toEqual([]);
  });

  it('shows what would be understood otherwise today, and changes nothing', async () => {
    await stage.database.query(`update document set text_state = 'failed', text_method = null, text_failure = 'unsupported', words = null`);
    await stage.database.query(`update entry_version set fields = jsonb_set(fields, '{title}', '{"value": null, "source": "", "confidence": 0}')`);
    await stage.database.query(`update entry set state = 'needs-info'`);
    expect((await again(null)).changes).toEqual([
      { of: '2 text', before: 'failed, unsupported, 0 characters', after: expect.stringMatching(/^read, docx, \d+ characters$/) },
      { of: 'state', before: 'needs-info', after: 'under-check' },
      { of: 'title', before: 'null', after: '"Quầy tự in giấy biên nhận"' },
    ]);
    expect((await version()).fields.title.value).toBeNull();
  });

  it('changes the entry once a person says so, on record and without a letter', async () => {
    const letters = (await stage.letters()).length;
    expect(await again('an@office.test')).toMatchObject({ applied: true, code: expect.stringMatching(/^CCHC24-0001/) });
    expect((await stage.entries())[0]!.entry.state).toBe('under-check');
    expect((await version()).fields.title).toMatchObject({ value: 'Quầy tự in giấy biên nhận', file: 'Phiếu.docx' });
    const [document] = await stage.service.services.db.transaction((tx) => documentsOf(tx, [id]));
    expect(document).toMatchObject({ textState: 'read', textMethod: 'docx' });
    expect(await decisions()).toEqual([{ actor: 'an@office.test', action: 'replay' }]);
    expect((await stage.letters()).length).toBe(letters);
    expect(await again(null)).toMatchObject({ changes: [] });
    expect((await stage.verdict()).ok).toBe(true);
  });

  it('keeps what OCR read, which would take minutes again', async () => {
    // Too small a picture for OCR to be asked here.
    const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const { message } = await stage.send(await mail({ from: 'binh@people.test', subject: 'Bài dự thi', text: 'Xin gửi ảnh.', attachments: [{ filename: 'a.png', content: dot, contentType: 'image/png' }] }), 'binh@people.test');
    await stage.database.query(`update document set text_state = 'read', text_method = 'ocr', text_failure = null, words = 'Phiếu' where message_id = '${message.id}'`);
    expect((await replay(stage.service.services, message.id, null)).changes).toEqual([]);
  });

  it('says so where its bytes are gone', async () => {
    expect(await replay(stage.service.services, '00000000-0000-0000-0000-000000000000', null)).toMatchObject({ unreadable: 'no such message' });
    await stage.database.query('update message set raw_deleted_at = now()');
    expect(await again(null)).toMatchObject({ unreadable: 'its bytes were not kept', changes: [] });
  });
});
