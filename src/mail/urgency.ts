/**
 * How urgent a mail is, judged by its head before anybody has read it. In a flood this decides who waits: a sender's many
 * mails go behind everybody's first, and what says nothing of the contest behind what may be an entry or answers a letter of ours.
 */
import type { Contest } from '../../schemas/contest.ts';
import type { MailReading } from '../../schemas/reading.ts';
import { findCodes } from '../entry/code.ts';
import { fold } from '../vietnamese/fold.ts';
import { ABOUT, contestPhrases, SUBMIT } from './kinds/words.ts';
import { phraseIn } from '../vietnamese/phrases.ts';
import { readLetterMessageId } from './token.ts';

export type Head = Pick<MailReading, 'subject' | 'topType' | 'messageId' | 'inReplyTo' | 'references' | 'signs'>;

/** May this be a mail of somebody who enters, or evidence of a letter of ours? A guess that costs nothing but order where it is wrong. */
export function promising(head: Head, contest: Contest, keys: string[]): boolean {
  const { signs } = head;
  const ours = [head.messageId ?? '', ...head.inReplyTo, ...head.references.slice(-20)].some((id) => readLetterMessageId(id, keys) !== null);
  if (ours || head.topType.startsWith('multipart/report')) return true;
  if (signs.autoSubmitted !== null || signs.precedence !== null || signs.listUnsubscribe || signs.otherHeaders.length > 0) return false;
  const subject = fold((head.subject ?? '').slice(0, 1_000));
  // Entries bring files, and files make a mail multipart/mixed.
  return head.topType === 'multipart/mixed' || findCodes(head.subject ?? '', contest.codePrefix).valid.length > 0
    || phraseIn(subject, [...SUBMIT, ...ABOUT, ...contestPhrases(contest)]) !== null;
}

/** The most urgent first, equals as they came; each sender's mails count one after another. */
export function byUrgency<M extends { from: string | null; promising: boolean }>(mails: M[]): M[] {
  const crowd = new Map<string, number>();
  const ranked = mails.map((mail) => {
    const earlier = crowd.get(mail.from ?? '') ?? 0;
    crowd.set(mail.from ?? '', earlier + 1);
    return { mail, rank: urgency({ promising: mail.promising, earlier }) };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ mail }) => mail);
}

/** Behind how many mails of one busy sender a stranger's mail about nothing waits. */
const UNPROMISING = 50;
/** The priority of what may wait for everything else. */
export const LAST = 1_000;

/** 0 = first. @param earlier mails of the same sender within the hour before this one */
export function urgency(mail: { promising: boolean; earlier: number }): number {
  return Math.min(mail.earlier + (mail.promising ? 0 : UNPROMISING), LAST);
}
