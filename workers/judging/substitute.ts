/** Staff hear of work that needs another judge, with somebody ready to take it; nothing changes before they say so. */
import type { LetterFacts } from '../../schemas/letters.ts';
import type { JudgedRound } from '../../src/contest/judged-rounds.ts';
import { substitutesFor } from '../../src/judging/substitute.ts';
import type { Tx } from '../../src/store/database.ts';
import type { MemberRow } from '../../src/store/judging/members.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postLetter } from '../outbox.ts';
import { listsOf } from './lists.ts';
import { namedFor, roundFacts } from './said.ts';

type Facts = LetterFacts<'judge-substitute'>;
export type Need = { member: MemberRow; round: JudgedRound; why: Facts['why']; until?: Date | null; /** of 'unreachable' */ unreached?: { address: string; said: string; other: string | null }; entries: { entryId: string; code: string; reason?: string | null }[]; /** of what happened: told once */ key: string };

const SHOWN = 30;

export async function askForSubstitute(tx: Tx, services: ByHand, { member, round, why, until = null, unreached, entries, key }: Need): Promise<void> {
  if (entries.length === 0) return;
  const found = substitutesFor(entries.map((e) => e.entryId), await listsOf(tx, services, round.key), round, services.loaded, tx.now, [member.id]);
  const shown: Facts['entries'] = [];
  for (const e of entries.slice(0, SHOWN)) {
    const named = await namedFor(tx, e, { blind: false }, services.loaded);
    const judge = found.find((f) => f.entryId === e.entryId)?.judge ?? null;
    shown.push({ ...named, reason: e.reason ?? null, substitute: judge === null ? null : { name: judge.name, address: judge.address, load: judge.load } });
  }
  const facts: Facts = { ...roundFacts(round, member.name, services.loaded), address: unreached?.address ?? member.emails[0] ?? '', why, until: until?.toISOString() ?? null, said: unreached?.said ?? null, other: unreached?.other ?? null, dueAt: round.dueAt.toISOString(), entries: shown, more: entries.length - shown.length };
  for (const address of services.loaded.contest.staff.addresses) {
    const to = address.toLowerCase();
    await postLetter(tx, services, { kind: 'judge-substitute', key: `judge-substitute:${key}:${to}`, to, facts });
  }
}
