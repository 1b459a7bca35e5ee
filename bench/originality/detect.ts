/** What the program finds in the benchmark's documents: by its own store, as an entry is compared. */
import type { Contest } from '../../schemas/contest.ts';
import type { Clock } from '../../src/clock.ts';
import { contestText } from '../../src/similarity/contest-text.ts';
import { openDatabase } from '../../src/store/database.ts';
import { compareDocument, ignoreText, importText } from '../../src/store/similarity.ts';
import type { Suspicious } from './generate.ts';
import type { Idea } from './ideas.ts';
import type { Detection } from './measures.ts';

/** shown: it would be shown to staff by the usual settings of the check */
export type Found = { document: Suspicious; detections: Detection[]; shown: boolean };

const LEAST_WORDS = 60;
const LEAST_SHARE = 0.1;

/** Every document and every source stands behind the contest's filled form. What a document shares with the text it is made from is left out. @param url of a migrated database without texts */
export async function detectAll(url: string, contest: Contest, sources: readonly Idea[], documents: readonly Suspicious[], clock: Clock): Promise<Found[]> {
  const db = openDatabase(url, clock, { poolSize: 2 });
  const form = `${await contestText(contest)}\n`;
  try {
    await db.transaction((tx) => ignoreText(tx, { label: 'form', file: null, text: form }));
    for (const { id, text } of sources) await db.transaction((tx) => importText(tx, { kind: 'known', label: id, file: null, text: form + text }));
    const found: Found[] = [];
    for (const document of documents) {
      const overlaps = (await db.transaction((tx) => compareDocument(tx, { text: form + document.text, file: null }))).filter((o) => o.with.label !== document.host);
      const detections = overlaps.flatMap((o) => o.passages.map(({ here, there }) => ({ document: document.id, here: spanOf(here, form.length), source: o.with.label, there: spanOf(there, form.length) })));
      found.push({ document, detections, shown: overlaps.some((o) => o.words >= LEAST_WORDS || o.share >= LEAST_SHARE) });
    }
    return found;
  } finally {
    await db.close();
  }
}

function spanOf({ from = 0, to = 0 }: { from?: number; to?: number }, before: number): { from: number; to: number } {
  return { from: from - before, to: to - before };
}
