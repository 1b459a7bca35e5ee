/** What a change of the deadline would do, computed anew each time: for the preview, and again when it is approved. */
import type { ProposedLetter } from '../../schemas/desk.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { LoadedContest } from '../../schemas/contest.ts';
import { checkWindow } from '../../src/checks/window.ts';
import { deadlineHash, type DeadlineAct } from '../../src/contest/deadline-change.ts';
import { inForce } from '../../src/contest/in-force.ts';
import { openGaps } from '../../src/entry/state.ts';
import { turnOf, type Turn } from '../../src/entry/deadline-turns.ts';
import type { Tx } from '../../src/store/database.ts';
import { deadlineNumber } from '../../src/store/deadlines.ts';
import { entriesInState, firstSenders, newestVersionOf } from '../../src/store/entries.ts';
import { lateEntries, receiptsOf, unsaidStates } from '../../src/store/late-entries.ts';
import { requestedUntil, versionsWhoseReceiptWaits, type LetterRow } from '../../src/store/letters.ts';
import { proposed } from '../approvals/propose.ts';
import type { ByHand } from '../by-hand/change.ts';

export type DeadlinePlan = {
  /** the contest as it would stand */
  loaded: LoadedContest;
  turns: Turn[];
  /** codes of entries that count as in time then, and of those about which people decided: these stay as they are */
  inTime: string[]; decided: string[];
  /** letters that called an entry late and have not left: they say otherwise then */
  unsaid: LetterRow[];
  letters: ProposedLetter[];
  /** of the act and the entries that it turns: the letters may be others when it is approved */
  hash: string;
};

/** Call only after takeTurn. @param services with the contest in force */
export async function planDeadline(tx: Tx, services: ByHand, act: DeadlineAct): Promise<DeadlinePlan> {
  const before = new Date(services.loaded.contest.window.closes);
  const n = (await deadlineNumber(tx) ?? 0) + 1;
  const loaded = inForce(services.loaded, { n, closes: act.closes, approvedAt: tx.now });
  const after = { ...services, loaded, writer: services.writer.under(loaded.contest) };
  const turns = await turnsUnder(tx, loaded);
  const turned = turns.filter((t) => t.inTime.length > 0 && t.entry.state !== 'withdrawn');
  const isDecided = (t: Turn): boolean => t.state === 'eligible' || t.state === 'ineligible';
  const told = turned.filter((t) => !isDecided(t));
  const unsaid = await unsaidOf(tx, told);
  const spared = new Set(unsaid.flatMap((u) => u.versionIds));
  const facts = { before: before.toISOString(), closes: act.closes.toISOString(), extended: act.closes > before, reason: act.reason, decisionNo: act.decisionNo };
  const letters = [
    ...loaded.contest.staff.addresses.map((to) => proposed(after, tx.now, { kind: 'deadline-notice', key: '', to: to.toLowerCase(), facts: { ...facts, toOffice: true } })),
    ...await lettersTo(tx, after, facts, told.filter((t) => t.inTime.some((id) => !spared.has(id))), new Set(turned.map((t) => t.entry.entryId))),
  ].map((letter, at) => ({ ...letter, key: `deadline:${n}:${at}:${letter.to}` }));
  const inTime = told.map((t) => t.entry.code);
  const decided = turned.filter(isDecided).map((t) => t.entry.code);
  return { loaded, turns, inTime, decided, unsaid: unsaid.map((u) => u.letter), letters, hash: deadlineHash(act, before, inTime, decided) };
}

async function turnsUnder(tx: Tx, loaded: LoadedContest): Promise<Turn[]> {
  const settings = loaded.contest.checks.window;
  if (settings === undefined) return [];
  const turns: Turn[] = [];
  for (const entry of await lateEntries(tx)) {
    const until = new Map(await Promise.all(entry.versions.map(async (v): Promise<[string, Date | null]> => [v.id, await requestedUntil(tx, entry.entryId, v.receivedAt)])));
    turns.push(turnOf(entry, ({ id, receivedAt, dateHeader, topReceivedAt }) => checkWindow({ receivedAt, dateHeader, topReceivedAt, requestedUntil: until.get(id) ?? null }, settings, loaded.contest)));
  }
  return turns;
}

async function unsaidOf(tx: Tx, turns: Turn[]): Promise<{ letter: LetterRow; versionIds: string[] }[]> {
  const inTime = new Set(turns.flatMap((t) => t.inTime));
  return (await receiptsOf(tx, [...inTime])).filter(({ letter, versionIds }) => letter.kind === 'late' && unsaidStates.includes(letter.state) && versionIds.every((id) => inTime.has(id)));
}

type Named = LetterFacts<'deadline-changed'>['open'][number];
type ToOne = Pick<LetterFacts<'deadline-changed'>, 'inTime' | 'open'> & { entryIds: string[] };
/** Entries that one letter names: more make a letter that nobody reads. */
const NAMED = 30;

/** @param turned entries that are told otherwise, or not at all: their gaps are none of the reminder */
async function lettersTo(tx: Tx, services: ByHand, facts: Omit<LetterFacts<'deadline-changed'>, 'inTime' | 'open'>, told: Turn[], turned: Set<string>): Promise<ProposedLetter[]> {
  const bySender = new Map<string, ToOne[]>();
  const gappy = await entriesWithGaps(tx, turned);
  const senders = await firstSenders(tx, [...told.map((t) => t.entry.entryId), ...gappy.map((g) => g.entryId)]);
  for (const t of told) add(bySender, senders, t.entry.entryId, 'inTime', { code: t.entry.code, title: t.entry.title, lacks: t.state === 'needs-info' });
  for (const { entryId, ...named } of gappy) add(bySender, senders, entryId, 'open', named);
  return [...bySender].flatMap(([to, parts]) => parts.map(({ inTime, open, entryIds }) => {
    const [only] = entryIds;
    const code = (inTime[0] ?? open[0])?.code;
    return proposed(services, tx.now, { kind: 'deadline-changed', key: '', to, ...(entryIds.length === 1 && only ? { entryId: only } : {}), ...(code ? { code } : {}), facts: { ...facts, inTime, open } });
  }));
}

/** Entries that still lack something, and were told so. In few queries: all mail waits meanwhile. */
async function entriesWithGaps(tx: Tx, turned: Set<string>): Promise<(Named & { entryId: string })[]> {
  const entries = (await entriesInState(tx, 'needs-info')).filter((e) => !turned.has(e.id));
  const newest = await newestVersionOf(tx, entries.map((e) => e.id));
  const waiting = await versionsWhoseReceiptWaits(tx, [...newest.values()].map((v) => v.id));
  return entries.flatMap(({ id, code }) => {
    const version = newest.get(id);
    return version && openGaps(version.findings).length > 0 && !waiting.has(version.id) ? [{ entryId: id, code, title: version.fields.title.value }] : [];
  });
}

function add(bySender: Map<string, ToOne[]>, senders: Map<string, string>, entryId: string, list: 'inTime' | 'open', named: Named & { lacks?: boolean }): void {
  const to = senders.get(entryId);
  if (to === undefined) return;
  const parts = bySender.get(to) ?? [];
  bySender.set(to, parts);
  let last = parts.at(-1);
  if (last === undefined || last.entryIds.length >= NAMED) parts.push(last = { inTime: [], open: [], entryIds: [] });
  last.entryIds.push(entryId);
  if (list === 'inTime') last.inTime.push({ code: named.code, title: named.title, lacks: named.lacks === true });
  else last.open.push({ code: named.code, title: named.title });
}
