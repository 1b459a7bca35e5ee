/** Where a value was found, in words of the reader. */
import type { Locale } from '../schemas/contest.ts';

/** @param source as fields carry it: `subject`, `body`, `body line 4`, or a document's part ("2.1 row 3") @param file name of that document */
export function spokenPlace(source: string, file: string | null, locale: Locale): string {
  const vi = locale === 'vi';
  if (source === 'subject') return vi ? 'tiêu đề thư' : 'the subject of the mail';
  const [, part = source, unit, line] = /^(.*) (line|row) (\d+)$/.exec(source) ?? [];
  if (part === 'body' || part === '') {
    if (line === undefined) return vi ? 'nội dung thư' : 'the text of the mail';
    return vi ? `dòng ${line} của thư` : `line ${line} of the mail`;
  }
  const where = line === undefined ? '' : vi ? `, ${unit === 'row' ? 'hàng' : 'dòng'} ${line}` : `, ${unit} ${line}`;
  return vi ? `tệp “${file ?? part}”${where}` : `file “${file ?? part}”${where}`;
}
