/** What a judge reads of an entry in a blind round: without the names of its people and of agencies, without addresses and numbers. */
import type { Agency } from '../../schemas/agency.ts';
import type { Locale } from '../../schemas/contest.ts';
import type { EntryFields } from '../../schemas/reading.ts';
import { writings } from '../vietnamese/spelling.ts';

export type Mask = (text: string) => string;

const SAYS: Record<Locale, { name: string; agency: string; contact: string }> = {
  vi: { name: '[tên được che]', agency: '[cơ quan được che]', contact: '[liên hệ được che]' },
  en: { name: '[name masked]', agency: '[agency masked]', contact: '[contact masked]' },
};
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,200}\.\p{L}{2,24}/gu;
/** 9 to 11 digits from 0 or +84, however they are grouped: "0900.000.901", "(0293) 3878 123". */
const PHONE = /(?<![\p{L}\p{N}])\(?(?:\+?84|0)(?:\)?[ .-]?\(?\d){8,10}(?![\p{L}\p{N}])/gu;
const SHORTEST_NAME = 4;
const SHORTEST_AGENCY = 6;

/** Masks every writing in full of what the entry and the registry name, with marks or typed without any. A nickname or half a name it cannot know: the letter says so. */
export function maskOf(fields: EntryFields, agencies: readonly Agency[], locale: Locale): Mask {
  const { people, offices } = matchersOf(fields, agencies);
  const say = SAYS[locale];
  return (text) => {
    const composed = text.normalize('NFC').replace(EMAIL, say.contact).replace(PHONE, say.contact);
    const named = people === null ? composed : composed.replace(people, say.name);
    return offices === null ? named : named.replace(offices, say.agency);
  };
}

/** What may be published of a text: without the names of the entry's people, without addresses and numbers. Agencies stay. */
export function withoutPeople(text: string, fields: EntryFields): string {
  const { people } = matchersOf(fields, []);
  const plain = text.normalize('NFC').replace(EMAIL, '…').replace(PHONE, '…');
  return people === null ? plain : plain.replace(people, '…');
}

/** As it stands in the text, each once, in the order in which it comes. */
export type Found = { names: string[]; agencies: string[]; contacts: string[] };

/** What a mask would take out of a text: what a judge sees who gets it as it is. It knows no more than the mask does. */
export function foundIn(text: string, fields: EntryFields, agencies: readonly Agency[]): Found {
  const { people, offices } = matchersOf(fields, agencies);
  const composed = text.normalize('NFC');
  return { names: all(composed, people), agencies: all(composed, offices), contacts: [...all(composed, EMAIL), ...all(composed, PHONE)] };
}

function all(text: string, pattern: RegExp | null): string[] {
  return pattern === null ? [] : [...new Set([...text.matchAll(pattern)].map(([match]) => match.replace(/\s+/g, ' ')))];
}

function matchersOf(fields: EntryFields, agencies: readonly Agency[]): { people: RegExp | null; offices: RegExp | null } {
  const authors = fields.authors.value ?? [];
  const units = [fields.unit.value, ...authors.map((a) => a.unit)].filter((u) => u !== null);
  const known = agencies.filter((a) => a.kind !== 'province').flatMap((a) => [a.name, ...a.aliases]);
  return { people: matcher(authors.map((a) => a.name).filter((n) => n.length >= SHORTEST_NAME)), offices: matcher([...units, ...known].filter((n) => n.length >= SHORTEST_AGENCY)) };
}

/** The longest first, so that a part never stands for the whole; each word in every way in which it is written. */
function matcher(terms: string[]): RegExp | null {
  const all = [...new Set(terms.map((t) => t.normalize('NFC').trim()))].filter((t) => t !== '').toSorted((a, b) => b.length - a.length);
  if (all.length === 0) return null;
  const source = all.map((term) => term.split(/\s+/).map(wordSource).join('\\s+')).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'giu');
}

function wordSource(word: string): string {
  return word.split(/(\p{L}[\p{L}\p{M}]*)/u).map((piece, i) => (i % 2 === 0 ? escaped(piece) : `(?:${writings(piece).map(escaped).join('|')})`)).join('');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
