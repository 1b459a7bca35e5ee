import type { Contest, EntrantKind } from '../../schemas/contest.ts';
import type { EntryFields, Finding } from '../../schemas/reading.ts';
import { spokenDeadline } from '../contest/spoken.ts';
import { finding, statedIn, type Check } from './check.ts';
import { texts } from './texts.ts';

/** Entrant kind and number of authors (plan items 31 to 33). What does not fit is asked about before the deadline, never refused. */
export const groupSize: Check<'group-size'> = {
  name: 'group-size',
  planItems: [31, 32, 33],
  run: (facts, _settings, { contest }) => {
    const count = facts.fields.authors.value?.length ?? 0;
    const stated = facts.fields.entrantKind.value;
    if (stated !== null && !contest.entrantKinds[stated]) {
      return [finding('group-size', 'review', 'entrant-kind-not-admitted', { forEntrant: texts(contest.locale).kindNotAdmitted(kindNames(contest)), evidence: statedIn(facts.fields.entrantKind, (k) => k, contest.locale) })];
    }
    const kind = stated ?? kindOfCount(count, contest);
    return kind === null || count === 0 ? [] : judge(kind, count, contest, whereStated(facts.fields, contest));
  },
};

/** No kind is stated: one author or several say it, as far as the contest has such a kind. */
function kindOfCount(count: number, { entrantKinds }: Contest): EntrantKind | null {
  const implied = count > 1 && entrantKinds.group ? 'group' : 'individual';
  return entrantKinds[implied] ? implied : null;
}

function judge(kind: EntrantKind, count: number, contest: Contest, where: string): Finding[] {
  const { minAuthors, maxAuthors, name } = contest.entrantKinds[kind] ?? { minAuthors: 0, maxAuthors: null, name: {} };
  const say = texts(contest.locale);
  const said = { kind: name[contest.locale] ?? kind, kinds: kindNames(contest), count, deadline: spokenDeadline(contest.window.closes, contest.zone, contest.locale) };
  const evidence = `${kind}: ${count}; ${minAuthors}..${maxAuthors ?? ''}${where}`;
  if (count < minAuthors) return [finding('group-size', 'review', 'group-too-small', { forEntrant: say.tooSmall({ ...said, min: minAuthors }), evidence })];
  if (maxAuthors === null || count <= maxAuthors) return [];
  // several authors of an "individual" may be a group that did not say so: asked for, as far as a group of so many may enter
  const group = kind === 'individual' ? contest.entrantKinds.group : undefined;
  if (group && (group.maxAuthors === null || count <= group.maxAuthors)) return [finding('group-size', 'review', 'several-authors', { forEntrant: say.severalAuthors(said), evidence })];
  const max = group?.maxAuthors ?? maxAuthors;
  const limited = (group ?? { name }).name[contest.locale] ?? kind;
  return [finding('group-size', 'review', 'group-too-large', { forEntrant: say.tooLarge({ ...said, kind: limited, max }), evidence })];
}

function whereStated({ entrantKind, authors }: EntryFields, { locale }: Contest): string {
  return [statedIn(entrantKind, (k) => k, locale), statedIn(authors, (list) => list.map((a) => a.name).join(', '), locale)].filter((t) => t !== '').map((t) => `; ${t}`).join('');
}

function kindNames({ entrantKinds, locale }: Contest): string {
  return Object.values(entrantKinds).map((kind) => kind?.name[locale]).filter((name) => name !== undefined).join('; ');
}
