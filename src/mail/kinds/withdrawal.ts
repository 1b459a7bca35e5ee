import { looksLikeQuestion } from './question.ts';
import { declaresEntry } from './submission.ts';
import { foldedMail } from './words.ts';
import { phraseIn } from '../../vietnamese/phrases.ts';
import type { Kind } from './kind.ts';

const WORDS = ['xin rut', 'rut bai', 'rut ho so', 'rut khoi cuoc thi', 'rut lui khoi', 'xin huy bai', 'huy bai du thi', 'khong tham gia cuoc thi nua', 'khong du thi nua', 'rut lai bai',
  'withdraw my', 'withdraw our', 'withdraw the entry', 'withdraw entry', 'wish to withdraw', 'want to withdraw', 'withdrawal of'];
const NOT = /(khong (muon |xin |he )?rut|chua rut|do not (want|wish) to withdraw|not withdrawing)/;

/** Only what is asked for now: quoted words and questions about withdrawing do not count. */
export const withdrawal: Kind = {
  kind: 'withdrawal',
  recognise: (reading, { contest }) => {
    const { both, text } = foldedMail(reading);
    const says = phraseIn(both, WORDS);
    if (says === null || NOT.test(both) || looksLikeQuestion(text) !== null) return [];
    // A whole entry may speak of withdrawing something; a request to withdraw is short and brings nothing.
    return reading.documents.length > 0 || text.length > 1_500 || declaresEntry(reading, contest) ? [] : [`says "${says}"`];
  },
};
