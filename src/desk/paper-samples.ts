/** Facts by which the letters about entries on paper are previewed and tested. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { formatCode } from '../entry/code.ts';

type Sample<K extends 'paper-confirm' | 'paper-answer'> = (contest: Contest, at: Date) => LetterFacts<K>;

const title = ({ locale }: Contest): string => (locale === 'vi' ? 'Hộp thư góp ý bằng mã QR tại bộ phận một cửa' : 'A QR code box for remarks at the front desk');

export const paperConfirm: Sample<'paper-confirm'> = (c, at) => ({
  receivedAt: at.toISOString(), from: 'thuky@example.org',
  entry: { receivedAt: at.toISOString(), channel: 'post', name: c.locale === 'vi' ? 'Nguyễn Thị Mẫu' : 'Jane Example', email: null, phone: '0912345678', address: null, title: title(c), code: null, files: ['scan-1.pdf', 'scan-2.jpg'] },
});

export const paperAnswer: Sample<'paper-answer'> = (c, at) => ({
  receivedAt: at.toISOString(), problems: [], before: false, sentTo: null, entries: [{ code: formatCode(c.codePrefix, 12), title: title(c), version: 1 }],
  receipt: `${formatCode(c.codePrefix, 12)}.html`,
});
