import type { Contest, Locale } from '../../schemas/contest.ts';
import type { Finding } from '../../schemas/reading.ts';
import type { Overlap } from '../../schemas/similarity.ts';
import { spokenNumber } from '../contest/spoken.ts';
import { finding, type Check } from './check.ts';
import { quote } from './search.ts';
import { texts } from './texts.ts';

/** Passages that the entry shares with other texts (plan items 11, 13 and 14), side by side. For staff alone: a quotation of a named source and a copy look alike to a machine. */
export const originality: Check<'originality'> = {
  name: 'originality',
  planItems: [11, 13, 14],
  run: ({ overlaps = [], nearIdeas = [] }, { leastWords, leastShare }, { contest }) => {
    const shown = overlaps.filter((o) => o.words >= leastWords || (o.share >= leastShare && (o.words >= leastWords / 2 || o.share >= MOST_OF_IT))).toSorted((a, b) => b.words - a.words || order(a, b));
    const more = shown.slice(MOST_SHOWN);
    return [
      ...shown.slice(0, MOST_SHOWN).map((o) => told(o, contest)),
      ...(more.length === 0 ? [] : [finding('originality', 'info', 'more-overlaps', { forEntrant: '', forStaff: texts(contest.locale).moreOverlaps(more.length), evidence: more.slice(0, 20).map((o) => o.with.code ?? o.with.label).join('; ') })]),
      ...nearIdeas.map(({ code, title, nearness }) => finding('originality', 'info', 'near-idea', {
        forEntrant: '', forStaff: texts(contest.locale).nearIdea({ name: [code, title === null ? null : `“${title.slice(0, 200)}”`].filter((t) => t !== null).join(' '), nearness: spokenNumber(Math.round(nearness * 100), contest.locale) }),
      })),
    ];
  },
};

/** A short text that is mostly another's is shown, however short. */
const MOST_OF_IT = 0.5;
const MOST_SHOWN = 10;
const MOST_PASSAGES = 3;
const CODES = { entry: 'overlap-entry', earlier: 'overlap-earlier', known: 'overlap-known' } as const;

/** The same order for the same overlaps, in whatever order they were stored. */
function order(a: Overlap, b: Overlap): number {
  const [x, y] = [a, b].map((o) => `${o.with.kind} ${o.with.code ?? ''} ${o.with.label}`) as [string, string];
  return x < y ? -1 : x > y ? 1 : 0;
}

function told(overlap: Overlap, { locale }: Contest): Finding {
  const say = texts(locale);
  const { code, label, kind } = overlap.with;
  const name = [code, label === '' || label === code ? null : `“${label.slice(0, 200)}”`].filter((t) => t !== null).join(' ');
  const longest = overlap.passages.toSorted((a, b) => b.here.text.length - a.here.text.length || a.here.line - b.here.line).slice(0, MOST_PASSAGES);
  const quoted = longest.length > 0 && longest.every(({ here }) => isQuoted(here.text));
  return finding('originality', 'review', CODES[kind], {
    forEntrant: '',
    forStaff: say.overlap({ what: say.overlapKinds[kind], name, words: spokenNumber(overlap.words, locale), percent: spokenNumber(Math.round(overlap.share * 100), locale), quoted }),
    evidence: longest.map((p) => sideBySide(p, locale)).join(' | '),
  });
}

function sideBySide({ here, there }: Overlap['passages'][number], locale: Locale): string {
  return `${quote(here, locale)} = ${quote(there, locale)}`;
}

/** In quotation marks, or behind the naming of a source: said to staff, and judged by them. */
function isQuoted(text: string): boolean {
  return /^\s{0,9}["“«„]/u.test(text) || /(?:nguồn|trích|theo|source|according to)\s{0,3}[:(“"]/iu.test(text.slice(0, 2_000));
}
