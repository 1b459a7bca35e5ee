import { describe, expect, it } from 'vitest';
import { readText } from '../../src/documents/index.ts';
import { readFields } from '../../src/entry/fields.ts';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import type { Contest } from '../../schemas/contest.ts';
import type { EntryFields } from '../../schemas/reading.ts';
import { tinyEnglish } from '../support/contests.ts';

const noTools = { pdfWords: null };
const { contest } = await readContestFolder('contests/hau-giang-2024');

async function readBack(filling: Filling, of: Contest = contest): Promise<EntryFields> {
  const { text } = await readText(await registrationForm(of, filling), 'docx', noTools);
  expect(text).toMatchObject({ state: 'read', method: 'docx' });
  return readFields({ subject: null, text: '', documents: [{ part: '2', filename: 'Phiếu.docx', storedName: 'x', contentType: '', detectedType: 'docx', size: 1, sha256: 'f'.repeat(64), from: 'attachment', flags: [], text }] }, of);
}

describe("the contest's own registration form", () => {
  it('is read back as it was filled in, for a group', async () => {
    const author = { unit: 'UBND phường III, thành phố Vị Thanh', phone: '0900000811', email: 'hoa@people.test', position: 'Công chức', share: 60 };
    const fields = await readBack({
      title: 'Bản đồ điểm chờ: “giờ nào vắng?”', areas: [2, 6], kind: 'group', firstApplied: '15/3/2024', inheritsFrom: 'Bảng điện tử năm 2021', evidence: ['data', 'feedback'], declared: true,
      unit: 'UBND phường III, thành phố Vị Thanh', phone: '0900 000 811', email: 'nhom@people.test', authors: [{ name: 'Phạm Thị Hoa', ...author }, { name: 'Lê Minh Quân', position: 'Cán bộ', share: 40 }],
    });
    expect(Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, f.value]))).toEqual({
      title: 'Bản đồ điểm chờ: “giờ nào vắng?', areas: [2, 6], entrantKind: 'group', firstApplied: '2024-03-15', inheritsFrom: 'Bảng điện tử năm 2021', evidence: ['data', 'feedback'], declaration: true,
      unit: 'UBND phường III, thành phố Vị Thanh', phone: '0900000811', email: 'nhom@people.test', authors: [{ name: 'Phạm Thị Hoa', ...author }, { name: 'Lê Minh Quân', unit: null, position: 'Cán bộ', phone: null, email: null, share: 40 }],
    });
    expect(fields.title).toMatchObject({ file: 'Phiếu.docx', confidence: 0.95 });
  });

  it('is read back in English, too', async () => {
    const fields = await readBack({ title: 'A pond for all', areas: [2], kind: 'individual', declared: true, unit: 'Parks Office', phone: '0900000811', email: 'jane@people.test', authors: [{ name: 'Jane Example', unit: 'Parks Office' }] }, tinyEnglish());
    expect([fields.title, fields.areas, fields.entrantKind, fields.declaration, fields.unit, fields.phone, fields.email].map((f) => f.value)).toEqual(['A pond for all', [2], 'individual', true, 'Parks Office', '0900000811', 'jane@people.test']);
    expect(fields.authors.value?.map((a) => a.name)).toEqual(['Jane Example']);
    expect(Object.values(await readBack({}, tinyEnglish())).filter((f) => f.value !== null)).toEqual([]);
  });

  it('states nothing while it is empty', async () => {
    const fields = await readBack({});
    expect(Object.entries(fields).filter(([, f]) => f.value !== null).map(([name, f]) => [name, f.value])).toEqual([]);
  });

  it('with the box of the declaration ticked and nothing else supplies just that', async () => {
    const fields = await readBack({ declared: true });
    expect(Object.entries(fields).filter(([, f]) => f.value !== null).map(([name, f]) => [name, f.value])).toEqual([['declaration', true]]);
  });

  it.each(['individual', 'organisation'] as const)('tells the kind %s by its ticked box', async (kind) => {
    expect((await readBack({ kind, areas: [1], title: 'Một cửa điện tử' })).entrantKind.value).toBe(kind);
  });
});
