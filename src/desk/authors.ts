/** Who takes part in which entries (plan item 34: the plan names no limit, a contest may). Names collide, so that a name alone makes nobody one person. */
import type { Agency } from '../../schemas/agency.ts';
import type { Author } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { samePerson } from '../vietnamese/persons.ts';
import { sameAgency } from '../vietnamese/same-agency.ts';

export type EntryAuthors = { code: string; /** of the entry; an author without one of their own works there */ unit: string | null; authors: Author[] };
/** One person, as far as name and unit, address or telephone agree; codes in the order given, each once. */
export type AuthorAcross = { name: string; unit: string | null; codes: string[] };

/** @param on ISO date, for the registry; those with most entries first */
export function authorsAcross(entries: readonly EntryAuthors[], agencies: readonly Agency[], on: string): AuthorAcross[] {
  const byName = new Map<string, Person[]>();
  const oneUnit = remembered((a, b) => fold(a) === fold(b) || sameAgency(a, b, agencies, on));
  for (const { code, unit, authors } of entries) {
    for (const author of authors.filter((a) => a.name.trim() !== '')) {
      const one: Known = { ...author, unit: author.unit ?? unit };
      const namesakes = byName.get(fold(one.name)) ?? [];
      const person = namesakes.find((p) => p.known.some((k) => isSame(k, one, oneUnit)));
      if (person === undefined) namesakes.push({ known: [one], codes: new Set([code]) });
      else if (person.codes.add(code) && !person.known.some((k) => k.unit === one.unit && k.email === one.email && k.phone === one.phone)) person.known.push(one);
      byName.set(fold(one.name), namesakes);
    }
  }
  return [...byName.values()].flat().map(({ known, codes }) => ({ name: known[0]?.name ?? '', unit: known.find((k) => k.unit !== null)?.unit ?? null, codes: [...codes] }))
    .toSorted((a, b) => b.codes.length - a.codes.length || (a.name < b.name ? -1 : 1));
}

type Known = Author;
type Person = { known: Known[]; codes: Set<string> };

/** Folded names meet "Hưng" and "Hùng", whose diacritics part them again. */
function isSame(a: Known, b: Known, oneUnit: (a: string, b: string) => boolean): boolean {
  if (a.name !== b.name && samePerson(a.name, b.name) === 'different') return false;
  if (equal(a.email, b.email) || equal(digits(a.phone), digits(b.phone))) return true;
  return a.unit !== null && b.unit !== null && (a.unit === b.unit || oneUnit(a.unit, b.unit));
}

/** Thousands of entries name a hundred units: each two of them are looked up once. */
function remembered(same: (a: string, b: string) => boolean): (a: string, b: string) => boolean {
  const known = new Map<string, boolean>();
  return (a, b) => {
    const key = a < b ? `${a}\0${b}` : `${b}\0${a}`;
    const found = known.get(key) ?? same(a, b);
    known.set(key, found);
    return found;
  };
}

function equal(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.trim() !== '' && a.trim().toLowerCase() === b.trim().toLowerCase();
}

function digits(phone: string | null): string | null {
  return phone === null ? null : phone.replace(/\D/g, '').replace(/^84/, '0');
}
