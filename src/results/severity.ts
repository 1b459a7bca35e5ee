/**
 * What each judge adds or takes beside the others, by least squares (Searle, Linear Models, ch. 7: two-way crossed, unequal numbers):
 *
 *   total of a sheet = merit of its entry + severity of its judge + chance
 *
 * Identified by letting severities add up to 0 among judges who are tied to each other by entries that they share. Judges who are not tied
 * cannot be compared, nor can their entries: each such group stands for itself. The adjusted mean of an entry is the mean of its sheets less
 * their judges' severities; where every judge scores every entry it is the plain mean.
 * Its limits: a judge is taken to be as severe with every entry and at every height of the scale; with two or three shared entries a severity is
 * mostly chance; and it says nothing about who is right. So it is shown beside the raw mean, and ranks only where the contest says so.
 */
import { grouped } from './grouped.ts';

export type Score = { entry: string; judge: string; total: number };
export type Severity = {
  /** by judge: above 0 gives more than the others do, in points */
  severity: Map<string, number>;
  /** by entry, in points, not rounded */
  adjusted: Map<string, number>;
  /** groups of judges that share entries; more than one = adjusted means of different groups cannot be compared */
  groups: string[][];
};

/** @param scores one for each sheet; a judge scores an entry once */
export function severityOf(scores: Score[]): Severity {
  const groups = groupsOf(scores);
  const severity = new Map(groups.flatMap((judges) => solveGroup(judges, scores.filter((s) => judges.includes(s.judge)))));
  const adjusted = new Map([...byEntry(scores)].map(([entry, own]) => [entry, mean(own.map((s) => s.total - (severity.get(s.judge) ?? 0)))]));
  return { severity, adjusted, groups };
}

/** Judges joined where they share an entry, each group and the groups in the order of their names. */
function groupsOf(scores: Score[]): string[][] {
  const group = new Map<string, Set<string>>();
  for (const { judge } of scores) group.set(judge, new Set([judge]));
  for (const own of byEntry(scores).values()) {
    const joined = new Set(own.flatMap((s) => [...(group.get(s.judge) ?? [])]));
    for (const judge of joined) group.set(judge, joined);
  }
  return [...new Set(group.values())].map((judges) => [...judges].toSorted()).toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** Normal equations with the entries' merits eliminated; the last line, which follows from the others, is replaced by "they add up to 0". */
function solveGroup(judges: string[], scores: Score[]): [string, number][] {
  const at = new Map(judges.map((judge, i) => [judge, i]));
  const rows = judges.map(() => Array.from({ length: judges.length + 1 }, () => 0));
  for (const own of byEntry(scores).values()) {
    const average = mean(own.map((s) => s.total));
    for (const s of own) {
      const row = rows[at.get(s.judge) ?? 0] ?? [];
      row[judges.length] = (row[judges.length] ?? 0) + s.total - average;
      for (const other of own) {
        const column = at.get(other.judge) ?? 0;
        row[column] = (row[column] ?? 0) + (other.judge === s.judge ? 1 : 0) - 1 / own.length;
      }
    }
  }
  rows[judges.length - 1] = [...judges.map(() => 1), 0];
  const solved = solve(rows);
  return judges.map((judge, i) => [judge, solved[i] ?? 0]);
}

/** Gauss-Jordan with the largest pivot; the matrix is regular, since its judges are tied. Rows hold the right side last. */
function solve(rows: number[][]): number[] {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const best = rows.slice(column).reduce((b, row, i) => (Math.abs(row[column] ?? 0) > Math.abs(rows[b]?.[column] ?? 0) ? i + column : b), column);
    const pivot = rows[best] ?? [];
    [rows[best], rows[column]] = [rows[column] ?? [], pivot];
    const lead = pivot[column] ?? 1;
    for (const [i, row] of rows.entries()) {
      const factor = (row[column] ?? 0) / lead;
      if (i !== column && factor !== 0) for (let k = column; k <= n; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}

function byEntry(scores: Score[]): Map<string, Score[]> {
  return grouped(scores, (s) => s.entry);
}

function mean(values: number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
