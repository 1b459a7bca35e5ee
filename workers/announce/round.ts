/** Whether each entry of a closed round goes on: one batch, which leaves once a person approved it. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { wrongUse } from '../../src/problem.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesById } from '../../src/store/entries.ts';
import { lettersWithKeys } from '../../src/store/letters.ts';
import { outcomeOf, outcomesOfRound, standingsOf, type OutcomeRow } from '../../src/store/results/outcomes.ts';
import { propose } from '../approvals/propose.ts';
import type { ByHand } from '../by-hand/change.ts';
import { lettersTo, roundNamed, takeTurnForResults } from './recipients.ts';

type Facts = LetterFacts<'round-result'>;

/** @throws Problem `wrong-use` where the round is open, is the last, or everybody was told */
export async function announceRound(tx: Tx, services: ByHand, round: string, askedBy: string): Promise<ApprovalRow> {
  await takeTurnForResults(tx);
  const { contest } = services.loaded;
  const { index, name } = roundNamed(contest, round);
  const next = contest.rounds[index + 1];
  if (!next) throw wrongUse(`${round} is the last round: \`mailroom results announce awards\` tells its outcome`);
  const outcome = await outcomeOf(tx, round);
  if (outcome === null) throw wrongUse(`the round ${round} is not closed: \`mailroom results advance ${round}\` closes it`);
  const standings = await stillTakingPart(tx, outcome);
  const facts = new Map(standings.map((s) => [s.entryId, { round: name, next: next.name[contest.locale] ?? next.key, advanced: s.advanced }]));
  const told = await toldBefore(tx, outcome, [...facts.keys()]);
  const letters = await lettersTo(tx, services, [...facts.keys()], (entry) => {
    const [own, before] = [facts.get(entry.id), told.get(entry.id) ?? null];
    if (!own || own.advanced === before?.advanced) return null;
    return { kind: 'round-result', key: keyOf(outcome.id, entry.id), facts: { code: entry.code, title: entry.title, ...own, replaces: before?.at.toISOString() ?? null } };
  });
  return propose(tx, services, { what: 'results', about: aboutOf(contest, name, standings), letters, askedBy });
}

function aboutOf({ locale }: Contest, name: string, standings: { advanced: boolean }[]): string {
  const on = standings.filter((s) => s.advanced).length;
  return locale === 'vi' ? `${name}: ${on} bài vào vòng sau, ${standings.length - on} bài dừng lại` : `${name}: ${on} entries go on, ${standings.length - on} do not`;
}

/** Whoever withdrew or was found ineligible since the round was closed hears nothing of it. */
async function stillTakingPart(tx: Tx, { id }: OutcomeRow) {
  const standings = await standingsOf(tx, id);
  const eligible = new Set((await entriesById(tx, standings.map((s) => s.entryId))).filter((e) => e.state === 'eligible').map((e) => e.id));
  return standings.filter((s) => eligible.has(s.entryId));
}

/** What entrants heard last, where the round was told, opened again and closed anew. */
async function toldBefore(tx: Tx, { id, round }: OutcomeRow, entryIds: string[]): Promise<Map<string, { advanced: boolean; at: Date }>> {
  const earlier = (await outcomesOfRound(tx, round)).filter((o) => o.id !== id);
  const letters = await lettersWithKeys(tx, earlier.flatMap((o) => entryIds.map((entryId) => keyOf(o.id, entryId))));
  return new Map(entryIds.flatMap((entryId): [string, { advanced: boolean; at: Date }][] => {
    const last = earlier.toReversed().map((o) => letters.get(keyOf(o.id, entryId))).find((l) => l !== undefined);
    return last ? [[entryId, { advanced: (last.facts as Facts).advanced, at: last.createdAt }]] : [];
  }));
}

function keyOf(outcomeId: string, entryId: string): string {
  return `round-result:${outcomeId}:${entryId}`;
}
