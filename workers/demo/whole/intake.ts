/** July to August: entries arrive, gaps are mended by reply, staff decide by reply, and entrants hear the outcome. */
import type { LetterFacts } from '../../../schemas/letters.ts';
import { listEntries } from '../../../src/store/entries.ts';
import { announceEligibility } from '../../approvals/eligibility.ts';
import { entryText, pdf } from '../mails.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { entrants, type Entrant } from './cast.ts';
import { chapter, expectThat, lettersTo, replies, staffApprove, staffReplies, tell, until, writes, type Story } from './story.ts';

export async function playIntake(story: Story): Promise<void> {
  chapter(story, '1. Entries arrive by mail, from 1 July to 16 August 2024');
  for (const [i, entrant] of entrants.entries()) {
    await until(story, new Date(Date.parse('2024-07-02T09:00:00+07:00') + i * 1.9 * 86_400_000).toISOString());
    await sends(story, entrant);
    if (entrant.forgets) await mends(story, entrant);
  }
  const receipts = await lettersTo(story, null, 'receipt');
  tell(story, `${entrants.length} entries came in; ${receipts.length} receipts left, each with what arrived and what was understood.`);
  expectThat(story, 'every entrant got a receipt', entrants.every((e) => receipts.some((l) => l.toAddress === e.from)));
  await decide(story);
}

async function sends(story: Story, { from, author, title, unit, area, forgets, n }: Entrant): Promise<void> {
  const text = entryText({ title, kind: 'Cá nhân', area, authors: [author], unit, phone: `0900 000 ${String(600 + n)}`, email: from });
  await writes(story, {
    from, subject: `Đăng ký dự thi: ${title}`, text: forgets ? text.replace(/^Lĩnh vực: .*\n/m, '') : text,
    attachments: [{ filename: 'Bài dự thi.pdf', content: pdf(title), contentType: 'application/pdf' }],
  });
}

/** The receipt lists what is missing; the entrant answers by its number. */
async function mends(story: Story, { from, area, title }: Entrant): Promise<void> {
  await replies(story, from, 'receipt', `1. ${area}`);
  tell(story, `“${title}” came without its area; the receipt asked, and a reply of one line mended it.`);
}

const MORNINGS = ['2024-08-19T07:45:00+07:00', '2024-08-20T07:45:00+07:00', '2024-08-21T07:45:00+07:00', '2024-08-22T07:45:00+07:00'];

async function decide(story: Story): Promise<void> {
  chapter(story, '2. Staff decide by replying to the morning summary');
  for (const morning of MORNINGS) {
    await until(story, morning);
    const [summary] = await lettersTo(story, STAFF, 'staff-summary');
    const open = (summary?.facts as LetterFacts<'staff-summary'> | undefined)?.decisions.filter((d) => d.what !== 'batch') ?? [];
    if (!summary || open.length === 0 || summary.createdAt < new Date(Date.parse(morning) - 3_600_000)) break;
    await staffReplies(story, 'staff-summary', open.map((d) => `HỢP LỆ ${d.code}`).join('\n'));
    tell(story, `Replied HỢP LỆ to ${open.length} entries of the summary, and confirmed once for all.`);
  }
  const states = await read(story.theatre, (tx) => listEntries(tx, { limit: 1_000 }));
  expectThat(story, 'every entry is eligible by a decision of staff', states.length === entrants.length && states.every(({ entry }) => entry.state === 'eligible'));
  const batch = await read(story.theatre, (tx) => announceEligibility(tx, story.theatre.service.services, STAFF));
  await staffApprove(story, batch.code);
  tell(story, `DUYỆT ${batch.code}: ${(await lettersTo(story, null, 'eligibility-result')).length} entrants were told.`);
}
