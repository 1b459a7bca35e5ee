import { fold } from '../../vietnamese/fold.ts';
import { isAutomatic } from '../signs.ts';
import type { Kind } from './kind.ts';

const SUBJECT = /^(re: |tl: |tra loi: )*(\[?auto(matic)?[ -]?(reply|response)\]?|tra loi tu dong|thu tra loi tu dong|phan hoi tu dong|tu dong tra loi|out of (the )?office|ooo\b|abwesenheit|automatische antwort|automatisch antwoord|automatisk svar|autosvar|reponse automatique|respuesta automatica|risposta automatica|fuori sede|franvaro|absence du bureau|vacation reply|i am (currently )?(away|on leave)|vang mat|thong bao vang mat|nghi phep)/;
const TEXT = /\b(i am (currently )?(out of (the )?office|on (annual |sick |maternity )?leave|on vacation|away)|i will be out of (the )?office|this is an auto(mated|matic) (reply|response)|toi (hien |dang |hien dang )?(di cong tac|nghi phep|vang mat)|(hien )?toi dang (di cong tac|nghi phep|vang mat)|day la (thu|email|tin nhan) (tra loi )?tu dong|ich bin (derzeit )?(nicht im buro|abwesend)|je suis (actuellement )?absent)/;
/** what some programs put before the subject they answer; an entry may begin so, too, and brings more */
const PREFIX = /^auto: /;
/** A text with a sign in it is an auto-reply only if it is this short: an entry may tell of a leave, too. */
const SHORT = 600;

/** RFC 3834, the headers of before, and what people's out-of-office texts say. */
export const autoReply: Kind = {
  kind: 'auto-reply',
  recognise: (reading) => {
    const { signs } = reading;
    if (signs.autoSubmitted === 'auto-replied' || signs.autoSubmitted === 'auto-generated') return [`Auto-Submitted: ${signs.autoSubmitted}`];
    const header = signs.otherHeaders.find(isAutomatic);
    if (header) return [`header ${header}`];
    if (/\bauto_reply\b/.test(signs.precedence ?? '')) return ['Precedence: auto_reply'];
    if (SUBJECT.test(fold(reading.subject ?? ''))) return ['subject of an automatic reply'];
    const text = fold(reading.text);
    const bare = reading.documents.length === 0 && text.length <= SHORT;
    if (bare && PREFIX.test(fold(reading.subject ?? ''))) return ['subject begins as automatic replies do'];
    return bare && TEXT.test(text.slice(0, SHORT)) ? ['the text says that the writer is away'] : [];
  },
};
