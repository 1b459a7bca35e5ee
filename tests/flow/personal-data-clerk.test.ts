import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { exportPerson } from '../../workers/personal/export.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const filling = (name: string, title: string, email: string, phone: string): Filling => ({ title, areas: [2], kind: 'individual', declared: true, unit: 'UBND xã Vị Tân', phone, email, authors: [{ name, unit: 'UBND xã Vị Tân', position: 'Công chức' }] });
const people = [
  filling('Phạm Thị Hoa', 'Tổ công nghệ số cộng đồng đến từng nhà', 'hoa@people.test', '0900000811'), filling('Trần Văn Bình', 'Mã QR tra cứu thủ tục tại bộ phận một cửa', 'binh@people.test', '0900000822'),
  filling('Lê Thị Chi', 'Lịch hẹn trực tuyến cho người cao tuổi', 'chi@people.test', '0900000833'),
];

/** A clerk sends what three colleagues wrote, with a list of them. */
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const files: Record<string, Uint8Array> = { 'danh sách.csv': new TextEncoder().encode('STT,Tác giả\n1,Phạm Thị Hoa\n2,Trần Văn Bình\n3,Lê Thị Chi\n') };
  for (const [i, one] of people.entries()) {
    files[`Bài ${i + 1}/phiếu.docx`] = new Uint8Array(await registrationForm(stage.service.services.loaded.contest, one));
    files[`Bài ${i + 1}/minh chứng.csv`] = new TextEncoder().encode(`Tháng,Hồ sơ\n4,${71_200 + i}\n`);
  }
  await stage.send(await mail({ from: 'vanthu@office.test', subject: 'Tổng hợp bài dự thi của đơn vị', text: 'Văn thư xin gửi ba bài dự thi của đơn vị.', attachments: [{ filename: 'Ho so.zip', content: Buffer.from(zipSync(files)), contentType: 'application/zip' }] }), 'vanthu@office.test');
});
afterAll(() => stage.stop());

type Copy = { entries: { code: string }[]; documents: { name: string; text: string }[] };
const copyOf = async (address: string): Promise<{ all: string; data: Copy }> => {
  const { services } = stage.service;
  const { files } = await services.db.transaction((tx) => exportPerson(tx, services, { addresses: [address], names: [], codes: [] }, 'Chị Lan'));
  const text = (name: string): string => files.flatMap((f) => (f.name === name && 'text' in f ? [f.text] : [])).join('');
  return { all: files.map((f) => ('text' in f ? f.text : '')).join('\n'), data: JSON.parse(text('data.json')) as Copy };
};

describe('a copy for one of three whose entries came in one mail', () => {
  it('has the files of the own entry, and of the list beside them no word', async () => {
    const [hoa] = await stage.entries();
    const { data } = await copyOf('hoa@people.test');
    expect(data.entries.map((e) => e.code)).toEqual([hoa?.entry.code]);
    expect(data.documents.map((d) => d.name).sort()).toEqual(['Bài 1/minh chứng.csv', 'Bài 1/phiếu.docx', 'Ho so.zip', 'danh sách.csv']);
    expect(data.documents.find((d) => d.name === 'Bài 1/minh chứng.csv')?.text).toContain('71200');
    expect(data.documents.find((d) => d.name === 'danh sách.csv')?.text).toBe('');
  });

  it('says nothing of the colleagues, in any file of it', async () => {
    const { all } = await copyOf('hoa@people.test');
    expect(all).toContain('Phạm Thị Hoa');
    for (const word of ['Trần Văn Bình', 'Lê Thị Chi', 'Mã QR tra cứu', 'Lịch hẹn trực tuyến', '71201', '71202', 'binh@people.test']) expect(all).not.toContain(word);
  });

  it('for the clerk has all of what the clerk sent', async () => {
    const { data } = await copyOf('vanthu@office.test');
    expect(data.entries).toHaveLength(3);
    expect(data.documents.map((d) => d.name)).toEqual(expect.arrayContaining(['Bài 1/phiếu.docx', 'Bài 2/phiếu.docx', 'Bài 3/phiếu.docx', 'danh sách.csv']));
  });
});
