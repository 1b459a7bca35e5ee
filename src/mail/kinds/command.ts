/** The one word that replies to our letters ask for. */
import { fold } from '../../vietnamese/fold.ts';

const CONFIRM = /^(toi |em |chung toi )?(xin )?(dong y|xac nhan|confirm(ed)?|yes|agreed?)\b/;
const NEW_ENTRY = /^(day la |la )?(mot )?(bai moi|bai (du thi )?khac|new entry)\b/;
const RESTORE = /^(toi |em |chung toi )?(xin )?(khoi phuc|restore)\b/;

/** At the start of one of the first lines of the new text, with or without diacritics; "không đồng ý" is not a yes. */
export function readCommand(text: string): 'confirm' | 'restore' | 'new-entry' | null {
  for (const line of text.split('\n').slice(0, 10)) {
    const folded = fold(line).replace(/^["'“”*.\s-]+/, '');
    if (RESTORE.test(folded)) return 'restore';
    if (NEW_ENTRY.test(folded)) return 'new-entry';
    // The word and courtesies, and no more: "yes, I still want to take part" is no consent to a withdrawal.
    if (CONFIRM.test(folded) && folded.length <= 60 && !/\b(khong|chua|van|tiep tuc|nhung|not|no|still|keep|but|want to take part)\b/.test(folded)) return 'confirm';
  }
  return null;
}
