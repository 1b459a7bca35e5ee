/** From the lists of the contest to what an assignment is worked out of. */
import type { LoadedContest } from '../../schemas/contest.ts';
import type { ConflictNote } from '../../schemas/judging.ts';
import type { EntryFields } from '../../schemas/reading.ts';
import { registryDay } from '../checks/units.ts';
import type { JudgedRound } from '../contest/judged-rounds.ts';
import { agencyTree } from './agency-tree.ts';
import { pairKey, type AssignmentInput, type Pair } from './assignment.ts';
import { availability, type Absence } from './availability.ts';
import { conflictsOf, type EntryFacts, type Said } from './conflicts.ts';

export type Judge = { id: string; name: string; agency: string | null; emails: string[]; phones: string[]; areas: number[]; maxLoad: number | null; from: string | null; to: string | null };
export type Lists = {
  judges: Judge[]; absences: (Absence & { memberId: string })[];
  entries: { entryId: string; code: string; fields: EntryFields; senders: string[] }[];
  said: Said[];
  /** assignments that count; begun = it stays with its judge, whatever changes */
  open: (Pair & { id: string; code: string; begun: boolean })[];
};
export type Gathered = { input: AssignmentInput; conflicts: ConflictNote[]; /** every judge's name, of those too who can be given nothing */ names: Map<string, string>; unavailable: string[] };

export function gatherInput(lists: Lists, round: JudgedRound, loaded: Pick<LoadedContest, 'contest' | 'agencies'>, of: { seed: string; perEntry: number; now: Date }): Gathered {
  const { contest } = loaded;
  const free = lists.judges.filter((j) => availability(j, lists.absences.filter((a) => a.memberId === j.id), of.now, round.dueAt, contest.zone).state === 'free');
  const { forbidden, doubtful, notes } = pairsAgainst(free, lists, loaded);
  const pairs = (open: Lists['open']): Pair[] => open.map(({ entryId, memberId }) => ({ entryId, memberId }));
  return {
    conflicts: notes, names: new Map(lists.judges.map((j) => [j.id, j.name])), unavailable: lists.judges.filter((j) => !free.includes(j)).map((j) => j.name),
    input: {
      perEntry: of.perEntry, seed: of.seed, panels: round.panels, forbidden, doubtful,
      entries: lists.entries.map((e) => ({ entryId: e.entryId, code: e.code, areas: e.fields.areas.value ?? [] })),
      judges: free.map((j) => ({ memberId: j.id, name: j.name, areas: j.areas, maxLoad: j.maxLoad })),
      kept: pairs(lists.open.filter((a) => a.begun)), existing: pairs(lists.open.filter((a) => !a.begun)),
    },
  };
}

function pairsAgainst(judges: Judge[], { entries, said, open }: Lists, { contest, agencies }: Pick<LoadedContest, 'contest' | 'agencies'>): { forbidden: Set<string>; doubtful: Set<string>; notes: ConflictNote[] } {
  const tree = agencyTree(agencies, registryDay(contest));
  const found = { forbidden: new Set<string>(), doubtful: new Set<string>(), notes: [] as ConflictNote[] };
  for (const entry of entries) {
    const facts = entryFacts(entry);
    for (const judge of judges) {
      const [first] = conflictsOf({ memberId: judge.id, ...judge }, facts, said, tree, contest);
      if (!first) continue;
      (first.hard ? found.forbidden : found.doubtful).add(pairKey(entry.entryId, judge.id));
      const kept = first.hard && open.some((a) => a.begun && a.entryId === entry.entryId && a.memberId === judge.id);
      found.notes.push({ code: entry.code, judge: judge.name, ground: first.ground, told: first.told, ...(kept ? { kept: true as const } : {}) });
    }
  }
  return found;
}

/** Authors, contact and senders; units as the entry names them. */
export function entryFacts({ entryId, code, fields, senders }: Lists['entries'][number]): EntryFacts {
  const list = (value: string | null): string[] => (value === null || value.trim() === '' ? [] : [value]);
  const authors = fields.authors.value ?? [];
  return {
    entryId, code, units: [...new Set([...list(fields.unit.value), ...authors.flatMap((a) => list(a.unit))])],
    parties: [
      ...authors.map((a) => ({ name: a.name, emails: list(a.email), phones: list(a.phone) })),
      { name: null, emails: [...list(fields.email.value), ...senders], phones: list(fields.phone.value) },
    ],
  };
}
