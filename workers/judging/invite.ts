/** Judges hear of what an approved assignment gives them, and of what it takes away: one letter each. */
import { judgedRound } from '../../src/contest/judged-rounds.ts';
import { dueOf } from '../../src/judging/further-due.ts';
import type { Tx } from '../../src/store/database.ts';
import type { AssignmentRow } from '../../src/store/judging/assignments.ts';
import { addressOf, loadMember } from '../../src/store/judging/members.ts';
import { entriesById } from '../../src/store/entries.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postLetter } from '../outbox.ts';
import { namedFor, openFacts, roundFacts, type Named } from './said.ts';

/** What judging an entry takes, as people do it. */
export const MINUTES = 15;

/** @param key of what was approved: it is told once */
export async function tellJudges(tx: Tx, services: ByHand, { added, ended, key }: { added: AssignmentRow[]; ended: AssignmentRow[]; key: string }): Promise<number> {
  const letters = [...await tell(tx, services, added, 'judge-invitation', key), ...await tell(tx, services, ended, 'judge-released', key)];
  return letters.length;
}

async function tell(tx: Tx, services: ByHand, rows: AssignmentRow[], kind: 'judge-invitation' | 'judge-released', key: string): Promise<string[]> {
  const done: string[] = [];
  for (const memberId of new Set(rows.map((a) => a.memberId))) {
    const own = rows.filter((a) => a.memberId === memberId);
    const member = await loadMember(tx, memberId);
    const to = member ? await addressOf(tx, member) : undefined;
    const [first] = own;
    if (!member || to === undefined || !first) continue;
    const round = judgedRound(services.loaded.contest, first.round, tx.now);
    const facts = { ...roundFacts(round, member.name, services.loaded), entries: await namesOf(tx, services, own) };
    if (kind === 'judge-invitation') await postLetter(tx, services, { kind, key: `${kind}:${key}:${memberId}`, to, facts: { ...facts, ...openFacts({ ...round, dueAt: dueOf(first, round) }), minutes: MINUTES } });
    else await postLetter(tx, services, { kind, key: `${kind}:${key}:${memberId}`, to, facts });
    done.push(to);
  }
  return done;
}

async function namesOf(tx: Tx, { loaded }: ByHand, rows: AssignmentRow[]): Promise<Named[]> {
  const [first] = rows;
  const round = judgedRound(loaded.contest, first?.round ?? null, tx.now);
  const named: Named[] = [];
  for (const entry of await entriesById(tx, rows.map((a) => a.entryId))) named.push(await namedFor(tx, { entryId: entry.id, code: entry.code }, round, loaded));
  return named;
}
