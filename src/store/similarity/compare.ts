/** Comparing a text with all that is stored. */
import { setImmediate } from 'node:timers/promises';
import type { Overlap } from '../../../schemas/similarity.ts';
import { commonPassages, fingerprintsOf, prepare, type CommonPassage } from '../../similarity/compare.ts';
import { overlapsOfTexts } from '../../similarity/overlaps.ts';
import { ownTexts } from '../../similarity/own-words.ts';
import { templateShingles } from '../../similarity/templates.ts';
import type { Tx } from '../database.ts';
import { candidates, type Asking } from './candidates.ts';
import { othersOf } from './overlaps.ts';
import { templateTexts, textsById, type ComparedText } from './texts.ts';

/** Texts that one text is aligned with, and their words together: forty usual ones have 60,000. */
const MOST_ALIGNED = 40;
const MOST_ALIGNED_WORDS = 400_000;

/** What a file shares with the entries and the collection. Nothing is stored. @param text as schemas/reading.ts describes it */
export async function compareDocument(tx: Tx, { text, file }: { text: string; file: string | null }): Promise<Overlap[]> {
  const templates = templateShingles(await templateTexts(tx));
  const found = await passagesWith(tx, { text, hashes: fingerprintsOf(text).hashes }, templates, nobody, false);
  const others = await othersOf(tx, found.map(({ other }) => other));
  const own = ownTexts([{ id: 0, file, text }], templates);
  return overlapsOfTexts(own, found.flatMap(({ other, passages }) => {
    const known = others.get(other.id);
    return known === undefined ? [] : passages.map((p) => ({ ownId: 0, here: p, other: known, there: { from: p.otherFrom, to: p.otherTo } }));
  }));
}

const nobody: Asking = { entryId: null, messageId: null, part: null };

/** Finds and stores what a text that was just added shares with the others. Call only after takeComparisonTurn. */
export async function compareStored(tx: Tx, id: number, templates: ReadonlySet<number>): Promise<void> {
  const [row] = await textsById(tx, [id]);
  if (!row || row.kind === 'template') return;
  const found = await passagesWith(tx, row, templates, row, row.entryId === null);
  for (const { other, passages } of found) {
    tx.write(ADD_PASSAGES, [id, other.id, passages.map((p) => p.from), passages.map((p) => p.to), passages.map((p) => p.otherFrom), passages.map((p) => p.otherTo)]);
  }
}

const ADD_PASSAGES = `
  insert into shared_passage (text_id, other_id, "from", "to", other_from, other_to)
  select $1, $2, p.a, p.b, p.c, p.d from unnest($3::int[], $4::int[], $5::int[], $6::int[]) as p (a, b, c, d) on conflict do nothing`;

type Found = { other: ComparedText; passages: CommonPassage[] };

async function passagesWith(tx: Tx, { text, hashes }: { text: string; hashes: number[] }, templates: ReadonlySet<number>, asking: Asking, onlyEntries: boolean): Promise<Found[]> {
  const own = prepare(text, templates);
  const ids = await candidates(tx, hashes, asking, { most: MOST_ALIGNED, mostWords: MOST_ALIGNED_WORDS, onlyEntries });
  const found: Found[] = [];
  for (const other of await textsById(tx, ids)) {
    const passages = commonPassages(own, prepare(other.text, templates));
    if (passages.length > 0) found.push({ other, passages });
    // Other work goes on in between: a text of a hundred pages takes a while.
    await setImmediate();
  }
  return found;
}
