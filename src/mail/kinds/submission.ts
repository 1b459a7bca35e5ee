import { readFields } from '../../entry/fields.ts';
import type { Contest } from '../../../schemas/contest.ts';
import type { MailReading } from '../../../schemas/reading.ts';
import { contestPhrases, foldedMail, SUBMIT } from './words.ts';
import { phraseIn } from '../../vietnamese/phrases.ts';
import type { Kind } from './kind.ts';

/** Files that can hold an entry; a lone picture in a signature or a calendar cannot. */
const CARRIES = new Set(['docx', 'doc', 'pdf', 'odt', 'rtf', 'zip', 'rar', '7z', 'pptx', 'ppt', 'xlsx', 'xls', 'tnef', 'eml', 'cfb', 'jpg', 'png', 'tif', 'heic', 'mp4', 'txt', 'html', 'ods', 'unknown']);

/** Names its title and declares what only entries declare: whatever else its text speaks of, it was sent to enter. */
export function declaresEntry(reading: MailReading, contest: Contest): boolean {
  const { title, declaration } = readFields(reading, contest);
  return title.value !== null && declaration.value === true;
}

/** An entry: it says so, or it brings what an entry brings. A person who sends files to this mailbox is never turned away for few words. */
export const submission: Kind = {
  kind: 'submission',
  recognise: (reading, context) => {
    const { both, text } = foldedMail(reading);
    const fields = readFields(reading, context.contest);
    const stated = Object.entries(fields).filter(([, field]) => field.value !== null && field.confidence >= 0.5).map(([name]) => name);
    const files = reading.documents.filter((d) => CARRIES.has(d.detectedType) && !(d.from === 'inline' && /^(jpg|png|gif)$/.test(d.detectedType) && d.size < 40_000));
    // "Bài dự thi vào vòng …" is what we said.
    const said = context.thread.ownSubject ? text : both;
    const says = phraseIn(said, SUBMIT);
    const topic = phraseIn(said, contestPhrases(context.contest));
    const reasons = [
      says === null ? null : `says "${says}"`,
      stated.length >= 2 ? `states ${stated.join(', ')}` : null,
      files.length > 0 ? `${files.length} ${files.length === 1 ? 'file' : 'files'} attached` : null,
      topic === null ? null : `names "${topic}"`,
    ].filter((r) => r !== null);
    const enough = files.length > 0 || (stated.includes('title') && stated.length >= 2) || stated.length >= 3 || (says !== null && (topic !== null || stated.length >= 1)) || (says !== null && reading.text.length >= 20);
    return enough ? reasons : [];
  },
};
