/** A season of intake in contest time: entries come in, staff decide each working morning, entrants mend what is missing. Seeded by the numbers of the entries. */
import { nextWorkingMorning } from '../../src/contest/working-days.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { planJobs } from '../../src/store/jobs.ts';
import { calendar } from '../../src/contest/calendar.ts';
import { planSummary } from '../../workers/desk/plan-summary.ts';
import { pdf } from '../../workers/demo/mails.ts';
import { mail } from './mails.ts';
import { bring, type Stage } from './stage.ts';

export const SEASON_STAFF = [1, 2, 3, 4].map((n) => `canbo${n}@office.test`);
export const HOST = 'mx.office.test';
const PROVEN = { 'Authentication-Results': `${HOST}; dmarc=pass; spf=pass; dkim=pass` };

export type Expected = 'eligible' | 'ineligible' | 'needs-info' | 'late-borderline' | 'under-check';
export type Entrant = { n: number; from: string; title: string; lacks: boolean; breaks: boolean };

const WORDS = ['Bản đồ', 'Trợ lý', 'Sổ tay', 'Hộp thư', 'Cổng', 'Quầy', 'Lịch hẹn', 'Mã QR', 'Tổ công nghệ', 'Thẻ'];
const OBJECTS = ['hồ sơ đất đai', 'thủ tục hộ tịch', 'góp ý của người dân', 'lịch tiếp công dân', 'trả kết quả tại nhà', 'hồ sơ liên thông', 'văn bản đến', 'người cao tuổi', 'đăng ký kinh doanh', 'chi trả trợ cấp'];

/** Every tenth lacks its area and answers when it is reminded; every seventeenth breaks a rule that only staff see. */
export function entrant(n: number): Entrant {
  return { n, from: `tacgia${n}@people.test`, title: `${WORDS[n % 10]} ${OBJECTS[Math.floor(n / 10) % 10]} số ${n}`, lacks: n % 10 === 3, breaks: n % 17 === 5 };
}

async function entryOf({ from, title, lacks, n }: Entrant): Promise<Buffer> {
  const text = [`Tên bài dự thi: ${title}`, 'Hình thức dự thi: Cá nhân', ...(lacks ? [] : ['Lĩnh vực: Cải cách thủ tục hành chính']), 'Họ và tên: Nguyễn Thị An', 'Đơn vị: UBND xã Vị Thắng', `Điện thoại: 09000${String(n).padStart(5, '0')}`, `Email: ${from}`, '', 'Tôi cam kết bài dự thi chưa từng công bố.'].join('\n');
  return mail({ from, subject: `Đăng ký dự thi: ${title}`, text, attachments: [{ filename: 'Bài dự thi.pdf', content: pdf(title), contentType: 'application/pdf' }] });
}

/**
 * Plays from the clock's now to `until`.
 * @param arrivals the entrants of each calendar day from now on
 */
export async function playSeason(stage: Stage, arrivals: Entrant[][], until: Date): Promise<void> {
  const { contest } = stage.service.services.loaded;
  await stage.service.services.db.transaction(async (tx) => {
    await planJobs(tx, calendar(contest));
    planSummary(tx, contest);
  });
  const known = new Map(arrivals.flat().map((e) => [e.from, e]));
  const answered = new Set<string>();
  for (let day = 0; stage.clock.now() < until; day++) {
    const start = stage.clock.now();
    const morning = nextWorkingMorning(start, contest);
    const next = new Date(start.getTime() + 86_400_000);
    if (morning <= next) {
      stage.clock.set(morning.toISOString());
      await stage.idle();
      await decideAll(stage, morning, day);
    }
    stage.clock.set(new Date(start.getTime() + 12 * 3_600_000).toISOString());
    for (const each of arrivals[day] ?? []) await bring(stage.servers, await entryOf(each), each.from, contest.mailbox.address);
    await stage.idle();
    await mendAll(stage, known, answered);
    stage.clock.set(next.toISOString());
    await stage.idle();
  }
}

/** One of staff answers the morning's summary: what breaks a rule is not eligible, the rest is. */
async function decideAll(stage: Stage, morning: Date, day: number): Promise<void> {
  const who = SEASON_STAFF[day % SEASON_STAFF.length] ?? '';
  const summary = (await lettersSince(stage, 'staff-summary', morning)).find((l) => l.toAddress === who);
  const { decisions } = (summary?.facts ?? { decisions: [] }) as LetterFacts<'staff-summary'>;
  if (!summary || decisions.length === 0) return;
  const lines = decisions.filter((d) => d.what !== 'batch').map((d) => (Number(/số (\d+)$/.exec(d.title ?? '')?.[1]) % 17 === 5 ? `KHÔNG HỢP LỆ ${d.code}: Điều 3 của Thể lệ` : `HỢP LỆ ${d.code}`));
  await bring(stage.servers, await mail({ from: who, subject: `Re: ${summary.subject}`, inReplyTo: summary.rfcMessageId, text: lines.join('\n'), headers: PROVEN }), who, stage.service.services.loaded.contest.mailbox.address);
  await stage.idle();
}

/** Who is reminded answers by number, once. */
async function mendAll(stage: Stage, known: Map<string, Entrant>, answered: Set<string>): Promise<void> {
  for (const letter of (await stage.letters()).filter((l) => l.kind === 'gap-reminder' && l.state === 'sent')) {
    if (answered.has(letter.toAddress) || !known.has(letter.toAddress)) continue;
    answered.add(letter.toAddress);
    await bring(stage.servers, await mail({ from: letter.toAddress, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text: '1. Cải cách thủ tục hành chính' }), letter.toAddress, stage.service.services.loaded.contest.mailbox.address);
  }
  await stage.idle();
}

async function lettersSince(stage: Stage, kind: string, at: Date): Promise<LetterRow[]> {
  return (await stage.letters()).filter((l) => l.kind === kind && l.createdAt >= at);
}
