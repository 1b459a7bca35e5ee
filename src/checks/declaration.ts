import { spokenPlace } from '../places.ts';
import { finding, type Check } from './check.ts';
import { texts } from './texts.ts';

/** The declaration that the entry was never published (plan item 13): whether it is there; whether it is true, a person judges. */
export const declaration: Check<'declaration'> = {
  name: 'declaration',
  planItems: [13],
  run: (facts, _settings, { contest }) => {
    const { value, source, file, confidence } = facts.fields.declaration;
    if (value === true) return [];
    // A form that does not speak of it withholds nothing.
    const withheld = value === false && confidence > 0.5;
    const say = texts(contest.locale);
    const forEntrant = withheld ? say.declarationWithheld : say.missingDeclaration;
    return [finding('declaration', 'review', 'missing-declaration', { forEntrant, ...(withheld ? { evidence: spokenPlace(source, file ?? null, contest.locale) } : {}) })];
  },
};
