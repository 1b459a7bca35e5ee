import { matchAgency } from '../vietnamese/agencies.ts';
import { finding, type Check } from './check.ts';
import { texts } from './texts.ts';

/** A unit that may be one of several agencies of the registry is asked for, never guessed. One that is in no registry is nobody's fault: companies and residents enter, too. */
export const agency: Check<'agency'> = {
  name: 'agency',
  run: ({ fields }, _settings, { contest, agencies }) => {
    const units = [...new Set([fields.unit.value, ...(fields.authors.value ?? []).map((a) => a.unit)].filter((u) => u !== null))];
    // As the registry stood when the contest opened.
    const on = contest.window.opens.slice(0, 10);
    return units.flatMap((unit) => {
      const match = matchAgency(unit, agencies, { on });
      if (match.state !== 'several') return [];
      const names = match.agencies.slice(0, MOST_NAMED).map((a) => a.name).join('; ');
      return [finding('agency', 'review', 'ambiguous-agency', { forEntrant: texts(contest.locale).ambiguousAgency(unit, names), evidence: `${unit}: ${names}` })];
    });
  },
};

const MOST_NAMED = 5;
