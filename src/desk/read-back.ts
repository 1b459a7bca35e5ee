/** The answer to a reply with decisions: line by line what was done, and what was not and why. */
import type { LetterFacts } from '../../schemas/letters.ts';
import type { ReadDecisions } from '../mail/kinds/decisions.ts';
import { withoutCodes } from '../mail/kinds/decision-line.ts';
import type { Bound } from './bind.ts';

const MOST_LINES = 60;

/**
 * Facts of the letter `decisions-read`.
 * @param done of `bound.apply` what was really done; the rest of it is said to be stale: it changed within that moment
 */
export function decisionsReadFacts({ receivedAt, read, bound, done, titles, prefix }: {
  receivedAt: Date; read: ReadDecisions; bound: Bound; done: ReadonlySet<string>; titles: ReadonlyMap<string, string | null>; prefix: string;
}): LetterFacts<'decisions-read'> {
  const lost = bound.apply.filter((d) => !done.has(d.code)).map((d) => ({ ...d, why: 'stale' as const }));
  const refused = [
    ...[...lost, ...bound.stale, ...bound.notOffered].map(({ line, code, word, why }) => ({ line, code, word, why })),
    ...read.unclear.map(({ line, why }) => ({ line, code: null, word: null, why })),
  ];
  return {
    receivedAt: receivedAt.toISOString(),
    done: bound.apply.filter((d) => done.has(d.code)).map(({ code, word, reason }) => ({ code, word, reason, title: masked(titles.get(code) ?? null, prefix) })),
    refused: refused.slice(0, MOST_LINES), moreRefused: Math.max(0, refused.length - MOST_LINES),
  };
}

function masked(title: string | null, prefix: string): string | null {
  return title === null ? null : withoutCodes(title, prefix);
}
