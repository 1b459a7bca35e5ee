/** Who must not judge what: by agency, by person, and by what was said. Worked out anew each time, from the lists as they stand that day. */
import type { Contest, Locale } from '../../schemas/contest.ts';
import type { ConflictGround } from '../../schemas/judging.ts';
import { samePerson } from '../vietnamese/persons.ts';
import { samePhone } from '../vietnamese/phones.ts';
import type { AgencyTree } from './agency-tree.ts';
import { conflictTexts } from './conflict-texts.ts';

export type JudgeFacts = { memberId: string; name: string; agency: string | null; emails: string[]; phones: string[] };
/** A person of an entry: author, contact or sender. */
export type Party = { name: string | null; emails: string[]; phones: string[] };
export type EntryFacts = { entryId: string; code: string; /** as written */ units: string[]; parties: Party[] };
/** Said by the judge, or by staff. @param at contest time */
export type Said = { memberId: string; entryId: string; ground: 'declared' | 'declined'; reason: string; at: Date };

/** hard = the pair must not be; a name alone is a warning, since Vietnamese names collide. `told` = the reason in words */
export type Conflict = { ground: ConflictGround; hard: boolean; told: string };

/** All grounds against one pair, the first the weightiest; none where there is no conflict. */
export function conflictsOf(judge: JudgeFacts, entry: EntryFacts, said: readonly Said[], tree: AgencyTree, { conflicts, locale, zone }: Pick<Contest, 'conflicts' | 'locale' | 'zone'>): Conflict[] {
  const say = conflictTexts[locale];
  const own = said.filter((s) => s.memberId === judge.memberId && s.entryId === entry.entryId)
    .map((s): Conflict => ({ ground: s.ground, hard: true, told: say[s.ground](s.reason, s.at, zone) }));
  return [...own, ...byAgency(judge, entry, tree, conflicts, locale), ...byPerson(judge, entry, locale)];
}

function byAgency(judge: JudgeFacts, { units }: EntryFacts, tree: AgencyTree, settings: Contest['conflicts'], locale: Locale): Conflict[] {
  const { agency } = judge;
  if (agency === null) return [];
  const say = conflictTexts[locale];
  for (const unit of units) {
    const kin = tree(agency, unit);
    if (kin === 'same') return [{ ground: 'agency', hard: true, told: say.agency(agency, unit) }];
    // What may be the judge's own agency costs one judge of many; the other mistake costs the contest's name.
    if (kin === 'maybe') return [{ ground: 'agency', hard: true, told: say.maybe(agency, unit) }];
    if (kin === 'parent' && settings.parent) return [{ ground: 'parent', hard: true, told: say.parent(agency, unit) }];
    if (kin === 'subordinate' && settings.subordinate) return [{ ground: 'subordinate', hard: true, told: say.subordinate(agency, unit) }];
  }
  return [];
}

function byPerson(judge: JudgeFacts, { parties }: EntryFacts, locale: Locale): Conflict[] {
  const say = conflictTexts[locale];
  const email = parties.flatMap((p) => p.emails).find((e) => judge.emails.some((own) => own.toLowerCase() === e.trim().toLowerCase()));
  if (email !== undefined) return [{ ground: 'email', hard: true, told: say.email(email) }];
  const phone = parties.flatMap((p) => p.phones).find((a) => judge.phones.some((b) => samePhone(a, b)));
  if (phone !== undefined) return [{ ground: 'phone', hard: true, told: say.phone(phone) }];
  const name = parties.flatMap((p) => (p.name === null ? [] : [p.name])).find((n) => samePerson(n, judge.name) === 'same');
  return name === undefined ? [] : [{ ground: 'name', hard: false, told: say.name(name) }];
}
