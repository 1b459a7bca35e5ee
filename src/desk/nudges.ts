/** Which silent agencies are written to, at which address: never one that is paused, never twice in a week. */
import { DateTime } from 'luxon';
import type { Locale } from '../../schemas/contest.ts';
import type { AgencyContact } from '../contest/agency-contacts.ts';
import { groupOf, type CoverageUnit } from './coverage.ts';

export type Paused = { agencyId: string; address: string; /** null = until the list names another address */ pausedUntil: Date | null };
export type Nudge = { unit: CoverageUnit; to: string; key: string };
export type Nudges = {
  nudges: Nudge[];
  /** not written to: no contact is known, no contact can be reached now, or the letter exists */
  without: CoverageUnit[]; paused: CoverageUnit[]; before: CoverageUnit[];
};

type Given = { units: CoverageUnit[]; contacts: AgencyContact[]; states: Paused[]; known: ReadonlySet<string>; now: Date };

/**
 * @param units that may be written to; those with entries are left alone
 * @param known keys of letters that are written, or wait for approval
 */
export function planNudges({ zone, ...given }: Given & { zone: string }): Nudges {
  const week = DateTime.fromJSDate(given.now, { zone }).toFormat("kkkk-'W'WW");
  return planLetters({ ...given, units: given.units.filter((u) => u.entries === 0) }, ({ id }) => `agency-nudge:${id}:${week}`);
}

/** The contest is announced to each agency once. */
export function planLaunch(given: Given): Nudges {
  return planLetters(given, ({ id }) => `contest-launch:${id}`);
}

function planLetters({ units, contacts, states, known, now }: Given, keyOf: (unit: CoverageUnit) => string): Nudges {
  const plan: Nudges = { nudges: [], without: [], paused: [], before: [] };
  for (const unit of units) {
    const contact = contacts.find((c) => c.agencyId === unit.id);
    const key = keyOf(unit);
    const to = contact === undefined ? null : reachable(contact, states, now);
    if (contact === undefined) plan.without.push(unit);
    else if (known.has(key)) plan.before.push(unit);
    else if (to === null) plan.paused.push(unit);
    else plan.nudges.push({ unit, to, key });
  }
  return plan;
}

/** The first address that is not paused; null where all are. */
export function reachable({ agencyId, addresses }: AgencyContact, states: readonly Paused[], now: Date): string | null {
  return addresses.find((address) => !states.some((s) => s.agencyId === agencyId && s.address === address && isPaused(s, now))) ?? null;
}

/** At the very instant of the return it is not, any more. */
export function isPaused({ pausedUntil }: Pick<Paused, 'pausedUntil'>, now: Date): boolean {
  return pausedUntil === null || pausedUntil.getTime() > now.getTime();
}

/** A place is no reader: in Vietnamese its People's Committee is addressed, "Ủy ban nhân dân huyện Vị Thuỷ". */
export function addressee({ name, kind }: Pick<CoverageUnit, 'name' | 'kind'>, locale: Locale): string {
  const isPlace = ['districts', 'communes'].includes(groupOf(kind) ?? '');
  if (locale !== 'vi' || !isPlace || !/^(?:huyện|thị xã|thành phố|quận|xã|phường|thị trấn) /iu.test(name)) return name;
  return `Ủy ban nhân dân ${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}
