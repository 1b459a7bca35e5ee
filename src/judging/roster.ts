/** The people of the contest's bodies: as a list to import, and together with people.csv as everybody who may not enter (plan items 6, 43). */
import type { Contest, ExcludedPerson } from '../../schemas/contest.ts';
import type { Told } from '../spreadsheets/csv-list.ts';
import { readPeopleLines } from '../contest/people.ts';
import { fold } from '../vietnamese/fold.ts';

/** Key of the body whose members judge. */
export const JURY = 'jury';

/**
 * The form of people.csv, with what a list that letters are written by needs besides: judges have an address, of their own, that is not the contest's.
 * @returns with a fault nobody, so that nothing is half imported
 */
export function readRoster(text: string, contest: Contest): { people: ExcludedPerson[]; faults: Told[] } {
  const { lines, faults } = readPeopleLines(text, contest);
  const all = [...faults, ...unreachable(lines, contest), ...doubles(lines)].toSorted((a, b) => a.line - b.line);
  if (lines.length === 0 && all.length === 0) all.push({ line: 1, at: '', told: 'the list names nobody' });
  return { people: all.length > 0 ? [] : lines.map((l) => l.person), faults: all };
}

type Line = { line: number; person: ExcludedPerson };

function unreachable(lines: Line[], { mailbox, staff }: Contest): Told[] {
  const own = new Set([mailbox.address, ...mailbox.alsoOwn].map((a) => a.toLowerCase()));
  const office = new Set(staff.addresses.map((a) => a.toLowerCase()));
  return lines.flatMap(({ line, person }) => [
    ...(person.body === JURY && person.emails.length === 0 ? [{ line, at: 'emails', told: 'a judge needs an address: the assignment is written to it, and scores come from it' }] : []),
    ...person.emails.filter((e) => own.has(e)).map((e) => ({ line, at: 'emails', told: `${e} is the contest's own mailbox` })),
    // Whose mail it is must be beyond doubt: what staff write is read as decisions, not as scores.
    ...(person.body === JURY ? person.emails.filter((e) => office.has(e)).map((e) => ({ line, at: 'emails', told: `${e} is an address of staff (staff.addresses); a judge needs another one` })) : []),
  ]);
}

/** One person twice in a body, or one address for two judges, whose scores nobody could tell apart. */
function doubles(lines: Line[]): Told[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ line, person }) => {
    const keys = person.emails.length > 0 ? person.emails.map((e) => ({ at: 'emails', key: `${person.body}:${e}`, said: e })) : [{ at: 'name', key: memberKey(person), said: person.name }];
    return keys.flatMap(({ at, key, said }) => {
      const before = first.get(key);
      if (before === undefined) first.set(key, line);
      return before === undefined || before === line ? [] : [{ line, at, told: `${said} stands already on line ${before} for this body` }];
    });
  });
}

type Known = Pick<ExcludedPerson, 'name' | 'body' | 'agency' | 'emails'>;

/** Whom a line of a list is about, where no address says it. */
function memberKey({ body, name, agency }: Known): string {
  return `${body}:${fold(name)}:${fold(agency ?? '')}`;
}

/** One membership, written twice: the same body, and an address in common or, where one of them has none, the same name and agency. */
export function sameMember(a: Known, b: Known): boolean {
  if (a.body !== b.body) return false;
  if (a.emails.length > 0 && b.emails.length > 0) return a.emails.some((e) => b.emails.includes(e));
  return memberKey(a) === memberKey(b);
}

/** Everybody of the contest's bodies: those imported, and those who stand in people.csv alone. */
export function everybody(people: readonly ExcludedPerson[], members: readonly ExcludedPerson[]): ExcludedPerson[] {
  return [...members, ...people.filter((p) => !members.some((m) => sameMember(m, p)))];
}
