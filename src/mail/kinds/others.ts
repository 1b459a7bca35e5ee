import { foldedMail } from './words.ts';
import type { Kind } from './kind.ts';

const THANKS = /^(xin |em |toi |chan thanh |rat )?(cam on|thank you|thanks|many thanks|da nhan|da nhan duoc|ok|vang|da vang|da|received|noted)\b.{0,120}$/s;

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

/** No sign of the contest; or only thanks. */
export const unrelated: Kind = {
  kind: 'unrelated',
  recognise: (reading, context) => {
    const { text } = foldedMail(reading);
    if (context.thread.ours && (text === '' || (THANKS.test(text) && text.length < 200))) return ['thanks only'];
    return [context.thread.ours ? 'a reply that asks and brings nothing' : 'no sign of the contest'];
  },
};
