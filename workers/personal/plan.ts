/** What erasing a person would do: found anew each time, so that what is confirmed is what was previewed. */
import { createHash } from 'node:crypto';
import type { Contest } from '../../schemas/contest.ts';
import { canonical } from '../../src/audit/chain.ts';
import { doubtsOf, inWords as doubtInWords } from '../../src/personal/doubts.ts';
import { whyKept } from '../../src/personal/hold.ts';
import { resolvePerson, type Asked, type Person } from '../../src/personal/resolve.ts';
import { redactor, type Redact } from '../../src/personal/words.ts';
import type { Tx } from '../../src/store/database.ts';
import { versionsOf } from '../../src/store/entries.ts';
import { packagesOf, type PackageOf } from '../../src/store/judging/packages.ts';
import { neededBytes } from '../../src/store/personal/doomed.ts';
import { obstaclesTo, type Obstacle } from '../../src/store/personal/entries.ts';
import { documentsHeld, heldOf, type Held } from '../../src/store/personal/held.ts';
import { openWorkOn } from '../../src/store/personal/open-work.ts';
import { entriesOfPeople } from '../../src/store/personal/people.ts';
import { sweep, type Swept } from '../../src/store/personal/sweep.ts';
import type { Services } from '../services.ts';

export type Knows = Pick<Services, 'loaded'>;

export type ErasurePlan = {
  person: Person;
  held: Held;
  /** documents that go with their mails */
  documents: number;
  redact: Redact;
  needles: string[];
  except: ReadonlySet<string>;
  swept: Swept;
  /** why nothing may be erased now, in words for staff; none = it may */
  obstacles: string[];
  /** what is kept since others need it, in words for staff */
  stays: Stays[];
  /** what may be theirs, too, and is left alone, in words for staff */
  doubts: string[];
  /** of all of this: 16 hexadecimal digits */
  hash: string;
};
/** who: addresses of judges who have it in their mailboxes */
export type Stays = { what: 'files' | 'mail' | 'same-bytes' | 'list' | 'judges'; code: string | null; count: number; who?: string[] };

/** @param counted what an earlier plan of this transaction found of rows to take words out of; null = every table is looked through for them, which is long */
export async function planErasure(tx: Tx, { loaded }: Knows, asked: Asked, counted: Swept | null = null): Promise<ErasurePlan> {
  const { contest } = loaded;
  const all = await entriesOfPeople(tx);
  const person = resolvePerson(asked, all);
  const doubts = doubtsOf(person, asked, all).map(doubtInWords);
  const held = await heldOf(tx, person);
  const documents = await documentsHeld(tx, held.messages.map((m) => m.id));
  const redact = redactor({ ...person, texts: await wholeTexts(tx, person, held, documents.flatMap((d) => [d.filename ?? '', d.storedName])) });
  const needles = needlesOf(person, held);
  const except = new Set([...held.messages.map((m) => m.id), ...held.letters.map((l) => l.id), ...documents.map((d) => d.id), ...await versionIds(tx, person)]);
  const swept = counted ?? await sweep(tx, redact, needles, except, false);
  const packages = await packagesOf(tx, person.entries.filter((e) => e.whole).map((e) => e.entryId));
  const stays = [...await staying(tx, loaded, person, held), ...withJudges(packages)];
  const obstacles = await obstaclesNow(tx, contest, person, held, packages);
  const hash = createHash('sha256').update(canonical({
    addresses: person.addresses, names: person.names, entries: person.entries, messages: held.messages.map((m) => m.id), partly: held.partly.map((m) => m.id),
    letters: held.letters.map((l) => [l.id, l.state]), documents: documents.map((d) => d.id), swept: swept.places, stays, doubts,
  })).digest('hex').slice(0, 16);
  return { person, held, documents: documents.length, redact, needles, except, swept, obstacles, stays, doubts, hash };
}

function needlesOf({ addresses, entries }: Person, held: Held): string[] {
  return [...addresses, ...entries.flatMap((e) => [e.code.toLowerCase(), e.entryId]), ...[...held.messages, ...held.partly, ...held.ofOthers].map((m) => m.id)];
}

const SHORTEST_TITLE = 8;
/** "Đăng ký dự thi" alone is everybody's subject. */
const SHORTEST_SUBJECT = 20;

