/** Do letters about rounds and prizes still tell what is so? Asked when their batch is approved: days may lie between. */
import type { ProposedLetter } from '../../schemas/desk.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesById, newestVersions, sendersByEntry } from '../../src/store/entries.ts';
import { currentAwards, specialAwards, type AwardRow, type SpecialRow } from '../../src/store/results/awards.ts';
import { outcomesById, standingsOf } from '../../src/store/results/outcomes.ts';
import { slotsById } from '../../src/store/results/slots.ts';
import { publicTitle } from './decided.ts';
import { modelsNow } from './models.ts';
import { openDecisions } from './open-decisions.ts';
import { slotOfKey } from './slot-key.ts';

type Told<K extends 'round-result' | 'defence-invitation' | 'award-result'> = LetterFacts<K>;

/** @returns codes of entries that stand otherwise by now, or for which a letter's reader may no longer speak; of what is told to others, its address */
export async function movedResults(tx: Tx, letters: ProposedLetter[]): Promise<string[]> {
  const ids = letters.flatMap((l) => l.entryId ?? []);
  const entries = new Map((await entriesById(tx, ids)).map((e) => [e.id, e]));
  const senders = await sendersByEntry(tx, ids);
  const holds = await holdsNow(tx, letters);
  return letters.filter((l) => {
    if (!holds(l)) return true;
    if (l.entryId === null) return false;
    const cancelled = l.kind === 'defence-invitation' && (l.facts as Told<'defence-invitation'>).cancelled;
    return senders.get(l.entryId)?.has(l.to) !== true || (!cancelled && entries.get(l.entryId)?.state !== 'eligible');
  }).map((l) => l.code ?? l.to);
}

async function holdsNow(tx: Tx, letters: ProposedLetter[]): Promise<(letter: ProposedLetter) => boolean> {
  const outcomes = new Map((await outcomesById(tx, letters.flatMap((l) => outcomeOfKey(l.key) ?? []))).map((o) => [o.id, o]));
  const advanced = new Map((await Promise.all([...outcomes.keys()].map((id) => standingsOf(tx, id)))).flat().map((s) => [`${s.outcomeId} ${s.entryId}`, s.advanced]));
  const slots = new Map((await slotsById(tx, letters.flatMap((l) => slotOfKey(l.key)?.id ?? []))).map((s) => [s.id, s.sequence]));
  const [awards, specials] = [await currentAwards(tx), await specialAwards(tx)];
  const undecided = (await openDecisions(tx, awards, specials)).length > 0;
  const winners = await winnersNow(tx, awards, specials);
  const followed = letters.some((l) => l.kind === 'models-notice') ? new Set((await modelsNow(tx)).map((m) => m.code)) : new Set<string>();
  return ({ kind, key, entryId, facts }) => {
    if (kind === 'models-notice') return (facts as Partial<LetterFacts<'models-notice'>>).models?.every((m) => followed.has(m.code)) ?? false;
    if (kind === 'defence-invitation') return slots.get(slotOfKey(key)?.id ?? '') === slotOfKey(key)?.sequence;
    const outcome = outcomes.get(outcomeOfKey(key) ?? '');
    if (!outcome || outcome.reopenedAt !== null) return false;
    if (kind === 'round-result') return advanced.get(`${outcome.id} ${entryId ?? ''}`) === (facts as Told<'round-result'>).advanced;
    if (undecided || kind !== 'award-result') return !undecided && titlesOfAwards(facts as Partial<LetterFacts<'results-notice'>>) === winners;
    const { paper, special } = facts as Told<'award-result'>;
    const given = awards.find((a) => a.entryId === entryId);
    const more = specials.find((s) => s.entryId === entryId && s.state === 'approved');
    return (given?.document ?? null) === (paper?.number ?? null) && (more?.amount ?? null) === (special?.amount ?? null);
  };
}

/** Prizes may have been taken back and given to others since: what is told to everybody names these entries, in whatever order. */
async function winnersNow(tx: Tx, awards: AwardRow[], specials: SpecialRow[]): Promise<string> {
  const ids = [...awards.flatMap((a) => a.entryId ?? []), ...specials.filter((s) => s.state === 'approved').map((s) => s.entryId)];
  const titles = new Map((await newestVersions(tx, ids)).map((v) => [v.entryId, publicTitle(v.fields)]));
  return titlesOfAwards({ awards: ids.map((id) => ({ title: titles.get(id) ?? null })) });
}

/** A letter that was taken from its copy after a restore has no facts: nobody won by it. */
function titlesOfAwards({ awards = [] }: { awards?: { title: string | null }[] | undefined }): string {
  return JSON.stringify(awards.map((a) => a.title ?? '').toSorted());
}

/** "round-result:ID:…" */
function outcomeOfKey(key: string): string | null {
  return /^(?:round-result|award-result|results-notice|final-report):([0-9a-f-]{36}):/.exec(key)?.[1] ?? null;
}
