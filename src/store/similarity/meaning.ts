/** What entries' ideas mean to a model, and which are near to each other by it. */
import type { NearIdea } from '../../../schemas/similarity.ts';
import { liveStates } from '../../../schemas/states.ts';
import type { Tx } from '../database.ts';
import { textsOfEntry } from './texts.ts';

const MOST_CHARACTERS = 7_500;

/** An entry's title and the beginning of its longest text, without the contest's form; null where it has no text to compare. */
export async function ideaOf(tx: Tx, entryId: string): Promise<string | null> {
  const [longest] = (await textsOfEntry(tx, entryId)).toSorted((a, b) => b.words - a.words);
  if (longest === undefined) return null;
  const [row] = await tx.run<{ title: string | null }>("select fields -> 'title' ->> 'value' as title from entry_version where entry_id = $1 order by n desc limit 1", [entryId]);
  return `${row?.title ?? ''}\n${longest.text}`.trim().slice(0, MOST_CHARACTERS);
}

/** Of entries that take part, by the same model. */
export async function meaningsOfOthers(tx: Tx, entryId: string, model: string): Promise<{ entryId: string; vector: number[] }[]> {
  return tx.run<{ entryId: string; vector: number[] }>('select m.entry_id as "entryId", m.vector from entry_meaning m join entry e on e.id = m.entry_id where m.entry_id <> $1 and m.model = $2 and e.state = any($3::text[])', [entryId, model, [...liveStates]]);
}

type Meaning = { entryId: string; model: string; vector: number[]; near: { otherId: string; nearness: number }[] };

/** Keeps both directions of each pair. @returns the entries of which something else is known now */
export async function keepMeaning(tx: Tx, { entryId, model, vector, near }: Meaning): Promise<string[]> {
  const before = await tx.run<{ id: string }>('delete from near_idea where entry_id = $1 or other_id = $1 returning case when entry_id = $1 then other_id else entry_id end as id', [entryId]);
  await tx.run('insert into entry_meaning (entry_id, model, vector, at) values ($1, $2, $3::real[], $4) on conflict (entry_id) do update set model = excluded.model, vector = excluded.vector, at = excluded.at', [entryId, model, vector, tx.now]);
  for (const { otherId, nearness } of near) await tx.run('insert into near_idea (entry_id, other_id, nearness) values ($1, $2, $3), ($2, $1, $3)', [entryId, otherId, nearness]);
  const touched = new Set([...before.map((r) => r.id), ...near.map((n) => n.otherId)]);
  return touched.size === 0 ? [] : [entryId, ...touched];
}

/** The nearest first; only entries that take part. */
export async function nearIdeasOf(tx: Tx, entryId: string): Promise<NearIdea[]> {
  return tx.run<NearIdea>(NEAR, [entryId, [...liveStates]]);
}

const NEAR = `
  select e.code, v.fields -> 'title' ->> 'value' as title, n.nearness
  from near_idea n join entry e on e.id = n.other_id
  join lateral (select fields from entry_version ev where ev.entry_id = e.id order by ev.n desc limit 1) v on true
  where n.entry_id = $1 and e.state = any($2::text[]) order by n.nearness desc, e.number limit 5`;
