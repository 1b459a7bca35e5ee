/** Randomness from a seed: the same seed is the same run of mails, faults and fates. */
import { createHash } from 'node:crypto';

export type Random = {
  /** 0 <= x < 1 */
  next: () => number;
  /** whole, least <= x <= most */
  between: (least: number, most: number) => number;
  pick: <T>(from: readonly T[]) => T;
  /** one of the names, each as often as its weight says */
  weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K;
};

/** A stream of numbers; another name is another stream of the same seed. */
export function randomOf(seed: string, name: string): Random {
  let state = createHash('sha256').update(`${seed}/${name}`).digest().readUInt32LE(0);
  // mulberry32 (Tommy Ettinger, public domain)
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const weighted = <K extends string>(weights: Readonly<Record<K, number>>): K => {
    const entries = Object.entries(weights) as [K, number][];
    let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return entries[entries.length - 1]![0];
  };
  return {
    next, weighted,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (from) => from[Math.floor(next() * from.length)]!,
  };
}
