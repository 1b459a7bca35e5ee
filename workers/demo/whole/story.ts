/** How the whole contest is played: people write over SMTP, the clock jumps by way of all that falls due, and what must be so is asked of the rows. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LetterFacts, LetterKind } from '../../../schemas/letters.ts';
import type { Tx } from '../../../src/store/database.ts';
import { listLetters, type LetterRow } from '../../../src/store/letters.ts';
import { readStatus } from '../../../src/store/status.ts';
import { takeResultsTurn } from '../../../src/store/results/sheets.ts';
import { approve, hashOf, type Act as Decision } from '../../results/act.ts';
import { writeMail, type Written } from '../mails.ts';
import { idle, jumpTo, read, submit, type Theatre } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { expectThat } from './telling.ts';

/** One thing that happens, under the name by which the test asks for it. */
export type Scene = { name: string; /** when it begins, with its offset; none = right behind the scene before */ at?: string; play: (story: Story) => Promise<void> };
export type Act = { title: string; scenes: Scene[] };

export type Story = {
  theatre: Theatre;
  /** names of scenes of which all came true */
  played: string[];
  /** sentences that did not come true */
  broken: string[];
  mails: number;
  /** addresses that wrote */
  writers: Set<string>;
  told: { day: string };
  /** shows how far the play is, where there is a terminal */
  progress: () => void;
};

export type Mail = Omit<Written, 'messageId'>;

const MANY = 5_000;
const SETTLE_MS = 60_000;

export async function until(story: Story, at: string): Promise<void> {
  await jumpTo(story.theatre, new Date(at));
}

/** Mails of several people at the same time, handled with all that follows at once. */
export async function writes(story: Story, ...mails: Mail[]): Promise<void> {
  const { theatre } = story;
  // Contest time goes on between two mails, so that letters have an order.
  theatre.clock.set(new Date(theatre.clock.now().getTime() + 60_000));
  const before = await handled(theatre);
  for (const mail of mails) {
    story.mails += 1;
    story.writers.add(mail.from);
    await submit(theatre, await writeMail({ ...mail, messageId: `${randomUUID()}@people.example.org` }, theatre.mailbox, theatre.clock.now()), mail.from);
  }
  const deadline = performance.now() + SETTLE_MS;
  while (await handled(theatre) < before + mails.length) {
    if (theatre.signal.aborted) return;
    if (performance.now() > deadline) return expectThat(story, `the mail of ${mails.map((m) => m.from).join(', ')} is handled in time`, false);
    await sleep(20);
  }
  await idle(theatre);
}

async function handled(theatre: Theatre): Promise<number> {
  const { messages } = await read(theatre, (tx) => readStatus(tx));
  return Object.entries(messages).reduce((sum, [outcome, n]) => sum + (outcome === 'waiting' ? 0 : n), 0);
}

/** A reply above the quoted letter, as mail programs write it. */
export function replyTo({ toAddress: from, subject, text: said, rfcMessageId }: LetterRow, text: string, more: Partial<Mail> = {}): Mail {
  const quoted = said.split('\n').slice(0, 40).map((line) => `> ${line}`).join('\n');
  return { from, subject: `Re: ${subject}`, text: `${text}\n\n${quoted}`, inReplyTo: rfcMessageId, references: [rfcMessageId], ...more };
}

/** A reply to the newest letter of a kind. False where there is no such letter. */
export async function replies(story: Story, from: string, kind: LetterKind, text: string): Promise<boolean> {
  const [letter] = await lettersTo(story, from, kind);
  if (letter) await writes(story, replyTo(letter, text));
  return letter !== undefined;
}

/** Newest first. @param to null = to anybody */
export async function lettersTo({ theatre }: Pick<Story, 'theatre'>, to: string | null, kind: LetterKind): Promise<LetterRow[]> {
  const letters = await read(theatre, (tx) => listLetters(tx, { kind, limit: MANY }));
  return letters.filter((l) => to === null || l.toAddress === to).toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/** Of the newest letter of a kind; null where there is none. */
export async function factsTo<K extends LetterKind>(story: Story, to: string, kind: K): Promise<LetterFacts<K> | null> {
  const [letter] = await lettersTo(story, to, kind);
  return letter ? letter.facts as LetterFacts<K> : null;
}

/** Staff answer a letter, and confirm by a second reply: nothing in this play proves their address. */
export async function staffReplies(story: Story, kind: LetterKind, text: string): Promise<void> {
  const [letter] = await lettersTo(story, STAFF, kind);
  if (letter) await staffAnswer(story, letter, text);
  else expectThat(story, `staff got a ${kind} to answer`, false);
}

export async function staffAnswer(story: Story, letter: LetterRow, text: string): Promise<void> {
  const before = (await lettersTo(story, STAFF, 'decision-confirm')).length;
  await writes(story, replyTo(letter, text));
  if ((await lettersTo(story, STAFF, 'decision-confirm')).length > before) await replies(story, STAFF, 'decision-confirm', 'ĐỒNG Ý');
}

/** A batch that was proposed is approved from the inbox. */
export async function staffApprove(story: Story, code: string): Promise<void> {
  await staffReplies(story, 'approval-request', `DUYỆT ${code}`);
}

/** Who signs for the committee's decisions. */
const CHAIR = 'Trần Thị Bích Hạnh';

/** What the command line shows and then does with --approve. @param reason the paper or the vote that it rests on @returns what was shown */
export async function decides(story: Story, reason: string, prepare: (tx: Tx) => Promise<Decision>): Promise<Decision> {
  const decision = await read(story.theatre, async (tx) => {
    await takeResultsTurn(tx);
    const act = await prepare(tx);
    if (act.faults.length > 0) expectThat(story, `${act.action} can be decided: ${act.faults.join('; ')}`, false);
    else await approve(tx, act, hashOf(act), { by: CHAIR, reason });
    return act;
  });
  await idle(story.theatre);
  return decision;
}

/** What the command line shows without --approve: nothing changes. */
export async function shows(story: Story, prepare: (tx: Tx) => Promise<Decision>): Promise<Decision> {
  return read(story.theatre, prepare);
}
