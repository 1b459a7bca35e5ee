/** Word forms, archives and a scan, as people send them: filled in from the contest's own form. All people and numbers are invented. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Contest } from '../../schemas/contest.ts';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { projectRoot } from '../cli/context.ts';
import { writeMail, type Written } from './mails.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

type At = { contest: Contest; mailbox: string; now: Date };
type Letter = Pick<Written, 'from' | 'messageId' | 'subject' | 'text'>;

/** A mail whose words all stand in the Word form it brings. */
export async function withForm(letter: Letter, filling: Filling, { contest, mailbox, now }: At): Promise<Buffer> {
  return writeMail({ ...letter, attachments: [{ filename: 'Phiếu đăng ký dự thi.docx', content: await registrationForm(contest, filling), contentType: DOCX }] }, mailbox, now);
}

/** The same inside an archive, beside a description and a table of figures. */
export async function withArchive(letter: Letter, filling: Filling, { contest, mailbox, now }: At): Promise<Buffer> {
  const archive = zipSync({
    'Hồ sơ dự thi/1. Phiếu đăng ký.docx': new Uint8Array(await registrationForm(contest, filling)),
    'Hồ sơ dự thi/2. Thuyết minh.txt': new TextEncoder().encode(`THUYẾT MINH\n\n${filling.title ?? ''}\n\nNgười dân nhận tin nhắn khi hồ sơ sắp đến hạn, nên không phải đi hỏi nhiều lần. Sau ba tháng áp dụng thử, số hồ sơ trễ hẹn giảm một nửa.\n`),
    'Hồ sơ dự thi/3. Số liệu.csv': new TextEncoder().encode('Tháng,Hồ sơ,Trễ hẹn\n4/2024,212,31\n5/2024,198,22\n6/2024,240,14\n'),
  }, { mtime: new Date('2024-07-19T08:00:00+07:00') });
  return writeMail({ ...letter, attachments: [{ filename: 'Hồ sơ dự thi.zip', content: Buffer.from(archive), contentType: 'application/zip' }] }, mailbox, now);
}

/** Several entries in one archive, a folder each: what an office collects from its people. */
export async function withFolders(letter: Letter, fillings: Filling[], { contest, mailbox, now }: At): Promise<Buffer> {
  const folders = await Promise.all(fillings.map(async (filling, i): Promise<[string, Uint8Array][]> => [
    [`Bài ${i + 1}/Phiếu đăng ký.docx`, new Uint8Array(await registrationForm(contest, filling))],
    [`Bài ${i + 1}/Thuyết minh.txt`, new TextEncoder().encode(`THUYẾT MINH\n\n${filling.title ?? ''}\n\nĐã áp dụng thử trong ba tháng tại đơn vị.\n`)],
  ]));
  const archive = zipSync(Object.fromEntries(folders.flat()), { mtime: new Date('2024-07-23T08:00:00+07:00') });
  return writeMail({ ...letter, attachments: [{ filename: 'Bài dự thi xã Tân Tiến.zip', content: Buffer.from(archive), contentType: 'application/zip' }] }, mailbox, now);
}

/** A photograph of a printed form: nothing in it is text before OCR has read it. */
export async function withScan(letter: Letter, { mailbox, now }: At): Promise<Buffer> {
  const picture = await readFile(join(projectRoot, 'workers', 'demo', 'scanned-form.png'));
  return writeMail({ ...letter, attachments: [{ filename: 'Phiếu dự thi (chụp).png', content: picture, contentType: 'image/png' }] }, mailbox, now);
}
