/** What a change of the deadline would do, computed anew each time: for the preview, and again when it is approved. */
import type { ProposedLetter } from '../../schemas/desk.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { LoadedContest } from '../../schemas/contest.ts';
import { checkWindow } from '../../src/checks/window.ts';
import { deadlineHash, type DeadlineAct } from '../../src/contest/deadline-change.ts';
import { inForce } from '../../src/contest/in-force.ts';
import { batchHash, shownLetter } from '../../src/desk/batch.ts';
import { openGaps } from '../../src/entry/state.ts';
import { turnOf, type Turn } from '../../src/entry/deadline-turns.ts';
import type { Tx } from '../../src/store/database.ts';
import { deadlineNumber } from '../../src/store/deadlines.ts';
import { entriesInState, sendersOf, versionsOf } from '../../src/store/entries.ts';
import { lateEntries, receiptsOf, unsaidStates } from '../../src/store/late-entries.ts';
import { receiptWaits, requestedUntil, type LetterRow } from '../../src/store/letters.ts';
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
  return { loaded, turns, inTime, decided: turned.filter(isDecided).map((t) => t.entry.code), unsaid: unsaid.map((u) => u.letter), letters, hash: deadlineHash(act, before, inTime, batchHash(letters.map(shownLetter))) };
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
  for (const t of told) await add(tx, bySender, t.entry.entryId, 'inTime', { code: t.entry.code, title: t.entry.title, lacks: t.state === 'needs-info' });
  for (const entry of await entriesInState(tx, 'needs-info')) {
    const version = turned.has(entry.id) ? undefined : (await versionsOf(tx, entry.id)).at(-1);
    if (!version || openGaps(version.findings).length === 0 || await receiptWaits(tx, version.id) !== null) continue;
    await add(tx, bySender, entry.id, 'open', { code: entry.code, title: version.fields.title.value });
  }
  return [...bySender].flatMap(([to, parts]) => parts.map(({ inTime, open, entryIds }) => {
    const [only] = entryIds;
    const code = (inTime[0] ?? open[0])?.code;
    return proposed(services, tx.now, { kind: 'deadline-changed', key: '', to, ...(entryIds.length === 1 && only ? { entryId: only } : {}), ...(code ? { code } : {}), facts: { ...facts, inTime, open } });
  }));
}

async function add(tx: Tx, bySender: Map<string, ToOne[]>, entryId: string, list: 'inTime' | 'open', named: Named & { lacks?: boolean }): Promise<void> {
  const [to] = await sendersOf(tx, entryId);
  if (to === undefined) return;
  const parts = bySender.get(to) ?? [];
  bySender.set(to, parts);
  let last = parts.at(-1);
  if (last === undefined || last.entryIds.length >= NAMED) parts.push(last = { inTime: [], open: [], entryIds: [] });
  last.entryIds.push(entryId);
  if (list === 'inTime') last.inTime.push({ code: named.code, title: named.title, lacks: named.lacks === true });
  else last.open.push({ code: named.code, title: named.title });
}
