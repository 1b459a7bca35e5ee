import { contestPhrases, foldedMail } from './words.ts';
import { phraseIn } from '../../vietnamese/phrases.ts';
import type { Kind } from './kind.ts';

const ASKS = ['cho hoi', 'xin hoi', 'muon hoi', 'hoi ve', 'huong dan', 'lam sao', 'lam the nao', 'the nao', 'nhu the nao', 'co duoc khong', 'duoc khong', 'co can', 'khi nao', 'o dau', 'bao nhieu', 'co phai', 'nho giai dap', 'giai dap', 'thac mac', 'vuong mac',
  'how do i', 'how can i', 'could you tell', 'may i', 'can i', 'can we', 'is it possible', 'what is', 'when is', 'where can', 'i would like to know', 'question about'];

/** A question in the words of one, folded: the phrase, "?" for a mark, or null. */
export function looksLikeQuestion(folded: string): string | null {
  const asks = phraseIn(folded, ASKS);
  if (asks !== null && folded.includes('?')) return asks;
  if (asks !== null && /^(kinh|xin|thua|chao|dear|hello|hi)?.{0,200}$/s.test(folded.slice(0, 200)) && phraseIn(folded.slice(0, 400), ASKS) !== null) return asks;
  return folded.includes('?') && folded.length < 1_500 ? '?' : null;
}

/** A question for people. Files or fields of an entry make it an entry that also asks: that is decided before this kind is reached. */
export const question: Kind = {
  kind: 'question',
  recognise: (reading, context) => {
    const { subject, text, both } = foldedMail(reading);
    const asks = looksLikeQuestion(text) ?? (phraseIn(subject, ASKS) !== null ? 'subject asks' : null);
    if (asks === null) return [];
    const topic = context.thread.ours || context.codes.length > 0 || context.knownSender ? 'in our thread' : phraseIn(both, [...contestPhrases(context.contest), 'cuoc thi', 'du thi', 'the le', 'han nop', 'bai thi', 'ban to chuc', 'contest', 'competition', 'entry', 'deadline']);
    return topic === null ? [] : [asks === '?' ? 'asks' : `asks "${asks}"`, `about "${topic}"`];
  },
};
