/** What each kind of mail does: the exhaustive map, and the order in which a mail is looked at. */
import { readCalendarReply } from '../../src/mail/kinds/calendar-reply.ts';
import type { Tx } from '../../src/store/database.ts';
import type { LetterKind } from '../../schemas/letters.ts';
import { settleAsSent } from '../../src/store/letters.ts';
import type { Effects, Ending, Inbound } from './inbound.ts';
import { chairReply, isForChair } from './chair-reply.ts';
import { answerByCalendar } from './defence.ts';
import { autoReply, bounce, bulk } from './machines.ts';
import { isForJudges, judgeReply, refuse } from './judge-reply.ts';
import { unreadable, unrelated } from './others.ts';
import { onPaper } from './paper.ts';
import { question } from './question.ts';
import { answerToLetter } from './reply.ts';
import { staffReply } from './staff-reply.ts';
import { statusQuery } from './status-query.ts';
import { submission } from './submission.ts';
import { supplement } from './supplement.ts';
import { withdrawal } from './withdrawal.ts';

const effects: Effects = {
  submission, supplement, withdrawal, 'status-query': statusQuery, question,
  bounce, 'auto-reply': autoReply, bulk,
  'judge-reply': judgeReply, 'staff-reply': staffReply, unrelated, unreadable,
};

/** Letters that ask for an answer in people's own words: what comes back is for staff to read, in whatever form; thanks are not. */
const READ_BY_STAFF = ['question-answer', 'question-received', 'eligibility-result', 'round-result', 'award-result', 'results-notice', 'final-report', 'models-notice', 'defence-answered', 'agency-nudge', 'contest-launch'] as const satisfies readonly LetterKind[];
/** Letters to people who have no entry: words in their thread are no supplement, as long as no file comes with them. */
const TO_OTHERS: readonly LetterKind[] = ['results-notice', 'final-report', 'models-notice', 'agency-nudge', 'contest-launch'];
/** Letters to the committee, whose members may not enter: what it answers is for staff, and never an entry, whatever files come with it. */
const TO_COMMITTEE: readonly LetterKind[] = ['committee-report', 'open-questions'];

function asksOn({ letter, reading, classification: { kind, why } }: Inbound): boolean {
  if (letter === null) return false;
  if (TO_COMMITTEE.includes(letter.kind)) return ['unrelated', 'supplement', 'submission', 'status-query'].includes(kind) && !why.includes('thanks only');
  if (!(READ_BY_STAFF as readonly LetterKind[]).includes(letter.kind)) return false;
  return (kind === 'unrelated' && !why.includes('thanks only')) || (kind === 'supplement' && TO_OTHERS.includes(letter.kind) && reading.documents.length === 0);
}

/** Does what the mail asks and gives the one outcome to record. */
export async function takeEffect(tx: Tx, mail: Inbound): Promise<Ending> {
  if (mail.paper) return onPaper(tx, mail, mail.paper);
  const { kind } = mail.classification;
  // A reply proves that the letter arrived, however unclear its sending ended.
  if (mail.letter) await settleAsSent(tx, mail.letter.id, 'a reply');
  const byMachine = kind === 'bounce' || kind === 'auto-reply' || kind === 'bulk';
  // A form that was passed on changes nothing, whoever sends it and whatever else it says; staff decide nothing by such a letter either.
  if (!byMachine && kind !== 'judge-reply' && (isForJudges(mail.letter) || isForChair(mail.letter))) return refuse(tx, mail, 'other-sender');
  if (kind === 'judge-reply' && isForChair(mail.letter)) return chairReply(tx, mail);
  const calendar = kind === 'auto-reply' ? readCalendarReply(mail.reading) : null;
  // Whoever takes another appointment into a calendar, a judge the hour that scores are due, is there and not away.
  if (calendar) return await answerByCalendar(tx, mail, calendar) ?? { outcome: 'auto-reply-recorded', reason: `${calendar.said} in a calendar: no appointment that asks for an answer` };
  const answered = byMachine ? null : await answerToLetter(tx, mail);
  return answered ?? effects[asksOn(mail) ? 'question' : kind](tx, mail);
}
