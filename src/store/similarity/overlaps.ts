/** Passages as they are stored, told as what an entry shares with others. */
import type { Overlap } from '../../../schemas/similarity.ts';
import { overlapsOfTexts, type FoundPassage, type Other } from '../../similarity/overlaps.ts';
import { ownTexts } from '../../similarity/own-words.ts';
import { templateShingles } from '../../similarity/templates.ts';
import type { Tx } from '../database.ts';
import { titlesOf } from '../entries.ts';
import { templateTexts, textsById, textsOfEntry, type ComparedText } from './texts.ts';

/** Of one entry; the longest come first. */
const MOST_PASSAGES = 500;

/** What an entry shares with other entries and with the collection, as far as it was compared, most words first; empty where nothing was found. */
export async function overlapsOf(tx: Tx, entryId: string): Promise<Overlap[]> {
  const rows = await tx.run<Stored>(PASSAGES, [entryId, MOST_PASSAGES]);
  if (rows.length === 0) return [];
  const own = ownTexts((await textsOfEntry(tx, entryId)).map(({ id, file, text }) => ({ id, file, text })), templateShingles(await templateTexts(tx)));
  const others = await othersOf(tx, await textsById(tx, [...new Set(rows.map((r) => r.otherId))]));
  return overlapsOfTexts(own, rows.flatMap((row): FoundPassage[] => {
    const other = others.get(row.otherId);
    return other === undefined ? [] : [{ ownId: row.ownId, here: { from: row.from, to: row.to }, other, there: { from: row.otherFrom, to: row.otherTo } }];
  }));
}

type Stored = { ownId: number; otherId: number; from: number; to: number; otherFrom: number; otherTo: number };

const PASSAGES = `
  select p.* from compared_text t join (
    select text_id as "ownId", other_id as "otherId", "from", "to", other_from as "otherFrom", other_to as "otherTo" from shared_passage
    union all select other_id, text_id, other_from, other_to, "from", "to" from shared_passage) p on p."ownId" = t.id
  where t.entry_id = $1 order by p."to" - p."from" desc, p."ownId", p."otherId", p."from" limit $2`;

/** Whose each text is, by its id. Texts of one entry have one key. */
export async function othersOf(tx: Tx, texts: readonly ComparedText[]): Promise<Map<number, Other>> {
  const ids = [...new Set(texts.flatMap((t) => t.entryId ?? []))];
  const titles = await titlesOf(tx, ids);
  const codes = new Map((await tx.run<{ id: string; code: string }>('select id, code from entry where id = any($1::uuid[])', [ids])).map((e) => [e.id, e.code]));
  return new Map(texts.flatMap((t): [number, Other][] => {
    const { kind } = t;
    if (kind === 'template') return [];
    const label = t.entryId === null ? t.label : titles.get(t.entryId) ?? '';
    return [[t.id, { key: t.entryId ?? `text ${t.id}`, with: { code: t.entryId === null ? null : codes.get(t.entryId) ?? null, label, kind }, file: t.file, text: t.text }]];
  }));
}
