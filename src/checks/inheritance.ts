import { hasPhrase } from '../vietnamese/phrases.ts';
import { fold, foldWord } from '../vietnamese/fold.ts';
import { finding, statedIn, type Check } from './check.ts';
import { linesOf, linesSaying, quote, unread } from './search.ts';
import { texts } from './texts.ts';

/** What builds on an earlier product says what is new and better in it (plan item 15): that it compares at all is looked for; whether it is better, people judge. */
export const inheritance: Check<'inheritance'> = {
  name: 'inheritance',
  planItems: [14, 15],
  run: (facts, { words }, { contest }) => {
    const { inheritsFrom } = facts.fields;
    const earlier = inheritsFrom?.value ?? null;
    if (earlier === null || saysNone(earlier)) return [];
    const say = texts(contest.locale);
    const stated = statedIn(inheritsFrom, (v) => v, contest.locale);
    const compares = words.some((w) => hasPhrase(fold(earlier.slice(0, 5_000)), foldWord(w)));
    const found = linesSaying(linesOf(facts), words).slice(0, MOST_QUOTED).map((line) => quote(line, contest.locale));
    const evidence = [stated, ...found].join('; ');
    if (compares || found.length > 0) return [finding('inheritance', 'info', 'comparison-found', { forEntrant: '', forStaff: say.comparisonFound, evidence })];
    // What nobody could read may hold it.
    if (unread(facts.documents).length > 0) return [finding('inheritance', 'info', 'comparison-unread', { forEntrant: '', forStaff: say.comparisonUnread, evidence })];
    return [finding('inheritance', 'review', 'missing-comparison', { forEntrant: say.missingComparison, evidence })];
  },
};

const MOST_QUOTED = 3;

/** "Không", "không có", "không kế thừa", "none": the field was filled in to say that it does not apply. */
function saysNone(text: string): boolean {
  return /^[\s.…_/-]*(?:(?:khong|chua)(?: (?:co|ke thua|ap dung|ke thua tu san pham nao|ke thua san pham nao|co san pham nao))?|none|no|nothing|n a|n\/a)?[\s.…_/-]*$/.test(fold(text.slice(0, 80)));
}
