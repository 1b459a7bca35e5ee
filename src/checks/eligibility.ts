import type { LoadedContest } from '../../schemas/contest.ts';
import type { Finding } from '../../schemas/reading.ts';
import { namedPlaces } from '../vietnamese/named-places.ts';
import { finding, short, type Check } from './check.ts';
import { texts } from './texts.ts';
import { registryDay, unitsOf, type Unit } from './units.ts';

/**
 * Who enters (plan items 20 to 25): an agency of the registry by its kind; what no list knows (a company, a school, a resident) as self-declared,
 * for people to verify; what names another province before a person. For staff alone: no machine says who may enter. What may be several is asked by `agency`.
 */
export const eligibility: Check<'eligibility'> = {
  name: 'eligibility',
  planItems: [20, 21, 22, 23, 24, 25],
  run: ({ fields }, _settings, loaded) => {
    if (loaded.agencies.length === 0) return [];
    const say = texts(loaded.contest.locale);
    const subjects = unitsOf(fields, loaded).map((unit) => subjectOf(unit, loaded));
    const of = (state: Subject['state']): Subject[] => subjects.filter((s) => s.state === state);
    return [
      ...of('elsewhere').map((s) => finding('eligibility', 'review', 'other-province', { forEntrant: '', forStaff: say.otherProvince(short(s.unit.name), s.what), evidence: shown(s) })),
      ...listed('registered', of('registered'), say.registered), ...listed('self-declared', of('self-declared'), say.selfDeclared),
    ];
  },
};

/** `what`: the agency with its kind, the places named, or the other province */
type Subject = { unit: Unit; state: 'registered' | 'self-declared' | 'elsewhere' | 'unclear'; what: string };

function subjectOf(unit: Unit, { contest, agencies }: LoadedContest): Subject {
  const say = texts(contest.locale);
  if (unit.match.state === 'one') return { unit, state: 'registered', what: `${unit.match.agency.name} (${say.agencyKinds[unit.match.agency.kind]})` };
  if (unit.match.state === 'several') return { unit, state: 'unclear', what: '' };
  const { here, elsewhere } = namedPlaces(unit.name, agencies, registryDay(contest));
  if (elsewhere !== null && here.length === 0) return { unit, state: 'elsewhere', what: elsewhere };
  return { unit, state: 'self-declared', what: here.length > 0 ? here.join(', ') : say.noPlace };
}

function shown({ unit, what }: Subject): string {
  return `${unit.place}: ${short(unit.name)} → ${what}`;
}

function listed(code: string, subjects: Subject[], told: (units: string) => string): Finding[] {
  if (subjects.length === 0) return [];
  return [finding('eligibility', 'info', code, { forEntrant: '', forStaff: told(subjects.map((s) => `“${short(s.unit.name)}”`).join('; ')), evidence: subjects.map(shown).join('; ') })];
}
