import type { Contest, ExcludedPerson } from '../../schemas/contest.ts';
import type { Finding } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { samePerson } from '../vietnamese/persons.ts';
import { finding, type Check, type EntryFacts } from './check.ts';
import { texts } from './texts.ts';

type Who = { role: 'author' | 'contact' | 'sender'; name: string; units: string[]; emails: string[]; phones: string[] };
type Ground = 'email' | 'phone' | 'agency' | 'sender' | 'name';

/**
 * Every author, the contact and the sender against the members of the organising bodies (plan item 6). For staff alone:
 * Vietnamese names collide, so a name without more is a hint; nobody is told that they were suspected.
 */
export const excludedPerson: Check<'excluded-person'> = {
  name: 'excluded-person',
  run: (facts, _settings, { contest, people }) => {
    const everybody = involved(facts);
    return people.flatMap((person) => {
      const matches = everybody.map((who) => ({ who, ground: groundOf(who, person, facts.senderAddress) })).filter((m): m is Match => m.ground !== null);
      const authors = matches.filter((m) => m.who.role === 'author');
      // where an author is the person, that their address is the contact or the sender, too, says nothing new
      return (authors.length > 0 ? authors : matches.slice(0, 1)).map((match) => told(match, person, contest));
    });
  },
};

type Match = { who: Who; ground: Ground };

function involved({ fields, senderAddress }: EntryFacts): Who[] {
  const authors = (fields.authors.value ?? []).map((a): Who => (
    { role: 'author', name: a.name, units: list(a.unit ?? fields.unit.value), emails: list(a.email), phones: list(a.phone) }));
  return [
    ...authors,
    { role: 'contact', name: '', units: [], emails: list(fields.email.value), phones: list(fields.phone.value) },
    { role: 'sender', name: '', units: [], emails: list(senderAddress), phones: [] },
  ];
}

function list(value: string | null): string[] {
  return value === null || value.trim() === '' ? [] : [value];
}

function groundOf(who: Who, person: ExcludedPerson, sender: string | null): Ground | null {
  if (who.emails.some((e) => hasEmail(person, e))) return 'email';
  if (who.phones.some((a) => person.phones.some((b) => samePhone(a, b)))) return 'phone';
  if (who.name === '' || samePerson(who.name, person.name) !== 'same') return null;
  if (person.agency !== null && who.units.some((unit) => sameAgency(unit, person.agency ?? ''))) return 'agency';
  return sender !== null && hasEmail(person, sender) ? 'sender' : 'name';
}

function hasEmail(person: ExcludedPerson, email: string): boolean {
  return person.emails.some((e) => e.toLowerCase() === email.trim().toLowerCase());
}

/** Equal but for the country's code: "+84 900 000 901" is "0900000901". Fewer than 8 digits are never enough. */
function samePhone(a: string, b: string): boolean {
  const [short, long] = [a, b].map((p) => p.replace(/\D/g, '').replace(/^0+/, '')).toSorted((x, y) => x.length - y.length) as [string, string];
  return short.length >= 8 && long.endsWith(short) && long.length - short.length <= 3;
}

/** One names the other, as "Phòng X, Sở Nội vụ" names "Sở Nội vụ"; a single word names nothing. */
function sameAgency(a: string, b: string): boolean {
  const [short, long] = [a, b].map((t) => fold(t).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()).toSorted((x, y) => x.length - y.length) as [string, string];
  return short === long ? short !== '' : short.includes(' ') && ` ${long} `.includes(` ${short} `);
}

/** A sender may be a clerk who only forwards, so that a sender alone is a hint as a name alone is. */
function told({ who, ground }: Match, person: ExcludedPerson, contest: Contest): Finding {
  const say = texts(contest.locale);
  const body = contest.excludedBodies.find((b) => b.key === person.body)?.name[contest.locale] ?? person.body;
  const hint = ground === 'name' || who.role === 'sender';
  return finding('excluded-person', hint ? 'info' : 'review', 'excluded-person', {
    forEntrant: '',
    forStaff: say.excluded({ who: who.name === '' ? say.roles[who.role] : `“${who.name}”`, ground: say.grounds[ground], person: person.name, body, hint }),
    evidence: `${ground}: ${[person.name, person.agency, person.body].filter((t) => t !== null).join(', ')}`,
  });
}
