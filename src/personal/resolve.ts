/** Whose data are meant: from an address or a name to every address, name and entry of that person. */
import type { Author, EntryFields } from '../../schemas/reading.ts';
import { wrongUse } from '../problem.ts';
import { isSameName } from './same-name.ts';

export type EntryOfPeople = { entryId: string; code: string; senders: string[]; versions: EntryFields[] };
export type Asked = { addresses: string[]; names: string[]; /** only entries of these codes; empty = all. There a name is enough */ codes: string[] };
export type PersonEntry = {
  entryId: string; code: string; roles: ('sender' | 'author' | 'contact')[];
  /** nobody else is in it: it goes as a whole */
  whole: boolean;
};
export type Person = { /** lower case */ addresses: string[]; names: string[]; phones: string[]; entries: PersonEntry[] };

/**
 * A name alone ties nobody to an entry, since namesakes are many: it counts in entries that an address ties to the person, in
 * those that were asked for by their code, and everywhere only where nothing but the name was given.
 * @param entries all of the contest
 * @throws Problem `wrong-use` where only a name was given that several people have
 */
export function resolvePerson(asked: Asked, entries: EntryOfPeople[]): Person {
  const among = entriesAsked(asked, entries);
  const person: Person = { addresses: unique(asked.addresses.map((a) => a.trim().toLowerCase())), names: unique(asked.names.map((n) => n.normalize('NFC').trim())), phones: [], entries: [] };
  const byName = person.addresses.length === 0 || asked.codes.length > 0;
  if (person.addresses.length === 0) {
    refuseSeveral(person.names, among);
    person.addresses = addressesBeside(person.names, among, entries);
  }
  person.names = unique([...person.names, ...behind(person, among)]);
  // A name beside an address is known by then in entries that have it alone, perhaps typed otherwise there.
  for (let round = 0; round < 2; round++) person.names = unique([...person.names, ...among.flatMap((e) => ownIn(person, e, byName)).map((a) => a.name)]);
  person.entries = among.flatMap((entry) => {
    const roles = rolesIn(person, entry, byName);
    return roles.length === 0 ? [] : [{ entryId: entry.entryId, code: entry.code, roles, whole: isWhole(person, entry, byName) }];
  });
  person.phones = unique(among.flatMap((entry) => (rolesIn(person, entry, byName).length > 0 ? phonesIn(person, entry, byName) : [])));
  return person;
}

/** Those that the request names by their codes; all where it names none. */
export function entriesAsked({ codes }: Asked, entries: EntryOfPeople[]): EntryOfPeople[] {
  const wanted = new Set(codes.map((c) => c.toUpperCase()));
  return wanted.size === 0 ? entries : entries.filter((e) => wanted.has(e.code));
}

/** Of all its versions, one after another. */
export function authorsOf(entry: EntryOfPeople): Author[] {
  return entry.versions.flatMap((fields) => fields.authors.value ?? []);
}

/** Those of the authors, version by version, that are the person: by an address; by the name where no address stands with it. */
function ownIn(person: Person, entry: EntryOfPeople, byName: boolean): Author[] {
  const tied = byName || [...contactsOf(entry), ...authorsOf(entry).flatMap((a) => a.email?.toLowerCase() ?? [])].some((a) => person.addresses.includes(a));
  return entry.versions.flatMap((fields) => {
    const authors = fields.authors.value ?? [];
    const known = authors.filter((a) => a.email !== null && person.addresses.includes(a.email.toLowerCase()));
    if (known.length > 0 || !tied) return known;
    return authors.filter((a) => (a.email === null || person.addresses.length === 0) && person.names.some((name) => isSameName(name, a.name)));
  });
}

/** Who alone wrote all entries that came from, or name, the addresses is the person behind them; of several authors, the addresses are a clerk's. */
function behind(person: Person, entries: EntryOfPeople[]): string[] {
  const theirs = entries.filter((e) => contactsOf(e).some((c) => person.addresses.includes(c))).flatMap(authorsOf).filter((a) => a.email === null || person.addresses.includes(a.email.toLowerCase()));
  const names = unique(theirs.map((a) => a.name));
  return names.every((one) => names.every((other) => isSameName(one, other))) ? names.slice(0, 1) : [];
}

/** Where only a name was given: what stands with it, unless it stands with other names, too, and is a clerk's. */
function addressesBeside(names: string[], among: EntryOfPeople[], entries: EntryOfPeople[]): string[] {
  const isOwn = (a: Author): boolean => names.some((name) => isSameName(name, a.name));
  const others = new Set(entries.flatMap(authorsOf).filter((a) => !isOwn(a)).flatMap((a) => a.email?.toLowerCase() ?? []));
  return unique(among.flatMap(authorsOf).filter(isOwn).flatMap((a) => a.email?.toLowerCase() ?? [])).filter((address) => !others.has(address));
}

function contactsOf(entry: EntryOfPeople): string[] {
  return unique([...entry.senders, ...entry.versions.flatMap((f) => f.email.value ?? [])].map((a) => a.toLowerCase()));
}

function rolesIn(person: Person, entry: EntryOfPeople, byName: boolean): PersonEntry['roles'] {
  return [
    ...(entry.senders.some((s) => person.addresses.includes(s)) ? ['sender' as const] : []),
    ...(ownIn(person, entry, byName).length > 0 ? ['author' as const] : []),
    ...(entry.versions.some((f) => person.addresses.includes(f.email.value?.toLowerCase() ?? '')) ? ['contact' as const] : []),
  ];
}

/** An agency's entry is the agency's, whoever sent it or is named in it. */
function isWhole(person: Person, entry: EntryOfPeople, byName: boolean): boolean {
  if (entry.versions.at(-1)?.entrantKind.value === 'organisation') return false;
  const authors = authorsOf(entry);
  return authors.length > 0 ? ownIn(person, entry, byName).length === authors.length : entry.senders.every((s) => person.addresses.includes(s));
}

/** Of the author alone; the entry's own number only where nobody else is in it. */
function phonesIn(person: Person, entry: EntryOfPeople, byName: boolean): string[] {
  const own = ownIn(person, entry, byName);
  const others = new Set(authorsOf(entry).filter((a) => !own.includes(a)).flatMap((a) => a.phone ?? []));
  const phones = [...own.flatMap((a) => a.phone ?? []), ...(isWhole(person, entry, byName) ? entry.versions.flatMap((f) => f.phone.value ?? []) : [])];
  return phones.filter((phone) => !others.has(phone));
}

function refuseSeveral(names: string[], entries: EntryOfPeople[]): void {
  for (const name of names) {
    const found = entries.flatMap((entry) => authorsOf(entry).filter((a) => isSameName(a.name, name)).map((a) => ({ code: entry.code, name: a.name, contact: a.email?.toLowerCase() ?? a.phone ?? entry.senders[0] ?? '' })));
    const [first] = found;
    if (first && found.some((f) => f.contact !== first.contact || !found.every((other) => isSameName(f.name, other.name)))) {
      throw wrongUse(`“${name}” may be several people, in ${unique(found.map((f) => f.code)).join(', ')}: give an address, or say whose entries are meant with --entry CODE`);
    }
  }
}

function unique(list: string[]): string[] {
  return [...new Set(list)].filter((one) => one !== '');
}
