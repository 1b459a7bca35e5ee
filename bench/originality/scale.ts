/** How long a text takes among many: synthetic texts of 1,500 words, their fingerprints in a real PostgreSQL. */
import type { Contest } from '../../schemas/contest.ts';
import type { Clock } from '../../src/clock.ts';
import { fingerprintsOf } from '../../src/similarity/compare.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { candidates } from '../../src/store/similarity/candidates.ts';
import { compareDocument } from '../../src/store/similarity/compare.ts';
import { compareEntry, overlapsOf } from '../../src/store/similarity.ts';
import { addText, removeTexts } from '../../src/store/similarity/texts.ts';
import { seeded } from '../seeded.ts';
import { randomOf, type Random } from './edits.ts';
import { entryOf } from './entry.ts';
import type { Idea } from './ideas.ts';

export type Timing = { what: string; ms: number[] };
export type Scale = { texts: number; bytes: number; loadedSeconds: number; timings: Timing[]; firstOfCopies: number; copies: number };

/** A mail with a form and a description: its three texts added, compared and read back as findings are made of them. */
export const WHOLE_ENTRY = 'comparing an entry of three texts, from its rows to its overlaps';
const WORDS = 1_500;
const PROBES = 50;

/** @param url of a migrated database without texts */
export async function measureScale(url: string, contest: Contest, ideas: readonly Idea[], texts: number, clock: Clock, say: (line: string) => void): Promise<Scale> {
  const db = openDatabase(url, clock, { poolSize: 2 });
  const write = writer(ideas, randomOf(seeded('originality scale')));
  try {
    const kept: { id: number; text: string }[] = [];
    const begun = performance.now();
    for (let n = 0; n < texts; n++) {
      const text = write.text();
      const { id } = await add(db, text, n);
      if (n % Math.ceil(texts / PROBES) === 0) kept.push({ id, text });
      if (n % 1_000 === 999) say(`${n + 1} texts`);
    }
    const loadedSeconds = (performance.now() - begun) / 1_000;
    await db.pool.query('vacuum analyze');
    return { texts, loadedSeconds, bytes: await bytesOf(db), ...await probes(db, contest, write, kept) };
  } finally {
    await db.close();
  }
}

type Writer = ReturnType<typeof writer>;

async function probes(db: Database, contest: Contest, write: Writer, kept: { id: number; text: string }[]): Promise<Pick<Scale, 'timings' | 'firstOfCopies' | 'copies'>> {
  const [query, whole, adding, removing]: Timing[] = [{ what: 'candidate query', ms: [] }, { what: 'comparing a text, with alignment', ms: [] }, { what: 'adding a text', ms: [] }, { what: 'removing a text', ms: [] }];
  const entry: Timing = { what: WHOLE_ENTRY, ms: [] };
  let firstOfCopies = 0;
  for (const [n, { id, text }] of kept.entries()) {
    const copy = write.copyOf(text, 0.3);
    const { hashes } = fingerprintsOf(copy);
    const found = await timed(query, () => db.transaction((tx) => candidates(tx, hashes, { entryId: null, messageId: null, part: null }, { most: 40, mostWords: 400_000, onlyEntries: false })));
    if (found[0] === id) firstOfCopies++;
    await timed(whole, () => db.transaction((tx) => compareDocument(tx, { text: copy, file: null })));
    const added = await timed(adding, () => add(db, copy, 1_000_000 + n));
    await timed(removing, () => db.transaction((tx) => removeTexts(tx, [added.id])));
    const { entryId, forget } = await entryOf(db, [write.copyOf(text, 0.1), copy, write.text().slice(0, 900)], n);
    await timed(entry, () => db.transaction(async (tx) => { await compareEntry(tx, { contest }, entryId); return overlapsOf(tx, entryId); }));
    await forget();
  }
  return { timings: [query, whole, entry, adding, removing].filter((t) => t !== undefined), firstOfCopies, copies: kept.length };
}

async function timed<T>(timing: Timing | undefined, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  timing?.ms.push(performance.now() - begun);
  return result;
}

function add(db: Database, text: string, n: number): Promise<{ id: number }> {
  return db.transaction((tx) => addText(tx, { kind: 'known', entryId: null, messageId: null, part: null, label: `synthetic ${n}`, file: null, text }));
}

async function bytesOf(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ bytes: string }>("select sum(pg_total_relation_size(c)) as bytes from unnest(array['fingerprint', 'fingerprint_count']::regclass[]) c");
  return Number(rows[0]?.bytes ?? 0);
}

/** A third of the words in phrases that many texts have, as offices write; the rest by Zipf's law from the same vocabulary. */
function writer(ideas: readonly Idea[], random: Random) {
  const prose = ideas.flatMap((i) => i.text.split(/\s+/));
  const vocabulary = [...new Set(prose)];
  const word = (): string => vocabulary[Math.floor(vocabulary.length ** random.next()) - 1] ?? '';
  const phrase = (): string[] => {
    const at = random.whole(prose.length - 6);
    return prose.slice(at, at + 3 + random.whole(4));
  };
  const words = (count: number): string[] => {
    const out: string[] = [];
    while (out.length < count) out.push(...(random.next() < 0.1 ? phrase() : [word()]));
    return out.slice(0, count);
  };
  return {
    text: () => words(WORDS).join(' '),
    copyOf: (text: string, share: number) => [...text.split(' ').slice(300, 300 + WORDS * share), ...words(WORDS * (1 - share))].join(' '),
  };
}
