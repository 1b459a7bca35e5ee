/** What every letter to a judge says of the round, and how it names entries: masked where the round is judged blind. */
import type { LoadedContest } from '../../schemas/contest.ts';
import type { EntryFields } from '../../schemas/reading.ts';
import type { JudgedRound } from '../../src/contest/judged-rounds.ts';
import { maskOf } from '../../src/judging/mask.ts';
import type { Tx } from '../../src/store/database.ts';
import { versionsOf } from '../../src/store/entries.ts';

export function roundFacts(round: JudgedRound, judge: string, { contest: { locale } }: Pick<LoadedContest, 'contest'>) {
  return { judge, round: round.key, roundName: round.name[locale] ?? round.key };
}

export function openFacts({ dueAt, locksAt }: JudgedRound) {
  return { dueAt: dueAt.toISOString(), locksAt: locksAt.toISOString() };
}

export type Named = { code: string; title: string | null };

export function titleFor(fields: EntryFields, { blind }: Pick<JudgedRound, 'blind'>, { contest, agencies }: Pick<LoadedContest, 'contest' | 'agencies'>): string | null {
  const title = fields.title.value;
  return title === null || !blind ? title : maskOf(fields, agencies, contest.locale)(title);
}

export async function namedFor(tx: Tx, { entryId, code }: { entryId: string; code: string }, round: Pick<JudgedRound, 'blind'>, loaded: Pick<LoadedContest, 'contest' | 'agencies'>): Promise<Named> {
  const newest = (await versionsOf(tx, entryId)).at(-1);
  return { code, title: newest ? titleFor(newest.fields, round, loaded) : null };
}
