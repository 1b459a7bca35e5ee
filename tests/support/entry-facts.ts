/** Facts of an entry for the tests of checks: nothing is stated but what a test says. */
import { contestSchema, type Contest, type ExcludedPerson, type LoadedContest } from '../../schemas/contest.ts';
import type { Author, EntryFields, Finding, MailDocument, Sourced } from '../../schemas/reading.ts';
import type { EntryFacts } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/index.ts';
import { hauGiang } from './contests.ts';

export function stated<T>(value: T, file?: string): Sourced<T> {
  return { value, source: file === undefined ? 'body line 3' : '2 row 4', confidence: 0.9, ...(file === undefined ? {} : { file }) };
}

const none = { value: null, source: '', confidence: 0 };
export const NOTHING: EntryFields = {
  title: none, entrantKind: none, areas: none, authors: none, unit: none, phone: none, email: none, declaration: none, firstApplied: none, inheritsFrom: none, evidence: none,
};

export function author(name: string, more: Partial<Author> = {}): Author {
  return { name, unit: null, position: null, phone: null, email: null, share: null, ...more };
}

export function document(name: string, text: string | null, more: Partial<MailDocument> = {}): MailDocument {
  const words = { characters: text?.length ?? 0, quality: null, method: 'docx', failure: null, text: text ?? '' };
  return {
    part: '2', filename: name, storedName: name, contentType: '', detectedType: name.split('.').at(-1) ?? 'unknown', size: 9, sha256: 'a'.repeat(64), from: 'attachment', flags: [],
    text: { ...words, state: text === null ? 'none' : 'read' }, ...more,
  };
}

export function person(name: string, more: Partial<ExcludedPerson> = {}): ExcludedPerson {
  return { name, body: 'jury', agency: null, emails: [], phones: [], ...more };
}

/** The small Vietnamese contest with these checks alone. */
export function contestWith(checks: object, more: Partial<Contest> = {}): Contest {
  const { checks: _, ...rest } = hauGiang();
  return { ...contestSchema.parse({ ...rest, checks }), ...more };
}

export function factsOf(fields: Partial<EntryFields> = {}, more: Partial<EntryFacts> = {}): EntryFacts {
  return { fields: { ...NOTHING, ...fields }, documents: [], receivedAt: new Date('2024-07-15T02:00:00Z'), dateHeader: null, topReceivedAt: null, senderAddress: 'a@b.test', ...more };
}

export function findingsOf(facts: EntryFacts, loaded: Partial<LoadedContest> & Pick<LoadedContest, 'contest'>): Finding[] {
  return runChecks(facts, { people: [], agencies: [], dir: '', rulesSha256: '', ...loaded });
}
