/** Rounds: the chair's word, who goes on, and opening a round again. */
import type { LoadedContest } from '../../schemas/contest.ts';
import { wrongUse } from '../../src/problem.ts';
import { advanceProposal, advancing, type Taken } from '../../src/results/advance.ts';
import type { Ranked } from '../../src/results/ranking.ts';
import { fullMarks } from '../../src/results/sheet.ts';
import { compare, exact, rounded, times } from '../../src/results/exact.ts';
import type { Tx } from '../../src/store/database.ts';
import { currentAwards } from '../../src/store/results/awards.ts';
import { closeRound, outcomeOf, reopenRound } from '../../src/store/results/outcomes.ts';
import { countUnhandled } from '../../src/store/messages.ts';
import { countRoundResults } from '../../src/store/letters.ts';
import { addChairWord } from '../../src/store/results/sheets.ts';
import { planLook } from '../judging/divergence.ts';
import type { Act } from './act.ts';
import { conflictsInRound } from './conflicts.ts';
import { candidate, roundNow } from './standings.ts';

/** @param score as typed: "75,5" */
export async function chairAct(tx: Tx, { contest }: LoadedContest, round: string, code: string, score: string): Promise<Act> {
  const { rules, candidates, ranking, outcome } = await roundNow(tx, contest, round);
  const { entryId, code: named } = candidate(candidates, code, round);
  const entry = ranking.entries.find((e) => e.code === named);
  const decimal = score.trim().replace(',', '.');
  const faults = /^\d{1,4}(\.\d{1,2})?$/.test(decimal) ? [] : [`--score: expected points with two decimals at most, as 75,5 (found "${score}")`];
  const value = faults.length > 0 ? exact(0) : exact(decimal);
  if (compare(value, fullMarks(rules)) > 0) faults.push(`--score: the rubric adds up to ${rounded(fullMarks(rules), rules.scoring.precision)}`);
  if (entry?.agreement !== 'chair' && entry?.chair === null) faults.push(`${named} is not before the chair: ${entry.agreement === 'further-judge' ? 'a third judge judges it first' : entry.agreement === 'open' ? 'sheets are missing' : 'its judges agree'}`);
  if (outcome !== null) faults.push(`the round ${round} is closed`);
  const hundredths = Number(times(value, { n: 100n, d: 1n }).n);
  return {
    action: 'chair-decides', subject: named, faults, warnings: entry?.chair == null ? [] : [`the chair said ${entry.chair} before: this takes its place`],
    content: { round, hundredths, mean: entry?.mean ?? null, sheets: entry ? entry.sheets.map((s) => ({ id: s.id, total: rounded(s.total, 2) })) : [] },
    lines: [`${named}: judges gave ${entry ? totals(entry).map((t) => `${t.judge} ${t.total}`).join(', ') : ''}; their mean is ${entry?.mean ?? '-'}.`, `The chair gives ${rounded(value, 2)}, which counts instead.`],
    perform: async (tx, { by, reason }) => {
      // A question to the chair that waits for staff asks for nothing any more.
      planLook(tx, round, [entryId], `chair-word:${entryId}:${tx.now.getTime()}`);
      await addChairWord(tx, { round, entryId, hundredths, reason, actor: by });
    },
  };
}

function totals({ sheets }: Ranked): { judge: string; total: string }[] {
  return sheets.map((s) => ({ judge: s.judge, total: rounded(s.total, 2) }));
}

/** @param taken codes at the cut that a person takes @param waived codes that stand with the sheets they have */
export async function advanceAct(tx: Tx, loaded: LoadedContest, round: string, taken: Taken, waived: string[]): Promise<Act> {
  const { contest } = loaded;
  const { rules, ranking, outcome, candidates } = await roundNow(tx, contest, round, waived);
  for (const code of [...(typeof taken === 'string' ? [] : taken), ...waived]) candidate(candidates, code, round);
  const isLast = contest.rounds.at(-1)?.key === round;
  // Nobody goes on from the last round: closing it makes its ranking the one that prizes rest on.
  const proposal = isLast ? { through: [], atCut: [], left: 0, out: [], open: advanceProposal(ranking, undefined).open } : advanceProposal(ranking, rules.scoring.advance);
  const { advanced, faults } = advancing(proposal, taken);
  if (outcome !== null) faults.unshift(`the round ${round} is closed since ${outcome.at.toISOString()}; \`results reopen ${round}\` opens it again`);
  if (candidates.length === 0) faults.push(`no entry takes part in the round ${round}`);
  const goesOn = new Set(advanced);
  const standings = ranking.entries.filter((e) => e.place !== null && e.counts !== null);
  return {
    action: 'close-round', subject: round, faults, warnings: [...await unread(tx), ...await inConflict(tx, loaded, round, ranking.entries), ...warningsOf(ranking, waived)],
    content: { rule: rules.scoring.advance ?? null, waived, taken, standings: standings.map((e) => ({ code: e.code, place: e.place, counts: e.counts, mean: e.mean, adjusted: e.adjusted, chair: e.chair, sheets: e.sheets.map((s) => s.id).toSorted(), advanced: goesOn.has(e.code) })) },
    lines: [
      ...standings.map((e) => `${String(e.place).padStart(3)}  ${e.code}  ${e.counts}${e.tied.length > 0 ? '  (shares its place)' : ''}${isLast ? '' : goesOn.has(e.code) ? '  goes on' : proposal.atCut.includes(e.code) ? '  AT THE CUT' : ''}`),
      isLast ? `The ranking of ${round} is closed.` : `${advanced.length} of ${candidates.length} entries go on.`,
    ],
    perform: async (tx, { by, reason, hash }) => {
      // Whoever was still to be asked about sheets that lie apart is asked nothing any more.
      planLook(tx, round, [], `close:${round}:${tx.now.getTime()}`);
      await closeRound(tx, { round, hash, actor: by, reason }, standings.map((e) => ({
        entryId: e.entryId, place: e.place ?? 0, mean: e.counts ?? '', adjusted: e.adjusted, sheets: e.sheets.map((s) => s.id).toSorted(), advanced: goesOn.has(e.code),
      })));
    },
  };
}

