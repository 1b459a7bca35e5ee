/** What may be the person's, too, and is left alone since only a name or a form says so: told, so that somebody who knows can ask for it. */
import { authorsOf, entriesAsked, type Asked, type EntryOfPeople, type Person } from './resolve.ts';
import { isSameName } from './same-name.ts';

/** name: an author of another entry, without an address; contact: an address on the form of an entry that is the person's alone */
export type Doubt = { what: 'name' | 'contact'; code: string; word: string };

/** @param entries all of the contest */
export function doubtsOf(person: Person, asked: Asked, entries: EntryOfPeople[]): Doubt[] {
  const own = new Set(person.entries.map((e) => e.entryId));
  const whole = new Set(person.entries.filter((e) => e.whole).map((e) => e.entryId));
  // Who says which entries are meant has looked at the others.
  const others = asked.codes.length > 0 ? [] : entries.filter((e) => !own.has(e.entryId));
  const names = others.flatMap((e) => authorsOf(e).filter((a) => a.email === null && person.names.some((name) => isSameName(name, a.name))).map((a) => ({ what: 'name' as const, code: e.code, word: a.name })));
  const contacts = entriesAsked(asked, entries).filter((e) => whole.has(e.entryId))
    .flatMap((e) => e.versions.flatMap((f) => f.email.value?.toLowerCase() ?? []).filter((a) => !person.addresses.includes(a)).map((word) => ({ what: 'contact' as const, code: e.code, word })));
  return [...new Map([...names, ...contacts].map((d) => [JSON.stringify(d), d])).values()];
}

/** In words for staff. */
export function inWords({ what, code, word }: Doubt): string {
  if (what === 'name') return `${code} names “${word}” without an address, and may be somebody else's: if it is theirs, say each entry that is meant with --entry`;
  return `${code} names the contact ${word}: if it is theirs, give it, too`;
}
