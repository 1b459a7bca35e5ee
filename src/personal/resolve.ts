/** Whose data are meant: from an address or a name to every address, name and entry of that person. */
import type { Author, EntryFields } from '../../schemas/reading.ts';
import { Problem } from '../problem.ts';
import { fold } from '../vietnamese/fold.ts';

export type EntryOfPeople = { entryId: string; code: string; senders: string[]; versions: EntryFields[] };
export type Asked = { addresses: string[]; names: string[]; /** only entries of these codes; empty = all */ codes: string[] };
export type PersonEntry = {
  entryId: string; code: string; roles: ('sender' | 'author' | 'contact')[];
  /** nobody else is in it: it goes as a whole */
  whole: boolean;
};
export type Person = { /** lower case */ addresses: string[]; names: string[]; phones: string[]; entries: PersonEntry[] };

/**
 * @param entries all of the contest
 * @throws Problem `wrong-use` where only a name was given that several people have
 */
export function resolvePerson(asked: Asked, entries: EntryOfPeople[]): Person {
  const codes = new Set(asked.codes.map((c) => c.toUpperCase()));
  const among = codes.size === 0 ? entries : entries.filter((e) => codes.has(e.code));
  const person: Person = { addresses: unique(asked.addresses.map((a) => a.trim().toLowerCase())), names: unique(asked.names.map((n) => n.normalize('NFC').trim())), phones: [], entries: [] };
  if (person.addresses.length === 0) refuseSeveral(person.names, among);
  // What one entry tells of the person finds others: twice is as far as that goes.
  for (let round = 0; round < 2; round++) for (const entry of among) learn(person, entry, behind(person, among));
  person.entries = among.flatMap((entry) => {
    const roles = rolesIn(person, entry);
    return roles.length === 0 ? [] : [{ entryId: entry.entryId, code: entry.code, roles, whole: isWhole(person, entry) }];
  });
  person.phones = unique(among.flatMap((entry) => (rolesIn(person, entry).length > 0 ? phonesIn(person, entry) : [])));
  return person;
}

function authorsOf(entry: EntryOfPeople): Author[] {
  return entry.versions.flatMap((fields) => fields.authors.value ?? []);
}

/** By an address, or by a name whose address is not known to be another's. */
function isAuthor(person: Person, author: Author): boolean {
  const email = author.email?.toLowerCase() ?? null;
  if (email !== null && person.addresses.includes(email)) return true;
  return person.names.some((name) => fold(name) === fold(author.name)) && (email === null || person.addresses.length === 0);
}

/** Who alone wrote all entries that came from, or name, the addresses is the person behind them; of several authors, the addresses are a clerk's. */
function behind(person: Person, entries: EntryOfPeople[]): string[] {
  const theirs = entries.filter((e) => contactsOf(e).some((c) => person.addresses.includes(c))).flatMap(authorsOf).filter((a) => a.email === null || person.addresses.includes(a.email.toLowerCase()));
  return new Set(theirs.map((a) => fold(a.name))).size === 1 ? theirs.slice(0, 1).map((a) => a.name) : [];
}

function learn(person: Person, entry: EntryOfPeople, names: string[]): void {
  const authors = authorsOf(entry);
  const own = authors.filter((a) => isAuthor(person, a));
  const alone = new Set(authors.map((a) => fold(a.name))).size === 1;
  person.names = unique([...person.names, ...names, ...own.map((a) => a.name)]);
  const learned = own.flatMap((a) => a.email?.toLowerCase() ?? []);
  // A clerk's address is the clerk's: only the contact that the author named for an entry of his own is his.
  const named = alone && own.length > 0 ? entry.versions.flatMap((f) => f.email.value?.toLowerCase() ?? []) : [];
  person.addresses = unique([...person.addresses, ...learned, ...named]);
}

function contactsOf(entry: EntryOfPeople): string[] {
  return unique([...entry.senders, ...entry.versions.flatMap((f) => f.email.value ?? [])].map((a) => a.toLowerCase()));
}

function rolesIn(person: Person, entry: EntryOfPeople): PersonEntry['roles'] {
  return [
    ...(entry.senders.some((s) => person.addresses.includes(s)) ? ['sender' as const] : []),
    ...(authorsOf(entry).some((a) => isAuthor(person, a)) ? ['author' as const] : []),
    ...(entry.versions.some((f) => person.addresses.includes(f.email.value?.toLowerCase() ?? '')) ? ['contact' as const] : []),
  ];
}

/** An agency's entry is the agency's, whoever sent it. */
function isWhole(person: Person, entry: EntryOfPeople): boolean {
  const authors = authorsOf(entry);
  if (authors.length > 0) return authors.every((a) => isAuthor(person, a));
  return entry.versions.at(-1)?.entrantKind.value !== 'organisation' && entry.senders.every((s) => person.addresses.includes(s));
}

/** Of the author alone; the entry's own number only where nobody else is in it. */
function phonesIn(person: Person, entry: EntryOfPeople): string[] {
  const authors = authorsOf(entry);
  const others = new Set(authors.filter((a) => !isAuthor(person, a)).flatMap((a) => a.phone ?? []));
  const own = [...authors.filter((a) => isAuthor(person, a)).flatMap((a) => a.phone ?? []), ...(isWhole(person, entry) ? entry.versions.flatMap((f) => f.phone.value ?? []) : [])];
  return own.filter((phone) => !others.has(phone));
}

function refuseSeveral(names: string[], entries: EntryOfPeople[]): void {
  for (const name of names) {
    const found = entries.flatMap((entry) => authorsOf(entry).filter((a) => fold(a.name) === fold(name)).map((a) => ({ code: entry.code, contact: a.email?.toLowerCase() ?? a.phone ?? entry.senders[0] ?? '' })));
    if (new Set(found.map((f) => f.contact)).size > 1) {
      throw new Problem('wrong-use', { forUser: `“${name}” may be several people, in ${unique(found.map((f) => f.code)).join(', ')}: give an address, or say whose entries are meant with --entry CODE` });
    }
  }
}

function unique(list: string[]): string[] {
  return [...new Set(list)].filter((one) => one !== '');
}
