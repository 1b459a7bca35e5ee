import { readFields } from '../../entry/fields.ts';
import { foldedMail } from './words.ts';
import { phraseIn } from '../../vietnamese/phrases.ts';
import type { Kind } from './kind.ts';

const WORDS = ['bo sung', 'gui lai', 'thay the', 'dinh chinh', 'cap nhat', 'chinh sua', 'sua lai', 'gui them', 'nop them', 'nop lai', 'supplement', 'correction', 'corrected', 'updated version', 'replace', 'resend', 'additional'];

/** More for an entry that exists: in its thread or with its code, and with something to add. */
export const supplement: Kind = {
  kind: 'supplement',
  recognise: (reading, context) => {
    const tied = context.thread.ours ? 'replies to our letter' : context.codes.length > 0 ? `names ${context.codes[0]}` : null;
    if (context.thread.answers) return ['answers points of our letter'];
    const says = phraseIn(foldedMail(reading).both, WORDS);
    const fields = tied === null ? 0 : Object.values(readFields({ ...reading, subject: null }, context.contest)).filter((f) => f.value !== null && f.confidence >= 0.5).length;
    if (tied !== null && (reading.documents.length > 0 || fields > 0 || says !== null)) {
      return [tied, ...(reading.documents.length > 0 ? [`${reading.documents.length} files`] : []), ...(fields > 0 ? [`${fields} fields`] : []), ...(says ? [`says "${says}"`] : [])];
    }
    return tied === null && context.knownSender && says !== null && reading.documents.length > 0 ? ['from a known sender', `says "${says}"`] : [];
  },
};
