/** What two runs of the checks say differently of one entry. */
import type { FoundBy } from '../../schemas/changes.ts';
import type { Finding } from '../../schemas/reading.ts';

/**
 * Findings that people look at: those that ask or warn, and each hint at an excluded person, also by its name alone. Two are the
 * same where check, name and evidence are: other words for it are no other finding.
 */
export function otherwise(before: readonly Finding[], now: readonly Finding[]): { appeared: FoundBy[]; gone: FoundBy[] } {
  const [was, is] = [before, now].map((list) => new Map(list.filter(counts).map((f) => [keyOf(f), { check: f.check, code: f.code }]))) as [Map<string, FoundBy>, Map<string, FoundBy>];
  return { appeared: without(is, was), gone: without(was, is) };
}

function counts({ severity, check }: Finding): boolean {
  return severity !== 'info' || check === 'excluded-person';
}

function keyOf({ check, code, evidence }: Finding): string {
  return JSON.stringify([check, code, evidence ?? null]);
}

function without(list: Map<string, FoundBy>, other: Map<string, FoundBy>): FoundBy[] {
  return [...list].filter(([key]) => !other.has(key)).map(([, found]) => found);
}
