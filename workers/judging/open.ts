/** Sheets lie too far apart, and nobody can be asked about them by mail: staff hear once which, why, and what they can do. */
import type { LetterFacts } from '../../schemas/letters.ts';
import type { JudgedRound } from '../../src/contest/judged-rounds.ts';
import type { Divergent } from '../../src/judging/divergent.ts';
import { approvalPrefix, withoutCodes } from '../../src/mail/kinds/decision-line.ts';
import type { Tx } from '../../src/store/database.ts';
import { toldOpen } from '../../src/store/judging/divergence.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postLetter } from '../outbox.ts';
import { dividedFacts, gapFacts } from './said.ts';

type Told = LetterFacts<'divergence-open'>['entries'][number];
export type Unasked = Pick<Told, 'why' | 'chair' | 'reason'>;
export type Open = Divergent & Unasked;

/** More in one letter nobody reads; the rest is told in the next. */
const SHOWN = 30;

export async function tellOpen(tx: Tx, services: ByHand, round: JudgedRound, open: Open[]): Promise<void> {
  const { contest } = services.loaded;
  const before = await toldOpen(tx, round.key);
  const fresh = open.map((o) => ({ ...o, about: `${o.standing.slice(0, 16)}:${o.why}` })).filter((o) => !before.has(o.about)).slice(0, SHOWN);
  if (fresh.length === 0) return;
  const entries: Told[] = fresh.map((o) => {
    const shown = dividedFacts(o, contest.locale);
    return { ...shown, title: shown.title === null ? null : withoutCodes(shown.title, contest.codePrefix, [approvalPrefix(contest.codePrefix)]), about: o.about, why: o.why, chair: o.chair, reason: o.reason };
  });
  const facts = { ...gapFacts(round, contest), locksAt: round.locksAt.toISOString(), locked: tx.now >= round.locksAt, entries };
  for (const address of contest.staff.addresses) {
    const to = address.toLowerCase();
    await postLetter(tx, services, { kind: 'divergence-open', key: `divergence-open:${round.key}:${fresh[0]?.about ?? ''}:${to}`, to, facts });
  }
}
