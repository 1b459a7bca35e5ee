/** A contest after the closing: eligible entries of agencies of the province and a jury of seven, on the reference contest with the judging that its notes propose. */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedContest } from '../../schemas/contest.ts';
import type { Author, EntryFields } from '../../schemas/reading.ts';
import { formatCode } from '../../src/entry/code.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { openDatabase, type Database, type Tx } from '../../src/store/database.ts';
import { addEntry, addVersion, takeTurn } from '../../src/store/entries.ts';
import { readSheets } from '../../src/results/sheet-list.ts';
import { rulesOf } from '../../src/results/sheet.ts';
import { approve, hashOf, type Act } from '../../workers/results/act.ts';
import { advanceAct, chairAct } from '../../workers/results/rounds.ts';
import { sheetsAct } from '../../workers/results/sheets.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';
import { author, NOTHING, stated } from './entry-facts.ts';
import { withScoring } from './scoring.ts';

const REFERENCE = 'contests/hau-giang-2024';

/** Invented judges of the agencies that the plan names. */
export const JURY = [
  ['Trần Thị Bích Hạnh', 'Sở Nội vụ'], ['Lê Quang Minh', 'Sở Kế hoạch và Đầu tư'], ['Phạm Hữu Tài', 'Văn phòng UBND tỉnh'], ['Nguyễn Thị Kim Oanh', 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh'],
  ['Đặng Văn Phúc', 'Sở Tư pháp'], ['Huỳnh Thanh Trúc', 'Sở Tài chính'], ['Võ Minh Khôi', 'Sở Thông tin và Truyền thông'],
] as const;

const UNITS = ['Phòng Nội vụ thành phố Ngã Bảy', 'Sở Y tế tỉnh Hậu Giang', 'UBND huyện Châu Thành A', 'Sở Giao thông vận tải tỉnh Hậu Giang', 'UBND huyện Vị Thủy', 'UBND thị xã Long Mỹ', 'Sở Công Thương tỉnh Hậu Giang', 'Sở Giáo dục và Đào tạo tỉnh Hậu Giang', 'UBND thành phố Vị Thanh', 'UBND huyện Phụng Hiệp'];
const WHAT = ['Trợ lý ảo hướng dẫn hồ sơ', 'Bản đồ số điểm hẹn trả kết quả', 'Sổ tay điện tử cho công chức một cửa', 'Tổ công nghệ số lưu động', 'Mã QR tra cứu quy hoạch', 'Lịch hẹn trực tuyến không chờ đợi', 'Hộp thư góp ý tự động phân loại'];
const WHERE = ['tại bộ phận một cửa', 'cho người cao tuổi', 'trong giải quyết hồ sơ đất đai', 'cho hộ kinh doanh', 'ở xã vùng sâu'];

export type Judged = {
  database: FreshDatabase; db: Database; loaded: LoadedContest; dir: string; codes: string[];
  /** for commands */
  env: Record<string, string>;
  stop: () => Promise<void>;
};

/** @param locale of its letters and papers */
export async function judgedContest(entries: number, locale: 'vi' | 'en' = 'vi'): Promise<Judged> {
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-contest-'));
  const yaml = withScoring(await readFile(`${REFERENCE}/contest.yaml`, 'utf8')).replace(/^# staff:\n#   addresses: .*$/m, 'staff:\n  addresses: [thuky@snv.example.vn]').replace('locale: vi', `locale: ${locale}`);
  await writeFile(join(dir, 'contest.yaml'), yaml);
  await copyFile(`${REFERENCE}/agencies.csv`, join(dir, 'agencies.csv'));
  const loaded = await readContestFolder(dir);
  const database = await freshDatabase();
  const db = openDatabase(database.url, () => new Date('2024-08-26T02:00:00Z'));
  const codes = await db.transaction(async (tx) => {
    await takeTurn(tx);
    const made: string[] = [];
    for (let n = 1; n <= entries; n++) made.push(await eligibleEntry(tx, n));
    return made;
  });
  for (const [i, [name, agency]] of JURY.entries()) {
    await database.query(`insert into body_member (body, name, agency, emails, phones, role, decision, areas, added_at, changed_at) values ('jury', $1, $2, $3::jsonb, '[]', $4, '012/QĐ-BTC', '[]', $5, $5)`,
      [name, agency, JSON.stringify([`giamkhao${i + 1}@example.vn`]), i === 0 ? 'Trưởng ban' : 'Thành viên', '2024-08-20T02:00:00Z']);
  }
  return {
    database, db, loaded, dir, codes, env: { DATABASE_URL: database.url, CONTEST_DIR: dir, SECRET_KEY: 'a key of the tests with 32 bytes or more' },
    stop: async () => {
      await db.close();
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function eligibleEntry(tx: Tx, n: number): Promise<string> {
  const messageId = await storedMessage(tx, n);
  const row = await addEntry(tx, { codeOf: (number) => formatCode('CCHC24', number), state: 'eligible', receivedAt: new Date('2024-08-01T02:00:00Z'), sender: `tacgia${n}@people.test` });
  await tx.run(RULES, ['f'.repeat(64), tx.now]);
  addVersion(tx, { entryId: row.id, n: 1, messageId, form: '', documents: null, receivedAt: row.receivedAt, fields: fieldsOf(n), findings: [], rulesSha256: 'f'.repeat(64) });
  return row.code;
}

const RULES = `insert into rules_version (sha256, contest_id, first_used_at, contest) values ($1, 'hau-giang-2024', $2, '{}') on conflict do nothing`;
const MAILBOX = `insert into mailbox (id, name) values ('00000000-0000-4000-8000-000000000001', 'test@test/INBOX') on conflict do nothing`;
const MESSAGE = `insert into message (id, mailbox_id, uidvalidity, uid, internal_date, size, outcome, stored_at, handled_at) values ($1, '00000000-0000-4000-8000-000000000001', 1, $2, $3, 9, 'registered', $3, $3)`;

async function storedMessage(tx: Tx, n: number): Promise<string> {
  const id = randomUUID();
  await tx.run(MAILBOX);
  await tx.run(MESSAGE, [id, n, new Date('2024-08-01T02:00:00Z')]);
  return id;
}

/** Every third is a collective, every fifth a group of three; one title is a formula, one holds markup. */
function fieldsOf(n: number): EntryFields {
  const unit = UNITS[n % UNITS.length] ?? '';
  const title = n === 7 ? '=HYPERLINK("http://evil.test";"Mã QR")' : n === 8 ? 'Cổng <b>một cửa</b> & "liên thông"' : `${WHAT[n % WHAT.length]} ${WHERE[n % WHERE.length]}`;
  const kind = n % 3 === 0 ? 'organisation' : n % 5 === 0 ? 'group' : 'individual';
  const people: Author[] = ['Nguyễn Thị An', 'Lê Văn Bình', 'Trần Thị Chi'].slice(0, kind === 'group' ? 3 : 1).map((name) => author(`${name} ${n}`, { unit, phone: `09000${String(n).padStart(5, '0')}`, email: `tacgia${n}@people.test` }));
  return {
    ...NOTHING, title: stated(title), entrantKind: stated(kind), areas: stated([1 + (n % 6)]), authors: stated(kind === 'organisation' ? [] : people), unit: stated(unit),
    phone: stated(`09000${String(n).padStart(5, '0')}`), email: stated(`tacgia${n}@people.test`), declaration: stated(true),
  };
}

/** Sheets of the first round: two judges for each entry, taken in turn. Entry 3 divides its judges, 4 does so beyond a third; 17 and 18 stand equal. */
export function firstRoundCsv(codes: string[]): string {
  const lines = codes.flatMap((code, i) => [0, 1].map((k) => {
    const n = i + 1;
    const judge = JURY[(i + k * 3) % JURY.length]?.[0] ?? '';
    const level = n === 18 ? 17 : n;
    const down = (n === 3 || n === 4) && k === 1 ? 12 : 0;
    return [code, judge, (29 - level * 0.5 - down).toFixed(1), (24 - level * 0.4 - (k && n !== 17 && n !== 18 ? 0.5 : 0)).toFixed(1), (23 - level * 0.3 - down).toFixed(1), (14 - level * 0.2).toFixed(1), '4.5', ''].join(',');
  }));
  return `code,judge,novelty,effect,reach,evidence,form,comment\n${lines.join('\n')}\n`;
}

/** Sheets of the second round: every judge for every finalist, but for pairs that are left out; with semicolons and decimal commas, as a Vietnamese Excel writes. */
export function secondRoundCsv(codes: string[], without: [code: string, judge: string][] = []): string {
  const comma = (value: number): string => value.toFixed(1).replace('.', ',');
  const lines = codes.flatMap((code, i) => JURY.flatMap(([judge], j) => (without.some(([c, w]) => c === code && w === judge) ? []
    : [[code, judge, comma(55 - i * 1.5 + (j % 3)), comma(18 - i * 0.3 + (j % 2) * 0.5), comma(18.5 - i * 0.2 - (j === 5 ? 2 : 0)), i === 0 ? 'Trình bày thuyết phục' : ''].join(';')])));
  return `code;judge;content;talk;answers;comment\n${lines.join('\n')}\n`;
}

/** Decides as a person would who looked at it. */
export async function decided(contest: Judged, prepare: (tx: Tx) => Promise<Act> | Act, reason = 'Biên bản số 03/BB-BGK'): Promise<void> {
  await contest.db.transaction(async (tx) => {
    const act = await prepare(tx);
    await approve(tx, act, hashOf(act), { by: 'Trần Thị Bích Hạnh', reason });
  });
}

/** Both rounds to their end: 24 entries, one divergent and settled, one before the chair, a tie at the cut; 17 finalists, two conflicts. @returns codes of the finalists, the best first */
export async function playRounds(contest: Judged): Promise<string[]> {
  const { loaded, codes } = contest;
  const import_ = (round: string, csv: string) => decided(contest, (tx) => sheetsAct(tx, loaded, round, readSheets(csv, rulesOf(loaded.contest, round)).sheets));
  const third = (code: string, judge: string, marks: number[]) => import_('preliminary', `code,judge,novelty,effect,reach,evidence,form\n${[code, judge, ...marks].join(',')}\n`);
  await import_('preliminary', firstRoundCsv(codes));
  await third(codes[2] ?? '', 'Võ Minh Khôi', [25, 22, 21, 12, 4]);
  await third(codes[3] ?? '', 'Lê Quang Minh', [5, 10.5, 10, 5, 2]);
  await decided(contest, (tx) => chairAct(tx, loaded, 'preliminary', codes[3] ?? '', '86,5'), 'ý kiến Trưởng ban tại cuộc họp ngày 30/9/2024');
  await decided(contest, (tx) => advanceAct(tx, loaded, 'preliminary', [codes[16] ?? ''], []), 'Biên bản số 02/BB-BTC');
  const finalists = codes.slice(0, 17);
  const conflicts: [string, string][] = [[finalists[2] ?? '', JURY[4][0]], [finalists[6] ?? '', JURY[5][0]]];
  for (const [code, judge] of conflicts) {
    await contest.database.query(`insert into declared_conflict (member_id, entry_id, ground, reason, actor, at) select m.id, e.id, 'declared', 'cùng đơn vị', 'giám khảo', now() from body_member m, entry e where m.name = $1 and e.code = $2`, [judge, code]);
  }
  await import_('defence', secondRoundCsv(finalists, conflicts));
  await decided(contest, (tx) => advanceAct(tx, loaded, 'defence', [], conflicts.map(([code]) => code)));
  return finalists;
}
