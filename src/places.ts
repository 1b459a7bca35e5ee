/** Where a value was found, in words of the letter's reader. */
import type { Locale } from '../../schemas/contest.ts';

/** @param source as fields carry it: `subject`, `body`, `body line 4`, or a document's part ("2.1 row 3") */
export function spokenPlace(source: string, locale: Locale): string {
  const line = /^body line (\d+)$/.exec(source)?.[1];
  if (line !== undefined) return locale === 'vi' ? `dòng ${line} của thư` : `line ${line} of the mail`;
  if (source === 'subject') return locale === 'vi' ? 'tiêu đề thư' : 'the subject of the mail';
  if (source === 'body' || source === '') return locale === 'vi' ? 'nội dung thư' : 'the text of the mail';
  return locale === 'vi' ? `tệp ${source}` : `file ${source}`;
}
