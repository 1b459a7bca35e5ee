/**
 * Who judges what, as a linear program. A flow from entries to judges: every vertex of it is a whole assignment, so that no integers need be asked for.
 * What it minimises, one after the other: entries that lack judges; the sum of the squares of loads, which makes loads as equal as conflicts and
 * limits allow; then, pair by pair, namesakes, changes of what was proposed before, other areas than the judge's; last, chance under the seed.
 */
import { createHash } from 'node:crypto';

export type AssignmentEntry = { entryId: string; code: string; areas: number[] };
/** areas: none = all; fixed: pairs that stay, since the judge began or accepted them */
export type AssignmentJudge = { memberId: string; name: string; areas: number[]; maxLoad: number | null };
export type Pair = { entryId: string; memberId: string };
export type AssignmentInput = {
  perEntry: number; seed: string; panels: 'prefer' | 'only';
  entries: AssignmentEntry[];
  /** who can be given work */
  judges: AssignmentJudge[];
  /** hard conflicts, by pairKey */
  forbidden: ReadonlySet<string>;
  /** warnings, by pairKey: avoided where it costs nothing weightier */
  doubtful: ReadonlySet<string>;
  /** stays, whatever changed; of judges that are not available, too */
  kept: Pair[];
  /** was assigned and not begun: kept where it costs no balance */
  existing: Pair[];
};

/** minimise costs·x where every row sums up to its value and 0 <= x <= upper; `terms` of a row: variable and its factor. */
export type LinearProgram = { costs: number[]; upper: number[]; rows: { terms: [variable: number, factor: number][]; value: number }[] };
export type Solution = { values: number[]; /** one for each row */ duals: number[] };

export type Edge = { variable: number; entry: AssignmentEntry; judge: AssignmentJudge };
export type Model = { program: LinearProgram; edges: Edge[]; /** variable of what an entry lacks */ short: { variable: number; entry: AssignmentEntry; need: number }[] };

/** Stands for one judge with one entry in sets and maps. */
export function pairKey(entryId: string, memberId: string): string {
  return `${entryId} ${memberId}`;
}

const COST = { namesake: 300, change: 150, otherArea: 100, anyArea: 20 } as const;
/** Costs of chance are smaller than every other. */
const CHANCE = 10;
const MOST_OF_A_PAIR = COST.namesake + COST.change + COST.otherArea + CHANCE;

/** Does the judge know an area of the entry? */
export function isOfPanel(judge: Pick<AssignmentJudge, 'areas'>, entry: Pick<AssignmentEntry, 'areas'>): boolean {
  return judge.areas.length === 0 || entry.areas.length === 0 || judge.areas.some((a) => entry.areas.includes(a));
}

/** May this judge be given this entry at all? */
export function isPossible(input: AssignmentInput, entry: AssignmentEntry, judge: AssignmentJudge): boolean {
  return !input.forbidden.has(pairKey(entry.entryId, judge.memberId)) && (input.panels === 'prefer' || isOfPanel(judge, entry));
}

/** Entries and judges are taken in the order of their ids, so that the same lists and the same seed give the same program. */
export function modelOf(input: AssignmentInput): Model {
  const entries = input.entries.toSorted((a, b) => (a.entryId < b.entryId ? -1 : 1));
  const judges = input.judges.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const model: Model = { program: { costs: [], upper: [], rows: [] }, edges: [], short: [] };
  const variable = (cost: number, upper: number): number => {
    model.program.upper.push(upper);
    return model.program.costs.push(cost) - 1;
  };
  const kept = new Set(input.kept.map((p) => pairKey(p.entryId, p.memberId)));
  const steps = loadSteps(input, judges.length);
  addEntries(input, { entries, judges, kept }, model, variable, steps.shortage);
  for (const judge of judges) addLoad(input, judge, model, variable, steps);
  return model;
}

type Steps = { weight: number; /** units of load that cost singly */ single: number; /** the dearest unit and more */ shortage: number };

/**
 * One more entry for a judge who has n costs (2n + 1) · weight: the squares. An exchange between two judges runs through each of them once at
 * most, so that no sum of costs of pairs can outweigh a step towards balance.
 */
function loadSteps(input: AssignmentInput, judges: number): Steps {
  const weight = judges * MOST_OF_A_PAIR + 1;
  const average = Math.ceil((input.entries.length * input.perEntry) / Math.max(1, judges));
  const most = input.entries.length + input.kept.length;
  return { weight, single: 2 * average + 10, shortage: (2 * most + 2) * weight + 2 * judges * MOST_OF_A_PAIR };
}

type Sides = { entries: AssignmentEntry[]; judges: AssignmentJudge[]; kept: Set<string> };

function addEntries(input: AssignmentInput, { entries, judges, kept }: Sides, model: Model, variable: (cost: number, upper: number) => number, shortage: number): void {
  const chance = chanceOf(input.seed);
  const existing = new Set(input.existing.map((p) => pairKey(p.entryId, p.memberId)));
  for (const entry of entries) {
    const has = input.kept.filter((p) => p.entryId === entry.entryId).length;
    const need = Math.max(0, input.perEntry - has);
    const terms: [number, number][] = [];
    for (const judge of judges) {
      const luck = chance();
      const key = pairKey(entry.entryId, judge.memberId);
      if (need === 0 || kept.has(key) || !isPossible(input, entry, judge)) continue;
      const cost = (input.doubtful.has(key) ? COST.namesake : 0) + (existing.size > 0 && !existing.has(key) ? COST.change : 0)
        + (judge.areas.length === 0 ? COST.anyArea : isOfPanel(judge, entry) ? 0 : COST.otherArea) + luck;
      const edge = { variable: variable(cost, 1), entry, judge };
      model.edges.push(edge);
      terms.push([edge.variable, 1]);
    }
    const lacking = variable(shortage, need);
    model.short.push({ variable: lacking, entry, need });
    model.program.rows.push({ terms: [...terms, [lacking, 1]], value: need });
  }
}

function addLoad(input: AssignmentInput, judge: AssignmentJudge, model: Model, variable: (cost: number, upper: number) => number, { weight, single }: Steps): void {
  const own = model.edges.filter((e) => e.judge === judge);
  const has = input.kept.filter((p) => p.memberId === judge.memberId).length;
  const room = Math.min(own.length, judge.maxLoad === null ? Infinity : Math.max(0, judge.maxLoad - has));
  const terms = own.map((e): [number, number] => [e.variable, 1]);
  let n = 0;
  for (; n < room && has + n < single; n++) terms.push([variable((2 * (has + n) + 1) * weight, 1), -1]);
  // Far above the average loads are only held down, not compared unit by unit: that keeps the program small.
  if (n < room) terms.push([variable((2 * (has + room) + 1) * weight, room - n), -1]);
  model.program.rows.push({ terms, value: 0 });
}

/** Whole numbers from 0 to 9, always the same for a seed (mulberry32 from its SHA-256). */
function chanceOf(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * CHANCE);
  };
}
