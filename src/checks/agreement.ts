import type { Contest } from '../../schemas/contest.ts';
import type { EntryFields, Sourced } from '../../schemas/reading.ts';
import { spokenPlace } from '../places.ts';
import { finding, type Check } from './check.ts';
import { texts } from './texts.ts';

/** Mail and form, or two forms, say different things: both are shown, and the entrant says which holds. Nothing is chosen in silence. */
export const agreement: Check<'agreement'> = {
  name: 'agreement',
  planItems: [7, 13, 17, 31, 32, 33],
  run: ({ fields }, _settings, { contest }) => {
    const say = texts(contest.locale);
    const seen = statements(fields, contest).filter((s) => s.seen && s.stated.length > 0).map((s) => say.fieldNames[s.name]);
    const toCompare = seen.length === 0 ? [] : [finding('agreement', 'info', 'read-from-picture', { forEntrant: '', forStaff: say.readFromPicture(seen.join(', ')) })];
    const otherwise = statements(fields, contest).flatMap(({ name, stated, pictured }) => pictured.map((p) => finding('agreement', 'info', `${name}-seen-otherwise`, {
      forEntrant: '', forStaff: say.seenOtherwise(say.fieldNames[name], p), evidence: [...stated, p].map((s) => `${s.place}: ${s.value}`).join('; '),
    })));
    return [...toCompare, ...otherwise, ...statements(fields, contest).flatMap(({ name, stated }) => {
      if (stated.length < 2) return [];
      return [finding('agreement', 'review', `${name}-disagrees`, {
        forEntrant: say.disagrees({ what: say.fieldNames[name], said: stated }), evidence: stated.map((s) => `${s.place}: ${s.value}`).join('; '),
      })];
    })];
  },
};

export type Agreeing = 'title' | 'kind' | 'areas' | 'authors' | 'declaration' | 'first-applied';
type Statement = { value: string; place: string };
type Stated = { name: Agreeing; stated: Statement[]; /** what a machine saw instead in a picture: for staff alone, since it may have misread */ pictured: Statement[]; seen: boolean };

/** Fields that are stated once, each with all that was stated of it. */
function statements(fields: EntryFields, contest: Contest): Stated[] {
  const { locale } = contest;
  // A field of a version from before the field was known is missing.
  const of = <T>(name: Agreeing, field: Sourced<T | null> | undefined, words: (value: T) => string): Stated => {
    const spoken = (places: Pick<Sourced<T | null>, 'value' | 'source' | 'file'>[]): Statement[] => places.flatMap(({ value, source, file }) => (value === null ? [] : [{ value: words(value), place: spokenPlace(source, file ?? null, locale) }]));
    const others = field?.others ?? [];
    return { name, seen: field?.seen ?? false, stated: field === undefined ? [] : spoken([field, ...others.filter((o) => !o.seen)]), pictured: spoken(others.filter((o) => o.seen)) };
  };
  return [
    of('title', fields.title, (v) => v),
    of('kind', fields.entrantKind, (v) => contest.entrantKinds[v]?.name[locale] ?? v),
    of('areas', fields.areas, (v) => v.map((n) => contest.areas[n - 1]?.name[locale] ?? String(n)).join('; ')),
    of('authors', fields.authors, (v) => v.map((a) => a.name).join(', ')),
    of('declaration', fields.declaration, (v) => texts(locale).yesNo(v)),
    of('first-applied', fields.firstApplied, (v) => v),
  ];
}
