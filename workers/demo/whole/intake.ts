/** July to August: entries arrive, gaps are mended by reply, staff decide by reply, and entrants hear the outcome. */
import { listEntries } from '../../../src/store/entries.ts';
import { announceEligibility } from '../../approvals/eligibility.ts';
import { entryText, pdf } from '../mails.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { entrants, type Entrant } from './cast.ts';
import { factsTo, lettersTo, replies, staffApprove, staffReplies, until, writes, type Act, type Story } from './story.ts';
import { expectThat, MAILROOM, STAFF_NAME, tell } from './telling.ts';

export const intake: Act[] = [
  { title: '1. July and August 2024: entries arrive by mail', scenes: [{ name: 'entries arrive by mail, each gets a receipt, and what is missing is mended by a reply of one line', play: entriesArrive }] },
  {
    title: '2. Staff decide, by replying to the morning summary', scenes: [
      { name: 'staff find entries eligible by replying to the morning summary', play: staffDecide },
      { name: 'entrants hear that they take part once staff approved the letters', play: entrantsHear },
    ],
  },
];

async function entriesArrive(story: Story): Promise<void> {
  for (const [i, entrant] of entrants.entries()) {
    await until(story, new Date(Date.parse('2024-07-02T09:00:00+07:00') + i * 1.9 * 86_400_000).toISOString());
    await sends(story, entrant);
    if (i === 0) tell(story, entrant.author, 'sends an entry; the receipt says what came and what was read in it.');
    if (entrant.forgets) await mends(story, entrant);
  }
  const receipts = await lettersTo(story, null, 'receipt');
  tell(story, MAILROOM, `has registered ${entrants.length} entries, and answered each with a receipt.`);
  expectThat(story, 'every entrant got a receipt', entrants.every((e) => receipts.some((l) => l.toAddress === e.from)));
}

async function sends(story: Story, { from, author, title, unit, area, forgets, n }: Entrant): Promise<void> {
  const text = entryText({ title, kind: 'Cá nhân', area, authors: [author], unit, phone: `0900 000 ${String(600 + n)}`, email: from });
  await writes(story, {
    from, subject: `Đăng ký dự thi: ${title}`, text: forgets ? text.replace(/^Lĩnh vực: .*\n/m, '') : text,
    attachments: [{ filename: 'Bài dự thi.pdf', content: pdf(title), contentType: 'application/pdf' }],
  });
}

/** The receipt lists what is missing; the entrant answers by its number. */
async function mends(story: Story, { from, author, area }: Entrant): Promise<void> {
  tell(story, author, 'sends an entry without its area; the receipt asks for it, as point 1.');
  await replies(story, from, 'receipt', `1. ${area}`);
  tell(story, '', `replies “1. ${area}”: the entry is complete.`);
}

const MORNINGS = ['2024-08-19T07:45:00+07:00', '2024-08-20T07:45:00+07:00', '2024-08-21T07:45:00+07:00', '2024-08-22T07:45:00+07:00'];

async function staffDecide(story: Story): Promise<void> {
  for (const [i, morning] of MORNINGS.entries()) {
    await until(story, morning);
    const [summary] = await lettersTo(story, STAFF, 'staff-summary');
    const open = (await factsTo(story, STAFF, 'staff-summary'))?.decisions.filter((d) => d.what !== 'batch') ?? [];
    if (!summary || open.length === 0 || summary.createdAt < new Date(Date.parse(morning) - 3_600_000)) break;
    await staffReplies(story, 'staff-summary', open.map((d) => `HỢP LỆ ${d.code}`).join('\n'));
    tell(story, STAFF_NAME, i === 0 ? `reply HỢP LỆ (eligible) to the ${open.length} entries it shows, and confirm once for all.` : `reply HỢP LỆ to ${open.length} more.`);
  }
  const states = await read(story.theatre, (tx) => listEntries(tx, { limit: 1_000 }));
  expectThat(story, 'every entry is eligible by a decision of staff', states.length === entrants.length && states.every(({ entry }) => entry.state === 'eligible'));
}

async function entrantsHear(story: Story): Promise<void> {
  const batch = await read(story.theatre, (tx) => announceEligibility(tx, story.theatre.service.services, STAFF));
  await staffApprove(story, batch.code);
  const told = await lettersTo(story, null, 'eligibility-result');
  tell(story, STAFF_NAME, `read the letters and reply DUYỆT (approved): ${told.length} entrants hear that they take part.`);
  expectThat(story, 'every entrant hears that the entry takes part', told.length === entrants.length);
}
