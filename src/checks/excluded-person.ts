import type { ExcludedPerson, LoadedContest } from '../../schemas/contest.ts';
import type { Finding } from '../../schemas/reading.ts';
import { spokenPlace } from '../places.ts';
import { samePerson } from '../vietnamese/persons.ts';
import { samePhone } from '../vietnamese/phones.ts';
import { sameAgency } from '../vietnamese/same-agency.ts';
import { dayOf, finding, short, type Check, type EntryFacts } from './check.ts';
import { membershipOn, spokenMembership, type Received } from './membership.ts';
import { texts } from './texts.ts';
import { registryDay } from './units.ts';

type Who = { role: 'author' | 'contact' | 'sender'; name: string; place: string; units: string[]; emails: string[]; phones: string[] };
/** similar = the name is spelt much like the member's, and the agency is the same */
type Ground = 'email' | 'phone' | 'agency' | 'sender' | 'similar' | 'name';

/**
 * Every author, the contact and the sender against the members of the organising bodies (plan item 6), as it was on the day of receipt and since:
 * whoever was appointed later is shown, too. For staff alone: Vietnamese names collide, so a name without more is a hint; nobody is told that they were suspected.
 */
export const excludedPerson: Check<'excluded-person'> = {
  name: 'excluded-person',
  planItems: [6],
  run: (facts, _settings, loaded) => {
    const { zone } = loaded.contest;
    const received: Received = { first: dayOf(facts.firstReceivedAt ?? facts.receivedAt, zone), newest: dayOf(facts.receivedAt, zone) };
    const everybody = involved(facts, loaded);
    return loaded.people.filter((person) => membershipOn(person, received) !== 'over').flatMap((person) => {
      const matches = everybody.map((who) => ({ who, ground: groundOf(who, person, facts.senderAddress, loaded) })).filter((m): m is Match => m.ground !== null);
      const authors = matches.filter((m) => m.who.role === 'author');
      // where an author is the person, that their address is the contact or the sender, too, says nothing new
      return (authors.length > 0 ? authors : matches.slice(0, 1)).map((match) => told(match, person, received, loaded));
    });
  },
};

type Match = { who: Who; ground: Ground };

function involved({ fields, senderAddress }: EntryFacts, { contest: { locale } }: LoadedContest): Who[] {
  const place = ({ source, file }: { source: string; file?: string }): string => spokenPlace(source, file ?? null, locale);
  const authors = (fields.authors.value ?? []).map((a): Who => (
    { role: 'author', name: a.name, place: place(fields.authors), units: list(a.unit ?? fields.unit.value), emails: list(a.email), phones: list(a.phone) }));
  return [
    ...authors,
    { role: 'contact', name: '', place: place(fields.email.value === null ? fields.phone : fields.email), units: [], emails: list(fields.email.value), phones: list(fields.phone.value) },
    { role: 'sender', name: '', place: 'From', units: [], emails: list(senderAddress), phones: [] },
  ];
}

function list(value: string | null): string[] {
  return value === null || value.trim() === '' ? [] : [value];
}

function groundOf(who: Who, person: ExcludedPerson, sender: string | null, { contest, agencies }: LoadedContest): Ground | null {
  if (who.emails.some((e) => hasEmail(person, e))) return 'email';
  if (who.phones.some((a) => person.phones.some((b) => samePhone(a, b)))) return 'phone';
  const named = who.name === '' ? 'different' : samePerson(who.name, person.name);
  if (named === 'different') return null;
  const { agency } = person;
  const colleagues = agency !== null && who.units.some((unit) => sameAgency(unit, agency, agencies, registryDay(contest)));
  if (named === 'maybe') return colleagues ? 'similar' : null;
  if (colleagues) return 'agency';
  return sender !== null && hasEmail(person, sender) ? 'sender' : 'name';
}

function hasEmail(person: ExcludedPerson, email: string): boolean {
  return person.emails.some((e) => e.toLowerCase() === email.trim().toLowerCase());
}

/** A sender may be a clerk who only forwards, so that a sender alone is a hint as a name alone is. */
function told({ who, ground }: Match, person: ExcludedPerson, received: Received, { contest }: LoadedContest): Finding {
  const say = texts(contest.locale);
  const body = contest.excludedBodies.find((b) => b.key === person.body)?.name[contest.locale] ?? person.body;
  const hint = ground === 'name' || ground === 'similar' || who.role === 'sender';
  const later = membershipOn(person, received) === 'later';
  return finding('excluded-person', hint ? 'info' : 'review', later ? 'excluded-person-later' : 'excluded-person', {
    forEntrant: '',
    forStaff: say.excluded({ who: who.name === '' ? say.roles[who.role] : `“${short(who.name)}”`, ground: say.grounds[ground], person: person.name, body: spokenMembership(person, body, contest.locale), hint, later }),
    evidence: `${ground}: ${[person.name, person.agency, person.body].filter((t) => t !== null).join(', ')}; ${[who.place, who.name, ...who.units, ...who.emails, ...who.phones].filter((t) => t !== '').map(short).join(', ')}`,
  });
}
