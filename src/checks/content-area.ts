import { finding, statedIn, type Check } from './check.ts';
import { texts } from './texts.ts';

/** At least so many of the contest's content areas (plan item 7). */
export const contentArea: Check<'content-area'> = {
  name: 'content-area',
  planItems: [7],
  run: (facts, settings, { contest }) => {
    const say = texts(contest.locale);
    const stated = [...new Set(facts.fields.areas.value ?? [])];
    const unknown = stated.filter((n) => !Number.isInteger(n) || n < 1 || n > contest.areas.length);
    const where = statedIn(facts.fields.areas, (v) => v.join('; '), contest.locale);
    const evidence = where === '' ? {} : { evidence: where };
    const names = contest.areas.map((area, i) => `(${i + 1}) ${area.name[contest.locale] ?? ''}`).join('; ');
    if (unknown.length > 0) return [finding('content-area', 'review', 'unknown-area', { forEntrant: say.unknownArea(unknown.join(', '), names), ...evidence })];
    if (stated.length >= settings.atLeast) return [];
    return [finding('content-area', 'review', 'missing-area', { forEntrant: stated.length === 0 ? say.missingArea(names) : say.fewAreas(settings.atLeast, names), ...evidence })];
  },
};
