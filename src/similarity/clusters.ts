/** Seeds that lie close together in both texts, as Sanchez-Perez and others cluster them (PAN 2014): by one text, then by the other, until nothing divides. */
import type { Seed } from './seeds.ts';

type Side = keyof Seed;
/** Each round divides all that is left; texts made to be divided one by one are left as they are after so many. */
const MOST_ROUNDS = 24;

/** @param gap words between two seeds of one cluster, at most. @param least seeds of a cluster */
export function clusters(seeds: Seed[], gap: number, least: number): Seed[][] {
  let open = [seeds];
  const whole: Seed[][] = [];
  for (let round = 0; round < MOST_ROUNDS && open.length > 0; round++) {
    const next: Seed[][] = [];
    for (const one of open) {
      const parts = divided(one, 'here', gap, least).flatMap((part) => divided(part, 'there', gap, least));
      const [only] = parts;
      if (parts.length === 1 && only && only.length === one.length) whole.push(only);
      else next.push(...parts);
    }
    open = next;
  }
  return [...whole, ...open];
}

function divided(seeds: Seed[], side: Side, gap: number, least: number): Seed[][] {
  const sorted = seeds.toSorted((a, b) => a[side] - b[side]);
  const parts: Seed[][] = [];
  let part: Seed[] = [];
  for (const seed of sorted) {
    const before = part.at(-1);
    if (before !== undefined && seed[side] - before[side] > gap) {
      parts.push(part);
      part = [];
    }
    part.push(seed);
  }
  parts.push(part);
  return parts.filter((p) => p.length >= least);
}
