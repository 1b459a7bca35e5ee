/** What must hold between the settings of a contest, beyond the shape of each. */
import { IANAZone } from 'luxon';
import type { Contest, Localized } from '../../schemas/contest.ts';
import type { Wrong } from './expected.ts';
import { judgingFaults } from './judged-rounds.ts';
import { nearest } from '../near.ts';
import { scoringFaults } from './scoring-rules.ts';

/** What each setting allows by itself and the contest as a whole does not, each with its place in contest.yaml. */
export function contradictions(contest: Contest): Wrong[] {
  return [...dates(contest), ...missingTexts(contest, contest.locale, []), ...entrants(contest), ...evidence(contest), ...mailboxes(contest), ...doubles(contest), ...scoringFaults(contest), ...judgingFaults(contest)];
}

function dates({ zone, window, mailbox }: Contest): Wrong[] {
  // Intl takes "+07:00" for a zone, too; a place is asked for, since its rules for daylight saving come with it
  if (!/^[A-Za-z]/.test(zone) || !IANAZone.isValidZone(zone)) {
    const near = nearest(zone, Intl.supportedValuesOf('timeZone'));
    return [{ path: ['zone'], told: `expected an IANA time zone, as Asia/Ho_Chi_Minh (found "${zone}"${near === null ? '' : `; did you mean ${near}?`})` }];
  }
  const [opens, closes, since] = [window.opens, window.closes, mailbox.since ?? window.opens].map((text) => new Date(text).getTime()) as [number, number, number];
  const faults = [offset(zone, ['window', 'opens'], window.opens), offset(zone, ['window', 'closes'], window.closes)].filter((w) => w !== null);
  if (closes <= opens) faults.push({ path: ['window', 'closes'], told: `expected a moment after window.opens, ${window.opens} (found "${window.closes}")` });
  if (since > opens) faults.push({ path: ['mailbox', 'since'], told: `expected no later than window.opens, ${window.opens}: mail of the window would be passed over (found "${mailbox.since}")` });
  return faults;
}

/** An offset that is not the zone's own is nearly always a deadline wrong by hours. */
function offset(zone: string, path: Wrong['path'], text: string): Wrong | null {
  const at = new Date(text).getTime();
  const meant = IANAZone.create(zone).formatOffset(at, 'short');
  const written = text.endsWith('Z') ? '+00:00' : text.slice(-6);
  return written === meant ? null : { path, told: `expected the offset of ${zone} on that day, ${meant} (found "${text}")` };
}

/** Letters are written in the first locale: a text that lacks it would leave a gap in every one of them. */
function missingTexts(value: unknown, locale: Contest['locale'], path: PropertyKey[]): Wrong[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => missingTexts(item, locale, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  if (isLocalized(value)) {
    return value[locale] === undefined ? [{ path, told: `expected a text in ${locale}, the language of the letters (found only ${Object.keys(value).join(', ')})` }] : [];
  }
  return Object.entries(value).flatMap(([key, inner]) => missingTexts(inner, locale, [...path, key]));
}

function isLocalized(value: object): value is Localized {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((k) => k === 'vi' || k === 'en');
}

function entrants({ entrantKinds, checks, areas }: Contest): Wrong[] {
  const kinds = Object.entries(entrantKinds);
  const faults: Wrong[] = kinds.length > 0 ? [] : [{ path: ['entrantKinds'], told: 'expected at least one of individual, group, organisation' }];
  for (const [kind, { minAuthors, maxAuthors }] of kinds) {
    if (maxAuthors === null || minAuthors <= maxAuthors) continue;
    faults.push({ path: ['entrantKinds', kind, 'maxAuthors'], told: `expected at least minAuthors, ${minAuthors}, or null for no limit (found ${maxAuthors})` });
  }
  const atLeast = checks['content-area']?.atLeast ?? 1;
  if (atLeast > areas.length) faults.push({ path: ['checks', 'content-area', 'atLeast'], told: `expected at most ${areas.length}, the number of areas (found ${atLeast})` });
  return faults;
}

/** A kind of evidence that the contest does not have would be looked for and shown to nobody. */
function evidence({ evidenceKinds, checks }: Contest): Wrong[] {
  const { tables, pictures, words = {} } = checks.evidence ?? {};
  const keys = evidenceKinds.map((k) => k.key);
  const named: [PropertyKey[], string | undefined][] = [[['tables'], tables], [['pictures'], pictures], ...Object.keys(words).map((key): [PropertyKey[], string] => [['words', key], key])];
  return named.flatMap(([path, key]) => (key === undefined || keys.includes(key) ? [] : [{ path: ['checks', 'evidence', ...path], told: `expected a key of evidenceKinds, one of ${keys.join(', ')} (found "${key}")` }]));
}

/** Mail from the mailbox itself is never answered, so that nobody who must be reached may live there. */
function mailboxes({ mailbox, staff, judges, limits }: Contest): Wrong[] {
  const own = new Set([mailbox.address, ...mailbox.alsoOwn].map((a) => a.toLowerCase()));
  const clash = (group: 'staff' | 'judges', addresses: string[]): Wrong[] => addresses.flatMap((address, i) => (
    own.has(address.toLowerCase()) ? [{ path: [group, 'addresses', i], told: `expected an address other than the contest mailbox (found "${address}")` }] : []));
  const alone = (staff.fourEyes ?? []).length > 0 && new Set(staff.addresses.map((a) => a.toLowerCase())).size < 2;
  const tooSmall = limits.partBytes > limits.messageBytes;
  return [
    ...clash('staff', staff.addresses), ...clash('judges', judges.addresses),
    ...(alone ? [{ path: ['staff', 'fourEyes'], told: 'expected two addresses or more in staff.addresses, for two people to approve' }] : []),
    ...(tooSmall ? [{ path: ['limits', 'partBytes'], told: `expected at most limits.messageBytes, ${limits.messageBytes} (found ${limits.partBytes})` }] : []),
  ];
}

function doubles(contest: Contest): Wrong[] {
  return (['tags', 'excludedBodies', 'rounds', 'prizes', 'distribution'] as const).flatMap((list) => {
    const keys = contest[list].map((item) => item.key);
    return keys.flatMap((key, i) => (keys.indexOf(key) < i ? [{ path: [list, i, 'key'], told: `expected a key of its own (found "${key}" twice)` }] : []));
  });
}
