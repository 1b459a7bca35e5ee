import { finding, statedIn, type Check } from './check.ts';
import { texts } from './texts.ts';

/** Shares of the authors: where some are stated, all are, and they make 100 % (plan items 31 and 32). Nobody must state any. */
export const authorShares: Check<'author-shares'> = {
  name: 'author-shares',
  planItems: [31, 32],
  run: ({ fields }, { tolerance }, { contest }) => {
    const authors = fields.authors.value ?? [];
    const shares = authors.map((a) => a.share).filter((s) => s !== null);
    if (shares.length === 0) return [];
    const say = texts(contest.locale);
    const evidence = statedIn(fields.authors, (list) => list.map((a) => `${a.name} ${a.share ?? '?'} %`).join('; '), contest.locale);
    const without = authors.filter((a) => a.share === null).map((a) => a.name);
    if (without.length > 0) return [finding('author-shares', 'review', 'share-missing', { forEntrant: say.shareMissing(without.slice(0, MOST_NAMED).join(', ')), evidence })];
    const sum = Math.round(shares.reduce((total, s) => total + s, 0) * 100) / 100;
    return Math.abs(sum - 100) <= tolerance ? [] : [finding('author-shares', 'review', 'shares-not-100', { forEntrant: say.sharesNot100(sum), evidence })];
  },
};

const MOST_NAMED = 5;
