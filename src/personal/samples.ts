/** Sample facts of the letters about personal data. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { personalFacts } from '../../schemas/personal.ts';
import { formatCode } from '../entry/code.ts';

type Samples = { [K in keyof typeof personalFacts]: (contest: Contest) => LetterFacts<K> };

const HOUR = 3_600_000;

export const personalSamples: Samples = {
  'person-erased': (contest) => {
    const at = (hours: number): string => new Date(Date.parse(contest.window.opens) + hours * HOUR).toISOString();
    return {
      n: 3, at: at(200), by: contest.locale === 'vi' ? 'Thư ký cuộc thi' : 'The secretary', entries: [{ code: formatCode(contest.codePrefix, 12), whole: true }, { code: formatCode(contest.codePrefix, 31), whole: false }],
      mailbox: 'INBOX', movedTo: null, mails: [{ uid: 118, receivedAt: at(26), what: 'mail' }, { uid: 121, receivedAt: at(27), what: 'copy' }, { uid: 164, receivedAt: at(98), what: 'mail' }], moreMails: 0,
      sent: { folder: null, letters: 4, first: at(26), last: at(120) }, stays: [{ what: 'files', code: formatCode(contest.codePrefix, 31), count: 2 }, { what: 'judges', code: formatCode(contest.codePrefix, 12), count: 1, who: ['giamkhao@example.org'] }],
    };
  },
};
