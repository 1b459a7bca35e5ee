/** What people ask about, counted by the contest's own words: no more than that, and it says so. */
import type { Contest } from '../../schemas/contest.ts';
import type { QuestionState } from '../../schemas/questions.ts';
import { hasPhrase } from '../vietnamese/phrases.ts';
import { fold, foldWord } from '../vietnamese/fold.ts';

export type AskedQuestion = { state: QuestionState; askedAt: Date; /** subject and words of all its mails */ text: string };
export type Theme = { label: string; count: number; open: number };

/** Most frequent first, topics that nobody asked about left out; last what no topic names. A question counts under each topic of which a word stands in it. */
export function themesOf(questions: AskedQuestion[], { questionTopics, locale }: Pick<Contest, 'questionTopics' | 'locale'>): Theme[] {
  const topics = questionTopics.map(({ name, words }) => ({ label: name[locale] ?? '', words: words.map(foldWord), count: 0, open: 0 }));
  const others = { label: locale === 'vi' ? 'Chủ đề khác' : 'Other', count: 0, open: 0 };
  for (const { text, state } of questions) {
    const folded = fold(text);
    const named = topics.filter((topic) => topic.words.some((word) => hasPhrase(folded, word)));
    for (const theme of named.length > 0 ? named : [others]) {
      theme.count++;
      if (state === 'open') theme.open++;
    }
  }
  const found = topics.filter((t) => t.count > 0).toSorted((a, b) => b.count - a.count).map(({ label, count, open }) => ({ label, count, open }));
  return others.count > 0 ? [...found, others] : found;
}
