/** Words for what the contest schema expected: the schema's own words where it has some, else these. */
import type { z } from 'zod';
import { nearest } from '../near.ts';
import type { SettingPath } from './source.ts';

export type Wrong = { path: SettingPath; told: string };

const TYPES: Record<string, string> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a block of settings',
};

/** Error map for safeParse: a part of a sentence that begins with "expected"; for unknown keys the keys that are known. */
export function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': return `expected ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value': return `expected ${oneOf(issue.values)}`;
    case 'invalid_union': return 'options' in issue && Array.isArray(issue.options) ? `expected ${oneOf(issue.options)}` : undefined;
    case 'too_small': return `expected ${amount(issue.origin, issue.inclusive === false ? 'more than' : 'at least', Number(issue.minimum))}`;
    case 'too_big': return `expected ${amount(issue.origin, issue.inclusive === false ? 'less than' : 'at most', Number(issue.maximum))}`;
    case 'unrecognized_keys': return knownKeys(issue.inst).join(' ');
    default: return undefined;
  }
}

/** Each issue of a failed parse, told with what was found; one per unknown key, each at its own place. */
export function wrongs(issue: z.core.$ZodIssue, data: unknown): Wrong[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], told: unknownKey(key, issue.path, issue.message.split(' ').filter((k) => k !== '')) }));
  }
  return [{ path: issue.path, told: `${issue.message} (${foundAt(data, issue.path)})` }];
}

function unknownKey(key: string, path: SettingPath, known: string[]): string {
  const near = nearest(key, known);
  const guess = near === null ? '' : `; did you mean ${near}?`;
  if (path.at(-1) === 'checks') return `unknown check${guess}; known checks: ${known.join(', ')}`;
  return `unknown setting${guess === '' ? `; known here: ${known.join(', ')}` : guess}`;
}

function knownKeys(schema: unknown): string[] {
  const shape = (schema as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape;
  return Object.keys(shape ?? {});
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`;
}

function amount(origin: string, bound: string, n: number): string {
  if (origin === 'string') return n === 1 ? 'a text that is not empty' : `${bound} ${n} characters`;
  if (origin === 'array') return `${bound} ${n} in the list`;
  return `a number of ${bound} ${n}`;
}

function foundAt(data: unknown, path: SettingPath): string {
  let value = data;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[step];
  if (value === undefined) return 'not set';
  if (value === null) return 'found nothing';
  if (Array.isArray(value)) return 'found a list';
  if (typeof value === 'object') return 'found a block of settings';
  const shown = JSON.stringify(value);
  return `found ${shown.length > 60 ? `${shown.slice(0, 59)}…` : shown}`;
}
