/** What must hold between the rubric of a round and the rules by which it is ranked. */
import type { Contest } from '../../schemas/contest.ts';
import type { Wrong } from './expected.ts';
import { nearest } from '../near.ts';

/** Criteria that stand twice, and ties or weights that name none. */
export function scoringFaults({ rounds }: Contest): Wrong[] {
  return rounds.flatMap(({ judging, scoring }, i) => {
    const keys = (judging?.rubric ?? []).map((c) => c.key);
    const twice = keys.flatMap((key, c): Wrong[] => (keys.indexOf(key) < c ? [{ path: ['rounds', i, 'judging', 'rubric', c, 'key'], told: `expected a key of its own (found "${key}" twice)` }] : []));
    const named: [PropertyKey[], string][] = [...scoring.tieBreak.map((key, k): [PropertyKey[], string] => [['tieBreak', k], key]), ...Object.keys(scoring.weights).map((key): [PropertyKey[], string] => [['weights', key], key])];
    return [...twice, ...named.flatMap(([path, key]) => unknownCriterion(['rounds', i, 'scoring', ...path], key, keys))];
  });
}

function unknownCriterion(path: PropertyKey[], key: string, keys: string[]): Wrong[] {
  if (keys.includes(key)) return [];
  if (keys.length === 0) return [{ path, told: `expected judging.rubric in the same round (found "${key}", which names a criterion of it)` }];
  const near = nearest(key, keys);
  return [{ path, told: `expected the key of a criterion, one of ${keys.join(', ')} (found "${key}")${near === null ? '' : `; did you mean ${near}?`}` }];
}
