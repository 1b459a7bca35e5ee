/** Which agency of the registry a text names. One is said only where nothing speaks for another: what is ambiguous is asked. */
import type { Agency } from '../../schemas/agency.ts';
import { nearMentions } from './agency-near.ts';
import { indexOf, longerNames, mentionsIn, unique, type How, type Index, type Mention } from './agency-phrases.ts';
import { goesOn, hasAddress, isOutside, isWithin, namesOtherPlace, namesUnit, startsAsAddress, surroundings, type Surroundings } from './agency-surroundings.ts';
import { agencyWords, type AgencyWord } from './agency-words.ts';

/** several: the agencies it may be, at least one, of which a person chooses. none: no agency of the registry is named (a company, a school, a residence, another province, …). */
export type AgencyMatch = { state: 'one'; agency: Agency; how: How } | { state: 'several'; agencies: Agency[] } | { state: 'none' };

const NONE: AgencyMatch = { state: 'none' };
const indexes = new WeakMap<readonly Agency[], Index>();

/**
 * @param text what an entrant wrote as their unit; its first 400 characters count
 * @param agencies the registry; its index is kept as long as the array, which must not change
 * @param on ISO date: agencies count that existed on this day; without it all do
 */
export function matchAgency(text: string, agencies: readonly Agency[], { on }: { on?: string } = {}): AgencyMatch {
  let index = indexes.get(agencies);
  if (index === undefined) indexes.set(agencies, index = indexOf(agencies));
  const { byId } = index;
  const exists = (agency: Agency): boolean => on === undefined || lineOf(agency, byId).every((a) => (a.validFrom ?? on) <= on && on <= (a.validTo ?? on));
  const words = agencyWords(text);
  const exact = mentionsIn(words, index, exists);
  const mentions = [...exact, ...nearMentions(words, exact, index, exists)].toSorted((a, b) => a.start - b.start);
  const around = surroundings(words, mentions);
  if (mentions.length === 0 || isOutside(around) || namesOtherPlace(words, mentions, around)) return NONE;
  return decide(meant(mentions, words, around), words, around, index);
}

/** The agency, its parent, and so on up. */
function lineOf(agency: Agency, byId: Map<string, Agency>): Agency[] {
  const line = [agency];
  for (let up = byId.get(agency.parent ?? ''); up !== undefined && line.length < 10; up = byId.get(up.parent ?? '')) line.push(up);
  return line;
}

const isPlace = (mention: Mention): boolean => mention.agencies.every((a) => a.kind !== 'department' && a.kind !== 'body');

/** Without the names that only happen to be those of places, as in "chợ Cái Tắc", and without the address of a department. */
function meant(mentions: Mention[], words: AgencyWord[], around: Surroundings): Mention[] {
  const [first] = mentions;
  if (first !== undefined && !isPlace(first) && hasAddress(around, first.end)) return mentions.filter((m) => !isPlace(m) || m.office);
  const starts = new Set(mentions.map((m) => m.start));
  return mentions.filter((m) => m.how !== 'part' || m.office || m.doubt !== null || standsAlone(m, words, starts, around));
}

/** A name without its type counts between commas, or behind a post or a unit: "Phòng Tư pháp Châu Thành A". */
function standsAlone(mention: Mention, words: AgencyWord[], starts: Set<number>, { runs }: Surroundings): boolean {
  const next = words[mention.end];
  if (mention.agencies.every((a) => a.kind === 'province')) return true;
  if (next !== undefined && !next.broken && !starts.has(mention.end)) return false;
  const before = words[mention.start]?.broken === true ? undefined : runs.find((r) => r.end === mention.start);
  return before === undefined || isWithin({ runs: [before], all: before.keys }, mention.start);
}

function decide(mentions: Mention[], words: AgencyWord[], around: Surroundings, index: Index): AgencyMatch {
  const named = unique(mentions.flatMap((m) => m.agencies));
  const targets = named.filter((agency) => {
    const line = lineOf(agency, index.byId);
    return mentions.every((m) => m.agencies.some((a) => line.includes(a)));
  });
  const below = named.filter((a) => a.kind !== 'province');
  const [target] = targets;
  if (target === undefined) return below.length === 0 ? NONE : { state: 'several', agencies: below };
  if (targets.length > 1) return { state: 'several', agencies: targets };
  const own = mentions.filter((m) => m.agencies.includes(target));
  const office = own.some((m) => m.office) || !own.every(isPlace);
  if (target.kind === 'province') return isProvince(own, around, words.length) ? { state: 'one', agency: target, how: bestOf(own) } : NONE;
  if (!office && (namesUnit(around) || startsAsAddress(around))) return NONE;
  if (own.every(isPlace) && !(office && namesUnit(around)) && !isWithin(around, Math.min(...own.map((m) => m.start)))) return NONE;
  if (own.every((m) => m.how === 'part' && !m.office) && around.runs.some((r) => r.start > Math.min(...own.map((m) => m.start)) && r.keys !== ' viet nam ')) return NONE;
  const longer = own.filter((m) => !mentions.some((other) => other.start === m.end)).flatMap((m) => longerNames(m, words, index));
  if (longer.length > 0 || isDoubtful(own, mentions) || own.some((m) => !isPlace(m) && goesOn(around, words, m.end))) return { state: 'several', agencies: unique([target, ...longer]) };
  return { state: 'one', agency: target, how: bestOf(own) };
}

/** Other diacritics than the name has are no doubt where the district is given too. */
function isDoubtful(own: Mention[], mentions: Mention[]): boolean {
  const confirmed = mentions.some((m) => !own.includes(m) && m.agencies.some((a) => a.kind !== 'province'));
  return own.every((m) => m.doubt === 'type' || (m.doubt === 'diacritics' && !confirmed));
}

/** Every letter of the province names it: it is meant only where nothing else is said. */
function isProvince(own: Mention[], { runs }: Surroundings, length: number): boolean {
  const office = own.some((m) => m.office);
  return own.some((m) => m.how !== 'part') && runs.every((r) => office && /^ (?:lanh dao|chu tich|pho chu tich|thuong truc) $/.test(r.keys)) && (office || own.reduce((sum, m) => sum + m.end - m.start, 0) === length);
}

function bestOf(mentions: Mention[]): How {
  return (['name', 'alias', 'part', 'slip'] as const).find((how) => mentions.some((m) => m.how === how)) ?? 'part';
}
