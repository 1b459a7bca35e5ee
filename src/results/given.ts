/** What staff types to give prizes: "first=CCHC24-0001-I", "encouragement=A,B,C"; a prize with fewer codes than there are of it needs "empty" for the rest. */
import { slotsOf, type Given, type Prize } from './prizes.ts';

const EMPTY = new Set(['empty', 'trong', '-']);

/** @returns the prizes that were named, each by its slot, and a sentence for each thing that cannot be read */
export function readGiven(typed: string[], prizes: Prize[]): { given: Given[]; faults: string[] } {
  const faults: string[] = [];
  const named = new Map<string, string[]>();
  for (const each of typed) {
    const [key = '', list = ''] = each.split('=', 2);
    const prize = prizes.find((p) => p.key === key.trim());
    const codes = list.split(/[,;\s]+/).filter((c) => c !== '');
    if (!prize) faults.push(`there is no prize ${key.trim()}; contest.yaml has ${prizes.map((p) => p.key).join(', ')}`);
    else if (codes.length === 0) faults.push(`${prize.key}: expected codes after the =, or empty`);
    else if (codes.length > prize.count) faults.push(`${prize.key}: ${codes.length} are named for ${prize.count}`);
    else named.set(prize.key, codes);
  }
  const given = slotsOf(prizes).flatMap(({ prize, slot }): Given[] => {
    const codes = named.get(prize);
    const code = codes?.[slot - 1] ?? (codes && EMPTY.has((codes.at(-1) ?? '').toLowerCase()) ? 'empty' : undefined);
    return code === undefined ? [] : [{ prize, slot, code: EMPTY.has(code.toLowerCase()) ? null : code.toUpperCase() }];
  });
  return { given, faults };
}
