/** Entries whose sheets lie too far apart, as the morning's summary names them. */
import type { DividedStand } from '../../schemas/desk.ts';
import type { Locale } from '../../schemas/contest.ts';
import { spokenNumber } from '../contest/spoken.ts';
import { rounded } from '../results/exact.ts';
import type { Divergent } from './divergent.ts';

/** What was put before staff about an entry, newest last. */
export type PutBefore = { entryId: string; standing: string; ask: 'further-judge' | 'chair'; memberId: string; state: 'open' | 'approved' | 'cancelled' };
export type Divided = { code: string; spread: string; stands: DividedStand; who: string | null };

/** @param names of judges, by id */
export function dividedOf(found: readonly Divergent[], put: readonly PutBefore[], names: ReadonlyMap<string, string>, locale: Locale): Divided[] {
  return found.filter((d) => d.agreement === 'further-judge' || d.agreement === 'chair').map((d) => {
    const { stands, memberId } = standOf(d, put.filter((p) => p.entryId === d.entryId));
    return { code: d.code, spread: spokenNumber(Number(rounded(d.spread, 2)), locale), stands, who: memberId === null ? null : names.get(memberId) ?? null };
  });
}

function standOf(d: Divergent, put: readonly PutBefore[]): { stands: DividedStand; memberId: string | null } {
  const kind = d.agreement === 'chair' ? 'chair' : 'judge';
  // Whoever has the entry and has not scored it yet was asked, by a proposal or by hand.
  const [pending] = d.ever.filter((a) => !a.ended && !d.sheets.some((s) => s.judgeId === a.memberId));
  if (pending) return { stands: 'judge-asked', memberId: pending.memberId };
  const own = put.filter((p) => p.standing === d.standing && p.state !== 'cancelled').at(-1);
  if (!own) return { stands: `${kind}-none`, memberId: null };
  return { stands: own.state === 'open' ? `${kind}-proposed` : `${kind}-asked`, memberId: own.memberId };
}
