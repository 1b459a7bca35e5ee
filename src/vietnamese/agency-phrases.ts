/** Where in a text agencies are named: every phrase that names one, the longest first, compared without and then with diacritics. */
import type { Agency, AgencyKind } from '../../schemas/agency.ts';
import { agencyWords, type AgencyWord } from './agency-words.ts';

/** name = its official name; alias; part = the name without its type ("Vị Thanh"), which says less; slip = with a slip of the pen. */
export type How = 'name' | 'alias' | 'part' | 'slip';
export type Phrase = { words: AgencyWord[]; agency: Agency; how: How };
/** The words from `start` to before `end` name one of these agencies. doubt: it has the type of another agency ("huyện Vị Thanh"), or a place other diacritics. */
export type Mention = { start: number; end: number; agencies: Agency[]; how: How; office: boolean; doubt: Doubt };
export type Doubt = 'type' | 'diacritics' | null;
export type Index = { phrases: Map<string, Phrase[]>; longest: number; byId: Map<string, Agency> };

const TYPE_WORDS: Partial<Record<AgencyKind, string>> = { province: 'tinh', city: 'tp', town: 'tx', district: 'huyen', ward: 'phuong', township: 'tt', commune: 'xa' };

export function indexOf(agencies: readonly Agency[]): Index {
  const phrases = new Map<string, Phrase[]>();
  for (const phrase of agencies.flatMap(phrasesOf)) {
    const key = keyOf(phrase.words);
    phrases.set(key, [...(phrases.get(key) ?? []), phrase]);
  }
  const longest = Math.max(0, ...[...phrases.values()].map(([p]) => p?.words.length ?? 0));
  return { phrases, longest, byId: new Map(agencies.map((a) => [a.id, a] as const)) };
}

function phrasesOf(agency: Agency): Phrase[] {
  const type = TYPE_WORDS[agency.kind];
  const named = [{ text: agency.name, how: 'name' as const }, ...agency.aliases.map((text) => ({ text, how: 'alias' as const }))];
  return named.flatMap(({ text, how }): Phrase[] => {
    const words = agencyWords(text);
    const parts = words[0]?.key === type ? words.slice(1) : [];
    const alone: Phrase[] = parts.every((w) => w.capitals) || parts.some((w) => /^\d+$/.test(w.key)) ? [] : [{ words: parts, agency, how: 'part' }];
    return [...groupings(words).map((w) => ({ words: w, agency, how })), ...alone];
  }).filter((p) => p.words.length > 0);
}

/** "LĐ-TB&XH" is typed LĐTBXH, LĐTB-XH and LĐ-TBXH too: neighbours in capitals, joined in each way. */
function groupings(words: AgencyWord[]): AgencyWord[][] {
  const ways: AgencyWord[][] = [[]];
  for (const word of words.slice(0, 12)) {
    const known = ways.length;
    for (let i = 0; i < known; i++) {
      const way = ways[i] ?? [];
      const last = way.at(-1);
      if (last?.capitals === true && word.capitals && ways.length < 64) ways.push([...way.slice(0, -1), { ...last, key: last.key + word.key, marks: null }]);
      way.push(word);
    }
  }
  return ways;
}

export function keyOf(words: readonly AgencyWord[]): string {
  return words.map((w) => w.key).join(' ');
}

/** @param exists whether an agency counts on the day asked for */
export function mentionsIn(words: AgencyWord[], index: Index, exists: (agency: Agency) => boolean): Mention[] {
  const mentions: Mention[] = [];
  for (let start = 0; start < words.length; start++) {
    const mention = longestAt(words, start, index, exists);
    if (mention === null) continue;
    mentions.push(mention);
    start = mention.end - 1;
  }
  return mentions;
}

