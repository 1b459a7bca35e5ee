/** Words by which intents are known, folded; matched at word boundaries in subject and new text. */
import type { Contest } from '../../../schemas/contest.ts';
import type { MailReading } from '../../../schemas/reading.ts';
import { fold, foldWord } from '../../vietnamese/fold.ts';

/** Subject and new text, folded: what intents are looked for in. */
export function foldedMail(reading: Pick<MailReading, 'subject' | 'text'>): FoldedMail {
  let known = foldedMails.get(reading);
  if (known === undefined) foldedMails.set(reading, known = foldMail(reading));
  return known;
}

export type FoldedMail = { subject: string; text: string; both: string };
/** Every kind asks for it. */
const foldedMails = new WeakMap<object, FoldedMail>();

function foldMail(reading: Pick<MailReading, 'subject' | 'text'>): FoldedMail {
  const subject = fold((reading.subject ?? '').slice(0, 1_000));
  const text = fold(reading.text.slice(0, 20_000));
  return { subject, text, both: `${subject}\n${text}` };
}

/** Phrases that tie a mail to this contest: its own names, areas and entrant kinds. */
export function contestPhrases(contest: Contest): string[] {
  const names = [contest.name, contest.shortName].flatMap((n) => [n.vi, n.en]);
  const areas = contest.areas.flatMap((a) => [a.name.vi, a.name.en, ...a.words]);
  return [...new Set([...names, ...areas].filter((t) => t !== undefined).map(foldWord).filter((t) => t.length >= 8))];
}

/** "I hereby enter": what submissions say, in any contest. */
export const SUBMIT = [
  'dang ky du thi', 'dang ki du thi', 'tham gia du thi', 'gui bai du thi', 'nop bai du thi', 'bai du thi', 'bai thi', 'nop bai', 'phieu dang ky', 'phieu du thi', 'don dang ky',
  'tham gia cuoc thi', 'tham du cuoc thi', 'du thi', 'ho so du thi', 'giai phap du thi', 'sang kien du thi', 'mo hinh du thi', 'y tuong du thi',
  'entry form', 'contest entry', 'competition entry', 'registration form', 'my entry', 'our entry', 'submit my', 'submit our', 'submission for', 'enter the contest', 'enter the competition',
];

/** Words of any contest, whoever says them. */
export const ABOUT = ['cuoc thi', 'hoi thi', 'the le', 'ban to chuc', 'ban giam khao', 'contest', 'competition', 'organisers', 'organizers', 'jury'];
