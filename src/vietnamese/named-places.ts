/** Which places a text names: of the registry, or another province. Says less than `matchAgency`: a company may lie where it names, or not. */
import type { Agency } from '../../schemas/agency.ts';
import { indexOf, mentionsIn, type Index } from './agency-phrases.ts';
import { provinceNamed, surroundings } from './agency-surroundings.ts';
import { agencyWords } from './agency-words.ts';
import { fold } from './fold.ts';

/** here: names of places of the registry, as the registry writes them. elsewhere: another province as the text spells it, or null. */
export type NamedPlaces = { here: string[]; elsewhere: string | null };

const indexes = new WeakMap<readonly Agency[], Index>();

/** @param text what an entrant wrote as unit or residence; its first 400 characters count @param on ISO date: agencies count that existed on this day */
export function namedPlaces(text: string, agencies: readonly Agency[], on: string): NamedPlaces {
  let index = indexes.get(agencies);
  if (index === undefined) indexes.set(agencies, index = indexOf(agencies));
  const words = agencyWords(text);
  const mentions = mentionsIn(words, index, (a) => (a.validFrom ?? on) <= on && on <= (a.validTo ?? on));
  // "Tân Bình" without its type is the name of many things; that of the province is not.
  const places = mentions.filter((m) => m.agencies.every((a) => a.kind === 'province') || (m.how !== 'part' && m.agencies.every((a) => a.kind !== 'department' && a.kind !== 'body')));
  return { here: [...new Set(places.flatMap((m) => m.agencies.map((a) => a.name)))], elsewhere: asTyped(provinceNamed(surroundings(words, mentions)), text.slice(0, 400)) };
}

/** "kien giang" in the spelling of the text: "Kiên Giang". */
function asTyped(name: string | null, text: string): string | null {
  if (name === null) return null;
  const words = [...text.matchAll(/[\p{L}\p{M}\d]+/gu)].map((m) => ({ start: m.index, end: m.index + m[0].length, key: fold(m[0]) }));
  const length = name.split(' ').length;
  const at = words.findIndex((_, i) => words.slice(i, i + length).map((w) => w.key).join(' ') === name);
  return at < 0 ? name : text.slice(words[at]?.start, words[at + length - 1]?.end);
}