function longestAt(words: AgencyWord[], start: number, index: Index, exists: (agency: Agency) => boolean): Mention | null {
  const office = words[start]?.key === 'ubnd';
  for (let length = Math.min(index.longest, words.length - start); length > 0; length--) {
    const here = words.slice(start, start + length);
    if (here[1]?.broken === true || here.slice(1).some((w) => w.broken && w.key.length === 1)) continue;
    const whole = fitting(here, index, exists);
    if (whole !== null) return { ...whole, start, end: start + length, office };
    // "UBND xã Vị Thắng": the office of a place is the place.
    const place = office && here.length > 1 ? fitting(here.slice(1), index, exists) : null;
    if (place !== null) return { ...place, start, end: start + length, office };
    const other = here[0]?.place === true && here[0].key !== 'quan' && here.length > 1 ? fitting(here.slice(1), index, exists) : null;
    if (other !== null && other.how === 'part') return { ...other, start, end: start + length, office: false, doubt: 'type' };
  }
  return null;
}

type Fit = Pick<Mention, 'agencies' | 'how' | 'doubt'> & { kind: 'exact' | 'plain' | 'tone' | 'slip' };

/** The agencies of a phrase whose diacritics agree best with those typed. */
function fitting(words: AgencyWord[], index: Index, exists: (agency: Agency) => boolean): Fit | null {
  const found = (index.phrases.get(keyOf(words)) ?? []).filter((p) => exists(p.agency));
  for (const kind of ['exact', 'plain', 'tone', 'slip'] as const) {
    const fits = found.filter((p) => agreement(words, p.words) === kind);
    const how = fits.find((p) => p.how !== 'part')?.how ?? 'part';
    if (fits.length === 0) continue;
    // Other diacritics than the name has are a slip; of a name without its type they make another name.
    if (kind === 'exact' || kind === 'plain') return { agencies: unique(fits.map((p) => p.agency)), how, kind, doubt: null };
    if (how !== 'part') return { agencies: unique([...fits.map((p) => p.agency), ...otherTypes(words, index, exists)]), how: 'slip', kind, doubt: kind === 'slip' && words[0]?.key !== 'so' ? 'diacritics' : null };
  }
  return null;
}

/** "xã Bình Thạnh" may be xã Bình Thành or phường Bình Thạnh. */
function otherTypes(words: AgencyWord[], index: Index, exists: (agency: Agency) => boolean): Agency[] {
  const name = words.slice(1);
  return (index.phrases.get(keyOf(name)) ?? []).filter((p) => exists(p.agency) && p.how === 'part' && agreement(name, p.words) === 'exact').map((p) => p.agency);
}

/** exact = as typed; plain = some words are typed without their diacritics; tone = with hỏi for ngã or the other way round; slip = with other ones. */
function agreement(typed: AgencyWord[], name: AgencyWord[]): Fit['kind'] {
  let kind: Fit['kind'] = 'exact';
  for (const [i, word] of typed.entries()) {
    const marks = name[i]?.marks ?? null;
    if (word.marks === null || marks === null || word.marks === marks) continue;
    if (word.marks !== '' && oneTone(word.marks) !== oneTone(marks)) return 'slip';
    if (kind !== 'tone') kind = word.marks === '' ? 'plain' : 'tone';
  }
  return kind;
}

/** "xã Tân Phú Thạh": a word goes on behind the mention, and there are agencies whose names do. Behind a single letter the agency itself is in doubt. */
export function longerNames({ start, end, agencies }: Mention, words: AgencyWord[], index: Index): Agency[] {
  const next = words[end];
  if (next === undefined || next.broken || next.place) return [];
  const beginning = `${keyOf(words.slice(start, end)).replace(/^ubnd /, '')} `;
  const longer = [...index.phrases].filter(([key]) => key.startsWith(beginning)).flatMap(([, phrases]) => phrases.map((p) => p.agency)).filter((a) => !agencies.includes(a));
  return /^[a-z]$/.test(next.key) ? [...longer, ...agencies] : longer;
}

/** Many speak hỏi and ngã alike and mix them in writing. */
function oneTone(marks: string): string {
  return [...marks.replace('\u0303', '\u0309')].sort().join('');
}

export function unique(agencies: Agency[]): Agency[] {
  return [...new Set(agencies)];
}