/** Scores that came in time and lie unread are refused once the round is closed. */
async function unread(tx: Tx): Promise<string[]> {
  const waiting = await countUnhandled(tx);
  return waiting === 0 ? [] : [`${waiting === 1 ? '1 mail has' : `${waiting} mails have`} come and ${waiting === 1 ? 'is' : 'are'} not read yet (\`mailroom messages list --outcome waiting\`): scores in ${waiting === 1 ? 'it' : 'them'} would no longer count`];
}

/** Sheets that count though their judge has a conflict by now: the lists were corrected, or somebody said so, after the entry was begun. */
async function inConflict(tx: Tx, loaded: LoadedContest, round: string, entries: Ranked[]): Promise<string[]> {
  const against = await conflictsInRound(tx, loaded, round, true);
  return entries.flatMap(({ code, sheets }) => sheets.flatMap((s) => {
    const found = against(s.judgeId, s.entryId).find((c) => c.hard);
    return found === undefined ? [] : [`${code}: the sheet of ${s.judge} counts, and there is a conflict: ${found.told}`];
  }));
}

function warningsOf({ entries, groups, alpha }: { entries: Ranked[]; groups: number; alpha: string | null }, waived: string[]): string[] {
  const said = entries.filter((e) => e.chair !== null).map((e) => `${e.code} counts by the chair's word, ${e.chair}, not by the mean of its judges, ${e.mean}`);
  return [
    ...said, ...waived.map((code) => (entries.some((e) => e.code === code && e.agreement === 'absent') ? `${code} was not judged: it gets no place` : `${code} stands with fewer sheets than the round asks for`)),
    ...(groups > 1 ? [`the judges fall into ${groups} groups that share no entry: their severities, and adjusted means, cannot be compared across these`] : []),
    ...(alpha !== null && Number(alpha) < LOW_ALPHA ? [`the judges agree little: Krippendorff's alpha is ${alpha}`] : []),
  ];
}

/** Below it Krippendorff advises against drawing conclusions (Content Analysis, ch. 11). */
const LOW_ALPHA = 0.667;

export async function reopenAct(tx: Tx, { contest }: LoadedContest, round: string): Promise<Act> {
  const outcome = await outcomeOf(tx, round);
  if (outcome === null) throw wrongUse(`the round ${round} is not closed`);
  const after = contest.rounds[contest.rounds.findIndex((r) => r.key === round) + 1];
  const faults = after !== undefined && (await outcomeOf(tx, after.key)) !== null ? [`the round ${after.key} is closed on top of it: that one first`] : [];
  const told = await countRoundResults(tx, outcome.id);
  if ((await currentAwards(tx)).some((a) => a.entryId !== null)) faults.push('prizes rest on it: take them back first (`results award --revoke`)');
  return {
    action: 'reopen-round', subject: round, faults, warnings: told === 0 ? [] : [`${told} entrants were told how it ended: whoever stands otherwise once it is closed anew gets a letter that takes the place of the first`], content: { closedAt: outcome.at.toISOString(), closed: outcome.hash }, texts: { closedBy: outcome.actor },
    lines: [`The round ${round}, closed ${outcome.at.toISOString()} by ${outcome.actor}, is opened again: its sheets count anew.`],
    perform: async (tx, { by }) => {
      planLook(tx, round, [], `reopen:${round}:${tx.now.getTime()}`);
      await reopenRound(tx, outcome.id, by);
    },
  };
}