/** By which an entry that goes is known to others: its titles, its files, the subjects of its mails. */
async function wholeTexts(tx: Tx, person: Person, held: Held, files: string[]): Promise<string[]> {
  const versions = (await Promise.all(person.entries.filter((e) => e.whole).map((e) => versionsOf(tx, e.entryId)))).flat();
  const titles = versions.flatMap((v) => [v.fields.title.value, ...(v.fields.title.others ?? []).map((o) => o.value)]).flatMap((t) => (t === null || t.length < SHORTEST_TITLE ? [] : [t]));
  const subjects = held.messages.filter((m) => person.addresses.includes(m.fromAddress ?? '')).flatMap((m) => (m.subject !== null && m.subject.length >= SHORTEST_SUBJECT ? [m.subject] : []));
  return [...new Set([...titles, ...subjects, ...files])];
}

async function versionIds(tx: Tx, person: Person): Promise<string[]> {
  return (await Promise.all(person.entries.filter((e) => e.whole).map((e) => versionsOf(tx, e.entryId)))).flat().map((v) => v.id);
}

async function staying(tx: Tx, loaded: Knows['loaded'], person: Person, held: Held): Promise<Stays[]> {
  const shared = person.entries.filter((e) => !e.whole);
  const ids = await Promise.all(shared.map(async (e) => ({ code: e.code, messages: [...new Set((await versionsOf(tx, e.entryId)).map((v) => v.messageId))] })));
  const files = await Promise.all(ids.map(async ({ code, messages }) => ({ what: 'files' as const, code, count: (await documentsHeld(tx, messages)).length })));
  const going = [...new Set([...held.messages.flatMap((m) => m.sha256 ?? []), ...(await documentsHeld(tx, held.messages.map((m) => m.id))).map((d) => d.sha256)])];
  const needed = await neededBytes(tx, going, held.messages.map((m) => m.id));
  const lists = loaded.people.flatMap((p) => p.emails).filter((a) => person.addresses.includes(a.toLowerCase()));
  return [
    ...files.filter((f) => f.count > 0),
    ...(held.ofOthers.length > 0 ? [{ what: 'mail' as const, code: null, count: held.ofOthers.length }] : []),
    ...(needed.size > 0 ? [{ what: 'same-bytes' as const, code: null, count: needed.size }] : []),
    ...(lists.length > 0 ? [{ what: 'list' as const, code: null, count: lists.length }] : []),
  ];
}

/** What lies in a judge's mailbox nobody can call back. */
function withJudges(packages: PackageOf[]): Stays[] {
  const left = packages.filter((p) => p.state === 'sent' || p.state === 'unknown');
  return [...new Set(left.flatMap((p) => p.codes))].map((code) => {
    const who = [...new Set(left.filter((p) => p.codes.includes(code)).map((p) => p.to))].toSorted();
    return { what: 'judges' as const, code, count: who.length, who };
  });
}

async function obstaclesNow(tx: Tx, contest: Contest, person: Person, held: Held, packages: PackageOf[]): Promise<string[]> {
  const offices = [contest.mailbox.address, ...contest.mailbox.alsoOwn, ...contest.staff.addresses, ...contest.committee.addresses, ...contest.judges.addresses].map((a) => a.toLowerCase());
  const kept = whyKept(contest, tx.now);
  const found = await obstaclesTo(tx, person.entries.map((e) => e.entryId), person.addresses);
  const work = await openWorkOn(tx, [...held.messages, ...held.partly, ...held.ofOthers].map((m) => m.id), person.addresses);
  return [
    ...(kept === null ? [] : [`the contest must keep what it has: ${kept}`]),
    ...(person.addresses.some((a) => offices.includes(a)) ? ['the address belongs to the contest, its staff or its judges: what it wrote is the record of the contest'] : []),
    ...found.map(inWords),
    ...(held.letters.some((l) => l.state === 'sending') ? ['a letter to them is just being sent: try again in a minute'] : []),
    ...(packages.some((p) => p.state === 'sending') ? ['a package for a judge with an entry of theirs is just being sent: try again in a minute'] : []),
    ...(work > 0 ? [`${work} of their mails or scans are still to be read: try again once \`mailroom status\` is idle`] : []),
  ];
}

function inWords({ code, why, what }: Obstacle): string {
  if (why === 'result') return `${code ?? ''} stands in the closed ranking of the round ${what}: the contest must keep what its result rests on; it goes when the contest's time is over`;
  if (why === 'judged') return `${code ?? ''} is being judged in the round ${what}: end its assignments first`;
  return `the batch ${what} waits for approval and names them: decide or cancel it first`;
}
