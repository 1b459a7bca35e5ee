/** A jury, eligible entries and a judged round, for the tests of judging. */
import type { Contest, ExcludedPerson } from '../../schemas/contest.ts';
import { entriesOnDesk } from '../../src/store/decisions.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { importMembers, listMembers, type MemberRow } from '../../src/store/judging/members.ts';
import { JURY } from '../../src/judging/roster.ts';
import { pdf } from '../../workers/demo/mails.ts';
import { decideEntry } from '../../workers/desk/apply.ts';
import { mail } from './mails.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

export const RUBRIC = [
  { key: 'moi', name: { vi: 'Tính mới, sáng tạo', en: 'Novelty' }, points: 30 }, { key: 'hieu-qua', name: { vi: 'Tính thiết thực, hiệu quả', en: 'Use' }, points: 40 },
  { key: 'nhan-rong', name: { vi: 'Khả năng áp dụng, nhân rộng', en: 'Spread' }, points: 30 },
];
export const JUDGING_NOW = '2024-08-20T02:00:00Z';

export function withJudging(contest: Contest, more: object = {}): Contest {
  const { judging, ...rest } = { judging: {}, ...more } as { judging?: object };
  return {
    ...contest, excludedBodies: [{ key: 'jury', name: { vi: 'Ban Giám khảo', en: 'Jury' } }],
    rounds: [{
      key: 'preliminary', name: { vi: 'Vòng sơ khảo', en: 'Preliminary round' }, scoring: { precision: 1, rounding: 'half-up', weights: {}, gap: 20, rankBy: 'raw', tieBreak: [] },
      judging: { judges: 2, due: '2024-09-10T17:00:00+07:00', panels: 'prefer', rubric: RUBRIC, decimals: 1, furtherDays: 3, remind: { daysBefore: [7, 2], daysAfter: [1, 4] }, ...judging },
    }],
    ...rest,
  };
}

export const judge = (n: number, more: Partial<ExcludedPerson> = {}): ExcludedPerson => ({ name: `Giám Khảo Thứ ${n}`, body: JURY, agency: `Cơ quan số ${n}`, emails: [`gk${n}@jury.test`], phones: [], role: null, areas: [], maxLoad: null, ...more });

export type JuryStage = Stage & { judges: () => Promise<MemberRow[]>; inTx: <T>(work: (tx: Parameters<Parameters<Stage['service']['services']['db']['transaction']>[0]>[0]) => Promise<T>) => Promise<T> };

/** Titles of entries that are registered and made eligible; judges that are imported. */
export async function openJuryStage(titles: string[], jury: ExcludedPerson[], options: StageOptions & { judging?: object } = {}): Promise<JuryStage> {
  const { judging, changes, ...rest } = options;
  const stage = await openStage({ ...rest, changes: (c) => withJudging(changes ? changes(c) : c, judging === undefined ? {} : { judging }) });
  for (const [i, title] of titles.entries()) await stage.send(await authorsMail(i + 1, title), `tacgia${i + 1}@people.test`);
  stage.clock.set(JUDGING_NOW);
  const { db } = stage.service.services;
  await db.transaction(async (tx) => {
    await takeTurn(tx);
    for (const entry of await entriesOnDesk(tx)) await decideEntry(tx, stage.service.services, entry, { word: 'eligible', reason: null, by: 'lan' });
  });
  await db.transaction((tx) => importMembers(tx, jury));
  return { ...stage, inTx: (work) => db.transaction(work), judges: () => db.transaction((tx) => listMembers(tx, JURY)) };
}

function authorsMail(n: number, title: string): Promise<Buffer> {
  const from = `tacgia${n}@people.test`;
  return mail({
    from, subject: `Đăng ký dự thi: ${title}`,
    text: [`Tên bài dự thi: ${title}`, 'Hình thức dự thi: Cá nhân', 'Lĩnh vực: Cải cách thủ tục hành chính', `Họ và tên: Nguyễn Văn Tác ${['Một', 'Hai', 'Ba', 'Bốn', 'Năm', 'Sáu'][n - 1] ?? 'Bảy'}`, `Đơn vị: Phòng Thử nghiệm số ${n}`,
      `Điện thoại: 090000020${n}`, `Email: ${from}`, '', 'Tôi cam kết bài dự thi chưa từng công bố.'].join('\n'),
    attachments: [{ filename: 'Bài dự thi.pdf', content: pdf(title), contentType: 'application/pdf' }],
  });
}
