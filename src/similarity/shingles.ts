/** Hashes of the shingles of a text: some words in a row. */
import { SHINGLE } from './settings.ts';

/**
 * The hash of each run of `size` words, by the number of its first word; 53 bits, so that it is a whole number in JavaScript and a
 * bigint in PostgreSQL. NaN where all its words are numbers: tables count alike.
 */
export function shingles(words: readonly string[], size = SHINGLE): Float64Array {
  const found = new Float64Array(Math.max(0, words.length - size + 1));
  const hashes = words.map(hashOf);
  for (let i = 0; i < found.length; i++) {
    let [high, low, lettered] = [0x9e3779b9, 0x85ebca6b, false];
    for (let j = i; j < i + size; j++) {
      const word = hashes[j];
      if (word === undefined) break;
      high = mixed(Math.imul(high, 31) ^ word.high);
      low = mixed(Math.imul(low, 37) ^ word.low);
      lettered ||= word.lettered;
    }
    found[i] = lettered ? (high >>> 0) * 0x20_0000 + (low >>> 11) : NaN;
  }
  return found;
}

type WordHash = { high: number; low: number; lettered: boolean };

const known = new Map<string, WordHash>();
const MOST_KNOWN = 50_000;

function hashOf(word: string): WordHash {
  let hash = known.get(word);
  if (hash === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(word, hash = { high: fnv(word, 0x811c9dc5), low: fnv(word, 0x2f0b4c47), lettered: !/^\p{N}+$/u.test(word) });
  }
  return hash;
}

/** FNV-1a over UTF-16 units, from another start for each half. */
function fnv(word: string, start: number): number {
  let hash = start;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return mixed(hash);
}

/** The finaliser of MurmurHash3: near inputs give far outputs, as winnowing needs to choose evenly. */
function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
