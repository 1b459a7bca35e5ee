/** What kind of mail it is: the kinds in the order in which they are tried. Machines first, then people by how much they say. */
import type { Classification, MailReading } from '../../../schemas/reading.ts';
import { whyNotAnswer } from './answerable.ts';
import { autoReply } from './auto-reply.ts';
import { bounce } from './bounce.ts';
import { bulk } from './bulk.ts';
import type { Kind, KindContext } from './kind.ts';
import { calendarReply } from './calendar-reply.ts';
import { judgeReply, staffReply } from './people.ts';
import { question } from './question.ts';
import { statusQuery } from './status-query.ts';
import { submission } from './submission.ts';
import { supplement } from './supplement.ts';
import { privateMail, unreadable, unrelated } from './others.ts';
import { withdrawal } from './withdrawal.ts';

const kinds: Kind[] = [bounce, calendarReply, autoReply, bulk, privateMail, unreadable, staffReply, judgeReply, withdrawal, statusQuery, supplement, questionBeforeFiles(), submission, question, unrelated];

/** The first kind with a reason; `unrelated` always has one. */
export function classify(reading: MailReading, context: KindContext): Classification {
  const mayAnswer = whyNotAnswer(reading, context).length === 0;
  if (context.ownLetter) return { kind: 'auto-reply', why: ['a letter of ours came back'], mayAnswer: false };
  for (const { kind, recognise } of kinds) {
    const why = recognise(reading, context);
    if (why.length > 0) return { kind, why, mayAnswer };
  }
  throw new Error('unrelated has no reason');
}

/** A question that brings neither files nor fields of an entry is one, even where it names what submissions name. */
function questionBeforeFiles(): Kind {
  return {
    kind: 'question',
    recognise: (reading, context) => (reading.documents.length > 0 || /[:：]/.test(reading.text.replace(/https?:\/\/\S+|\d:\d/g, '')) ? [] : question.recognise(reading, context)),
  };
}
