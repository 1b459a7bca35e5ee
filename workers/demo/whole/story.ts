/** How the whole contest is told and played: people write over SMTP, the clock jumps by way of all that falls due, and what must be so is asked of the rows. */
import { randomUUID } from 'node:crypto';
import type { LetterKind } from '../../../schemas/letters.ts';
import type { Tx } from '../../../src/store/database.ts';
import { listLetters, type LetterRow } from '../../../src/store/letters.ts';
import { listMessages } from '../../../src/store/messages.ts';
import { takeResultsTurn } from '../../../src/store/results/sheets.ts';
import { colour, visible } from '../../cli/print.ts';
import { approve, hashOf, type Act } from '../../results/act.ts';
import { writeMail, type Written } from '../mails.ts';
import { idle, jumpTo, read, settled, submit, type Theatre } from '../play.ts';
import { STAFF } from '../scenes.ts';

export type Story = {
  theatre: Theatre;
  /** sentences that did not come true */
  broken: string[];
  mails: number;
};

const MANY = 5_000;

export function chapter({ theatre: { view } }: Story, title: string): void {
  view.line();
  view.line(colour(title, 'bold'));
}

export function tell({ theatre: { view, clock } }: Story, text: string): void {
  view.line(`  ${colour(clock.now().toISOString().slice(0, 10), 'dim')}  ${visible(text)}`);
}

/** What the story says must be so; else the play fails, and goes on. */
export function expectThat(story: Story, sentence: string, holds: boolean): void {
  if (holds) return;
  story.broken.push(sentence);
  story.theatre.view.line(colour(`  ✗ ${visible(sentence)}`, 'red'));
}

export async function until(story: Story, at: string): Promise<void> {
  await jumpTo(story.theatre, new Date(at));
}

/** A mail of somebody, handled with all that follows at once. */
export async function writes(story: Story, mail: Omit<Written, 'messageId'>): Promise<void> {
  const { theatre } = story;
  story.mails += 1;
  // Contest time goes on between two mails, so that letters have an order.
  theatre.clock.set(new Date(theatre.clock.now().getTime() + 60_000));
  const before = new Set((await read(theatre, (tx) => listMessages(tx, { limit: MANY }))).map((m) => m.id));
  await submit(theatre, await writeMail({ ...mail, messageId: `${randomUUID()}@people.example.org` }, theatre.mailbox, theatre.clock.now()), mail.from);
  if ((await settled(theatre, before)) === null) expectThat(story, `the mail of ${mail.from} is handled in time`, false);
}

/** A reply to the newest letter of a kind, above the quoted letter, as mail programs write it. False where there is no such letter. */
export async function replies(story: Story, from: string, kind: LetterKind, text: string): Promise<boolean> {
  const [letter] = await lettersTo(story, from, kind);
  if (letter) await repliesTo(story, letter, text);
  return letter !== undefined;
}

export async function repliesTo(story: Story, { toAddress: from, subject, text: said, rfcMessageId }: LetterRow, text: string): Promise<void> {
  const quoted = said.split('\n').slice(0, 40).map((line) => `> ${line}`).join('\n');
  await writes(story, { from, subject: `Re: ${subject}`, text: `${text}\n\n${quoted}`, inReplyTo: rfcMessageId, references: [rfcMessageId] });
}

/** Newest first. @param to null = to anybody */
export async function lettersTo({ theatre }: Story, to: string | null, kind: LetterKind): Promise<LetterRow[]> {
  const letters = await read(theatre, (tx) => listLetters(tx, { limit: MANY }));
  return letters.filter((l) => l.kind === kind && (to === null || l.toAddress === to)).toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/** Staff answer a letter, and confirm by a second reply: nothing in this play proves their address. */
export async function staffReplies(story: Story, kind: LetterKind, text: string): Promise<void> {
  const before = (await lettersTo(story, STAFF, 'decision-confirm')).length;
  if (!await replies(story, STAFF, kind, text)) return expectThat(story, `staff got a ${kind} to answer`, false);
  if ((await lettersTo(story, STAFF, 'decision-confirm')).length > before) await replies(story, STAFF, 'decision-confirm', 'ĐỒNG Ý');
}

/** A batch that was proposed is approved from the inbox. */
export async function staffApprove(story: Story, code: string): Promise<void> {
  await staffReplies(story, 'approval-request', `DUYỆT ${code}`);
}

/** What the command line shows and then does with --approve. */
export async function decides(story: Story, reason: string, prepare: (tx: Tx) => Promise<Act>): Promise<void> {
  await read(story.theatre, async (tx) => {
    await takeResultsTurn(tx);
    const act = await prepare(tx);
    if (act.faults.length > 0) return expectThat(story, `${act.action} can be decided: ${act.faults.join('; ')}`, false);
    await approve(tx, act, hashOf(act), { by: 'Trần Thị Bích Hạnh', reason });
  });
  await idle(story.theatre);
}
