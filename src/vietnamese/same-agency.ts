/** Whether two texts name the same agency: by the registry where it knows both, else by their words. */
import type { Agency } from '../../schemas/agency.ts';
import { matchAgency } from './agencies.ts';
import { fold } from './fold.ts';
import { namedPlaces } from './named-places.ts';

/**
 * "Phòng X, Sở Nội vụ" and "SNV tỉnh" are one where the registry says so; two agencies of the registry are never one, whatever their words share.
 * Where it does not know both, one must name the other: for what people look at afterwards. @param on ISO date: agencies count that existed on this day
 */
export function sameAgency(a: string, b: string, agencies: readonly Agency[], on: string): boolean {
  const [x, y] = [matchAgency(a, agencies, { on }), matchAgency(b, agencies, { on })];
  if (x.state === 'one' && y.state === 'one') return x.agency.id === y.agency.id;
  // "Sở Nội vụ tỉnh Kiên Giang" names "Sở Nội vụ" and is another one; without a registry nobody knows which province is meant.
  const elsewhere = (text: string): string => fold(namedPlaces(text, agencies, on).elsewhere ?? '');
  if (agencies.length > 0 && elsewhere(a) !== elsewhere(b)) return false;
  return alike(a, b);
}

/** One names the other, as "Phòng X, Sở Nội vụ" names "Sở Nội vụ"; a single word names nothing. */
export function alike(a: string, b: string): boolean {
  const [short, long] = [a, b].map((t) => fold(t.slice(0, 1_000)).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()).toSorted((x, y) => x.length - y.length) as [string, string];
  return short === long ? short !== '' : short.includes(' ') && ` ${long} `.includes(` ${short} `);
}
