/** Passages that two texts have in common, also where words were changed or sentences put in another order. */
import { clusters } from './clusters.ts';
import { covered, seeds, type Seed } from './seeds.ts';
import { SHINGLE, alignmentSettings, type AlignmentSettings } from './settings.ts';

/** A run of words, from the number of the first to before the last. */
export type Run = { from: number; to: number };
/** matched: words of `here` that stand in common shingles */
export type Passage = { here: Run; there: Run; matched: number };

/** @param here its shingles, NaN for what is not compared (withoutMarked). Passages in the order of `here`, none inside another. */
export function align(here: Float64Array, there: Float64Array, settings: AlignmentSettings = alignmentSettings): Passage[] {
  const found = seeds(here, there, settings.mostRepeats);
  const least = Math.max(1, settings.leastMatched - 2 * SHINGLE);
  const parts = clusters(found, settings.gap, Math.ceil(least / SHINGLE)).map((part) => ({ seeds: part, passage: passageOf(part) }));
  const joined = merged(parts.filter(({ passage }) => isDense(passage, settings)).map(({ passage }) => passage), settings.mergeGap);
  return withoutNested(joined.filter((p) => p.matched >= settings.leastMatched && lengthOf(p.here) >= settings.leastWords && lengthOf(p.there) >= settings.leastWords));
}

function passageOf(part: Seed[]): Passage {
  const here = part.map((s) => s.here).sort((a, b) => a - b);
  const there = part.map((s) => s.there).sort((a, b) => a - b);
  return { here: runOf(here), there: runOf(there), matched: Math.min(covered(here), covered(there)) };
}

function runOf(sorted: number[]): Run {
  return { from: sorted[0] ?? 0, to: (sorted.at(-1) ?? 0) + SHINGLE };
}

/** In words. */
export function lengthOf({ from, to }: Run): number {
  return to - from;
}

function isDense({ here, there, matched }: Passage, { leastDensity }: AlignmentSettings): boolean {
  return matched >= leastDensity * Math.max(lengthOf(here), lengthOf(there));
}

/** Neighbours in both texts are one passage. */
function merged(passages: Passage[], gap: number): Passage[] {
  const done: Passage[] = [];
  for (const next of passages.toSorted((a, b) => a.here.from - b.here.from)) {
    // Only those that end near can be neighbours; a passage has few.
    const at = done.findLastIndex((p, i) => i >= done.length - NEIGHBOURS && near(p.here, next.here, gap) && near(p.there, next.there, gap));
    const before = done[at];
    if (before === undefined) done.push(next);
    else done[at] = { here: span(before.here, next.here), there: span(before.there, next.there), matched: before.matched + next.matched };
  }
  return done;
}

const NEIGHBOURS = 20;

function near(a: Run, b: Run, gap: number): boolean {
  return Math.max(a.from, b.from) - Math.min(a.to, b.to) <= gap;
}

function span(a: Run, b: Run): Run {
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

/** The longest first: what lies mostly inside one that is kept says the same again. */
function withoutNested(passages: Passage[]): Passage[] {
  const kept: Passage[] = [];
  for (const passage of passages.toSorted((a, b) => b.matched - a.matched).slice(0, MOST_PASSAGES)) {
    if (!kept.some(({ here }) => common(here, passage.here) * 2 > lengthOf(passage.here))) kept.push(passage);
  }
  return kept.sort((a, b) => a.here.from - b.here.from);
}

/** Of one pair of texts. */
const MOST_PASSAGES = 200;

/** Words that both runs hold. */
export function common(a: Run, b: Run): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}
