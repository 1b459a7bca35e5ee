/** The ranking of a round as it stands, from the rows. */
import type { Contest } from '../../schemas/contest.ts';
import { wrongUse } from '../../src/problem.ts';
import { rank, type Candidate, type Ranking } from '../../src/results/ranking.ts';
import { rulesOf, type RoundRules } from '../../src/results/sheet.ts';
import type { Tx } from '../../src/store/database.ts';
import { advancedEntries, closedEntries, eligibleEntries, outcomeOf, standingsOf, type OutcomeRow, type StandingRow } from '../../src/store/results/outcomes.ts';
import { chairWords, countingSheets, sheetsById } from '../../src/store/results/sheets.ts';

export type RoundNow = { rules: RoundRules; candidates: Candidate[]; ranking: Ranking; outcome: OutcomeRow | null; /** why its ranking is not the one that was approved; empty = it is, or the round is open */ drift: string[] };

/** A closed round stands as it was closed: with its entries, whatever became of them, and the sheets that they had. @param waived codes that a person lets stand with fewer sheets @throws Problem where the contest has no such round */
export async function roundNow(tx: Tx, contest: Contest, round: string, waived: string[] = []): Promise<RoundNow> {
  const rules = rulesOf(contest, round);
  const [outcome, chair] = [await outcomeOf(tx, round), await chairWords(tx, round)];
  if (outcome !== null) {
    const candidates = await closedEntries(tx, outcome.id);
    const standings = await standingsOf(tx, outcome.id);
    const ranking = rank(candidates, await sheetsById(tx, standings.flatMap((s) => s.sheets)), chair, rules, new Set(candidates.map((c) => c.entryId)));
    return { rules, candidates, outcome, ranking, drift: driftOf(round, ranking, standings) };
  }
  const candidates = await candidatesOf(tx, contest, round);
  const ids = new Set(candidates.filter((c) => waived.includes(c.code)).map((c) => c.entryId));
  return { rules, candidates, outcome, ranking: rank(candidates, await countingSheets(tx, round), chair, rules, ids), drift: [] };
}

/** Points, weights, precision and tie-break stand in contest.yaml, which may be changed after people approved what came of it. */
function driftOf(round: string, { entries }: Ranking, standings: StandingRow[]): string[] {
  const stands = new Map(standings.map((s) => [s.entryId, s]));
  const other = entries.filter((e) => { const row = stands.get(e.entryId); return row !== undefined && (row.place !== e.place || row.mean !== e.counts); });
  const [first] = other;
  const row = stands.get(first?.entryId ?? '');
  if (!first || !row) return [];
  return [`contest.yaml of today ranks the closed round ${round} otherwise than was approved: ${first.code} had place ${row.place} with ${row.mean}, and would have ${first.place ?? 'none'} with ${first.counts ?? 'nothing'}${other.length > 1 ? `, and ${other.length - 1} more` : ''}. Put its judging and scoring back, or open the round again`];
}

/** Of the first round the eligible entries, of a later one those that went on from the round before. */
export async function candidatesOf(tx: Tx, { rounds }: Contest, round: string): Promise<Candidate[]> {
  const before = rounds[rounds.findIndex((r) => r.key === round) - 1];
  return before === undefined ? eligibleEntries(tx) : advancedEntries(tx, before.key);
}

/** Where a code is none of the round's, says so. */
export function candidate(candidates: Candidate[], code: string, round: string): Candidate {
  const found = candidates.find((c) => c.code === code.trim().toUpperCase());
  if (!found) throw wrongUse(`${code} does not take part in the round ${round}`);
  return found;
}
