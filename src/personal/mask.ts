/** Other people's private contacts in what is handed to one person. */
import type { EntryOfPeople, Person } from './resolve.ts';
import { redactor, type Redact } from './words.ts';

export const MASK = '•••';

/** Hides addresses and numbers of everybody else who is in any entry; names of co-authors stay, since they stand in the entry. @param known addresses of the office */
export function maskOf(person: Person, all: EntryOfPeople[], known: string[]): Redact {
  const own = new Set([...person.addresses, ...known.map((a) => a.toLowerCase())]);
  const authors = all.flatMap((e) => e.versions.flatMap((f) => f.authors.value ?? []));
  const addresses = [...all.flatMap((e) => [...e.senders, ...e.versions.flatMap((f) => f.email.value ?? [])]), ...authors.flatMap((a) => a.email ?? [])].map((a) => a.toLowerCase());
  const shared = new Set(person.entries.map((e) => e.entryId));
  const phones = [...authors.flatMap((a) => a.phone ?? []), ...all.filter((e) => !shared.has(e.entryId)).flatMap((e) => e.versions.flatMap((f) => f.phone.value ?? []))].filter((p) => !person.phones.includes(p));
  return redactor({ addresses: [...new Set(addresses)].filter((a) => !own.has(a)), phones: [...new Set(phones)], names: [], texts: [] }, MASK);
}
