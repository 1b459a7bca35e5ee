/** Do the sheets of a closed round still add up to its ranking, by the rules of the contest? And does every mark lie within its criterion? */
import type { LoadedContest } from '../../schemas/contest.ts';
import { Problem } from '../../src/problem.ts';
import type { RoundRules, Sheet } from '../../src/results/sheet.ts';
import type { Database, Tx } from '../../src/store/database.ts';
import { openOutcomes, standingsOf, type OutcomeRow, type StandingRow } from '../../src/store/results/outcomes.ts';
import { countingSheets } from '../../src/store/results/sheets.ts';
import type { Invariant } from '../../src/store/verify.ts';
import { roundNow } from '../results/standings.ts';

const ADDS_UP = 'the sheets of a closed round add up to its ranking';
const WITHIN = 'every mark belongs to a criterion of its round and lies within its points';

/** @param loaded null = the contest folder is not there to be asked */
export async function checkRankings(db: Pick<Database, 'transaction'>, loaded: LoadedContest | null): Promise<Invariant[]> {
  if (loaded === null) return [ADDS_UP, WITHIN].map((name) => ({ name, checked: 0, violations: [], note: 'not checked: the contest folder was not asked' }));
  return db.transaction(async (tx) => {
    const outcomes = await openOutcomes(tx);
    const closed = await Promise.all(outcomes.map((outcome) => compare(tx, loaded, outcome)));
    const marks = await Promise.all(loaded.contest.rounds.filter((r) => r.judging !== undefined).map(async ({ key, judging }) => ({ rubric: judging?.rubric ?? [], sheets: await countingSheets(tx, key) })));
    return [
      { name: ADDS_UP, checked: closed.reduce((sum, c) => sum + c.checked, 0), violations: closed.flatMap((c) => c.violations) },
      { name: WITHIN, checked: marks.reduce((sum, m) => sum + m.sheets.length, 0), violations: marks.flatMap(({ rubric, sheets }) => sheets.flatMap((s) => beyond(s, rubric))) },
    ];
  });
}

async function compare(tx: Tx, { contest }: LoadedContest, outcome: OutcomeRow): Promise<{ checked: number; violations: string[] }> {
  const stands = new Map((await standingsOf(tx, outcome.id)).map((s) => [s.entryId, s]));
  const now = await roundNow(tx, contest, outcome.round).catch((error: unknown) => {
    if (error instanceof Problem) return error;
    throw error;
  });
  if (now instanceof Problem) return { checked: stands.size, violations: [`the round ${outcome.round} is closed, and its ranking cannot be worked out again: ${now.forUser}`] };
  return {
    checked: stands.size,
    violations: now.ranking.entries.flatMap((e) => {
      const row = stands.get(e.entryId);
      return row === undefined || (row.place === e.place && row.mean === e.counts && row.adjusted === e.adjusted) ? [] : [inWords(outcome, e, row)];
    }),
  };
}

type Again = { code: string; place: number | null; counts: string | null; adjusted: string | null };

function inWords({ round }: OutcomeRow, now: Again, row: StandingRow): string {
  const [was, is] = row.mean === now.counts && row.place === now.place ? [`adjusted ${row.adjusted}`, now.adjusted] : [`place ${row.place}, ${row.mean}`, `place ${now.place ?? 'none'}, ${now.counts ?? 'nothing'}`];
  return `${now.code} was closed in ${round} with ${was}; its sheets, the chair's word and contest.yaml of today make it ${is}: look for what changed since (\`mailroom results show ${round}\`, older copies of contest.yaml)`;
}

function beyond({ id, judge, marks }: Sheet, rubric: RoundRules['rubric']): string[] {
  const keys = new Set(rubric.map((c) => c.key));
  const faults = [
    ...Object.keys(marks).filter((key) => !keys.has(key)).map((key) => `${key}, which is no criterion`),
    ...rubric.flatMap(({ key, points }) => (marks[key] === undefined ? [`nothing for ${key}`] : marks[key] < 0 || marks[key] > points * 100 ? [`${marks[key] / 100} for ${key} of ${points}`] : [])),
  ];
  return faults.map((fault) => `sheet ${id} of ${judge} counts as complete, and gives ${fault}`);
}
