import { fold } from '../../vietnamese/fold.ts';
import { ABOUT, contestPhrases, foldedMail, SUBMIT } from './words.ts';
import { phraseIn } from '../../vietnamese/phrases.ts';
import type { Kind } from './kind.ts';

const THANKS = /^(xin |em |toi |chan thanh |rat )?(cam on|thank you|thanks|many thanks|da nhan|da nhan duoc|ok|vang|da vang|da(?=[\s.,!]*$)|received|noted)(?=\W|$).{0,120}$/s;

/** Nothing that a person could have meant: no text, no files; or only files that hold nothing. */
export const unreadable: Kind = {
  kind: 'unreadable',
  recognise: (reading) => {
    const text = reading.text.replace(/[\s\ufffd]+/g, '');
    if (reading.documents.length > 0 && reading.documents.every((d) => d.flags.includes('empty') || d.flags.includes('undecodable')) && text.length < 40) return ['its files are empty or cannot be decoded'];
    if (text !== '' || reading.documents.length > 0) return [];
    return reading.quoted === '' ? ['no text and no files'] : [];
  },
};

/** Mail in somebody's own mailbox that nothing ties to the contest: private, whatever it says or brings (intake decision 13). */
export const privateMail: Kind = {
  kind: 'unrelated',
  recognise: (reading, context) => {
    const tied = context.contest.mailbox.kind === 'official' || context.thread.ours || context.thread.entryCode !== null || context.codes.length > 0 || context.knownSender || context.staff || context.judge;
    if (tied) return [];
    const { both } = foldedMail(reading);
    const files = reading.documents.map((d) => fold(d.filename ?? '')).join('\n');
    const sign = phraseIn(both, [...SUBMIT, ...ABOUT, ...contestPhrases(context.contest)]) ?? phraseIn(files, [...SUBMIT, ...ABOUT]);
    return sign === null ? ['somebody\'s own mailbox, and no sign of the contest'] : [];
  },
};

/** No sign of the contest; or only thanks. */
export const unrelated: Kind = {
  kind: 'unrelated',
  recognise: (reading, context) => {
    const { text } = foldedMail(reading);
    if (context.thread.ours && (text === '' || (THANKS.test(text) && text.length < 200))) return ['thanks only'];
    return [context.thread.ours ? 'a reply that asks and brings nothing' : 'no sign of the contest'];
  },
};
