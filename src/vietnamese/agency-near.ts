/** Names of agencies with a slip of the pen: taken only where one name is near and no other. */
import type { Agency } from '../../schemas/agency.ts';
import { keyOf, unique, type Index, type Mention, type Phrase } from './agency-phrases.ts';
import type { AgencyWord } from './agency-words.ts';

const TYPES = new Set(['so', 'tp', 'tx', 'huyen', 'phuong', 'tt', 'xa']);
/** By so many letters the next name must be farther. */
const MARGIN = 2;

/** Mentions with the type of an agency and a name that is near to one, where `exact` has none. Numbers and single letters must agree. */
export function nearMentions(words: AgencyWord[], exact: Mention[], index: Index, exists: (agency: Agency) => boolean): Mention[] {
  const covered = (i: number): boolean => exact.some((m) => i >= m.start && i < m.end);
  const phrases = [...index.phrases.values()].flat().filter((p) => p.how !== 'part' && p.words.length > 1 && exists(p.agency));
  return words.flatMap((word, start) => {
    const first = words[start + 1];
    if (!TYPES.has(word.key) || covered(start) || first === undefined || first.broken || covered(start + 1)) return [];
    const near = phrases.filter((p) => p.words[0]?.key === word.key).map((phrase) => ({ phrase, distance: distanceAt(words, start, phrase) })).toSorted((a, b) => a.distance - b.distance);
    const [best] = near;
    if (best === undefined || best.distance > allowed(best.phrase)) return [];
    const agencies = unique(near.filter((n) => n.distance < best.distance + MARGIN).map((n) => n.phrase.agency));
    const office = words[start - 1]?.key === 'ubnd';
    return [{ start: office ? start - 1 : start, end: start + best.phrase.words.length, agencies, how: 'slip' as const, office, doubt: null }];
  });
}

/** One letter, of long names two. */
function allowed({ words }: Phrase): number {
  return keyOf(words.slice(1)).length < 10 ? 1 : 2;
}

/** In letters; Infinity where it cannot be this name: too short to tell, or another single letter or number. */
function distanceAt(words: AgencyWord[], start: number, { words: name }: Phrase): number {
  const typed = words.slice(start, start + name.length);
  const next = words[start + name.length];
  if (typed.length < name.length || keyOf(name.slice(1)).length < 6 || (next !== undefined && !next.broken && next.key.length === 1)) return Infinity;
  if (typed.some((w, i) => w.key !== name[i]?.key && (w.key.length === 1 || name[i]?.key.length === 1 || /\d/.test(w.key + (name[i]?.key ?? ''))))) return Infinity;
  return editDistance(keyOf(typed), keyOf(name));
}

/** Letters put in, left out, changed or swapped with the next one (optimal string alignment); names are short. */
function editDistance(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? Infinity;
}
