/** The answer to a reply with decisions: line by line what was done, and what was not and why. */
import type { Refusal } from '../../schemas/desk.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { ReadDecisions } from '../mail/kinds/decisions.ts';
import { withoutCodes } from '../mail/kinds/decision-line.ts';
import type { Bound } from './bind.ts';

const MOST_LINES = 60;
const MOST_ENTRIES = 20;

/** Why what could have been done was not, once it was tried. */
export type Failure = { why: Refusal; entries: string[] };

/**
 * Facts of the letter `decisions-read`.
 * @param done of `bound.apply` what was really done
 * @param awaiting of `done`, approvals that wait for a second person's
 * @param failed why the rest of it was not, by code; what is not named there changed within that moment
 */
export function decisionsReadFacts({ receivedAt, read, bound, done, awaiting = new Set(), failed = new Map(), titles, prefix }: {
  receivedAt: Date; read: ReadDecisions; bound: Bound; done: ReadonlySet<string>; awaiting?: ReadonlySet<string>; failed?: ReadonlyMap<string, Failure>; titles: ReadonlyMap<string, string | null>; prefix: string;
}): LetterFacts<'decisions-read'> {
  const lost = bound.apply.filter((d) => !done.has(d.code)).map((d) => ({ ...d, ...(failed.get(d.code) ?? { why: 'stale' as const, entries: [] }) }));
  const refused = [
    ...[...lost, ...bound.undoable, ...bound.stale, ...bound.notOffered]
      .map(({ line, code, word, why, entries = [] }) => ({ line, code, word, why, entries: entries.slice(0, MOST_ENTRIES), moreEntries: Math.max(0, entries.length - MOST_ENTRIES) })),
    ...read.unclear.map(({ line, why }) => ({ line, code: null, word: null, why, entries: [], moreEntries: 0 })),
  ];
  return {
    receivedAt: receivedAt.toISOString(),
    done: bound.apply.filter((d) => done.has(d.code)).map(({ code, word, reason }) => ({ code, word, reason, title: masked(titles.get(code) ?? null, prefix), awaitsSecond: awaiting.has(code) })),
    refused: refused.slice(0, MOST_LINES), moreRefused: Math.max(0, refused.length - MOST_LINES),
  };
}

function masked(title: string | null, prefix: string): string | null {
  return title === null ? null : withoutCodes(title, prefix);
}
