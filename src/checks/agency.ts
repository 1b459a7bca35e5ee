import { finding, short, type Check } from './check.ts';
import { texts } from './texts.ts';
import { unitsOf } from './units.ts';

/** A unit that may be one of several agencies of the registry is asked for, never guessed. One that is in no registry is nobody's fault: companies and residents enter, too. */
export const agency: Check<'agency'> = {
  name: 'agency',
  planItems: [5, 20, 22, 23],
  run: ({ fields }, _settings, loaded) => unitsOf(fields, loaded).flatMap(({ name, place, match }) => {
    if (match.state !== 'several') return [];
    const names = match.agencies.slice(0, MOST_NAMED).map((a) => a.name).join('; ');
    return [finding('agency', 'review', 'ambiguous-agency', { forEntrant: texts(loaded.contest.locale).ambiguousAgency(short(name), names), evidence: `${place}: ${short(name)} → ${names}` })];
  }),
};

const MOST_NAMED = 5;
