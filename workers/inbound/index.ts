/** What each kind of mail does: the exhaustive map, and the order in which a mail is looked at. */
import type { Tx } from '../../src/store/database.ts';
import { settleAsSent } from '../../src/store/letters.ts';
import type { Effects, Ending, Inbound } from './inbound.ts';
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

/** Words in the thread of a question belong to it, in whatever form; thanks do not. */
function asksOn({ letter, classification: { kind, why } }: Inbound): boolean {
  return kind === 'unrelated' && (letter?.kind === 'question-answer' || letter?.kind === 'question-received') && !why.includes('thanks only');
}

/** Does what the mail asks and gives the one outcome to record. */
export async function takeEffect(tx: Tx, mail: Inbound): Promise<Ending> {
  if (mail.paper) return onPaper(tx, mail, mail.paper);
  const { kind } = mail.classification;
  // A reply proves that the letter arrived, however unclear its sending ended.
  if (mail.letter) await settleAsSent(tx, mail.letter.id, 'a reply');
  const byMachine = kind === 'bounce' || kind === 'auto-reply' || kind === 'bulk';
  // A form that was passed on changes nothing, whoever sends it and whatever else it says; staff decide nothing by such a letter either.
  if (!byMachine && kind !== 'judge-reply' && isForJudges(mail.letter)) return refuse(tx, mail, 'other-sender');
  const answered = byMachine ? null : await answerToLetter(tx, mail);
  return answered ?? effects[asksOn(mail) ? 'question' : kind](tx, mail);
}
