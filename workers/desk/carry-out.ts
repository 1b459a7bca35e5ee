/** Decisions of one reply, each by itself: what cannot be done holds back nothing else. */
import type { Bound, Standing } from '../../src/desk/bind.ts';
import type { Failure } from '../../src/desk/read-back.ts';
import { standingOf } from '../../src/desk/standing.ts';
import { openGaps } from '../../src/entry/state.ts';
import { SERVICE } from '../../src/judging/divergent.ts';
import { approvalsByCode, type ApprovalRow } from '../../src/store/approvals.ts';
import { attempt, type Tx } from '../../src/store/database.ts';
import { entriesOnDesk, type OnDesk } from '../../src/store/decisions.ts';
import { decideBatch, isAboutSheets, movedSince } from '../approvals/decide.ts';
import type { ByHand } from '../by-hand/change.ts';
import { carryOutDeadline } from '../deadline/carry-out.ts';
import { decidable, decideEntry, type Decided } from './apply.ts';

export type Matters = { entries: Map<string, OnDesk>; batches: Map<string, ApprovalRow>; standings: Map<string, Standing> };

/** What these codes stand for now. Call only after takeTurn. */
export async function mattersOf(tx: Tx, services: Pick<ByHand, 'loaded'>, codes: string[]): Promise<Matters> {
  const entries = new Map((await entriesOnDesk(tx, codes)).filter((e) => decidable.includes(e.state)).map((e) => [e.code, e]));
  const batches = new Map((await approvalsByCode(tx, codes)).map((b) => [b.code, b]));
  const standings = new Map<string, Standing>([...entries].map(([code, e]) => [code, { version: e.version, standing: standingOf(e), decided: e.decided, gaps: openGaps(e.findings).length, moved: [] }]));
  for (const [code, batch] of batches) standings.set(code, await standingOfBatch(tx, services, batch));
  return { entries, batches, standings };
}

async function standingOfBatch(tx: Tx, services: Pick<ByHand, 'loaded'>, batch: ApprovalRow): Promise<Standing> {
  // What the service took back itself is refused by the name of the entry, as it would be a moment before.
  if (isAboutSheets(batch) && (batch.state === 'open' || batch.decidedBy === SERVICE)) return { version: 0, standing: batch.hash, decided: null, gaps: 0, moved: await movedSince(tx, services, batch), movedAs: 'judging-changed' };
  const decided = ({ open: null, approved: 'approve', cancelled: 'cancel' } as const)[batch.state];
  const isOpen = batch.state === 'open';
  return { version: 0, standing: isOpen ? batch.hash : batch.state, decided, gaps: 0, moved: isOpen ? await movedSince(tx, services, batch) : [] };
}

type Sent = Pick<Decided, 'by' | 'messageId' | 'letterId'>;
type Line = Bound['apply'][number];

/** Codes of what was done, of what of it waits for a second person, and why the rest was not. */
export type CarriedOut = { done: Set<string>; awaiting: Set<string>; failed: Map<string, Failure> };
type Outcome = Failure | 'done' | 'awaits-second';

export async function carryOut(tx: Tx, services: ByHand, lines: Line[], matters: Matters, sent: Sent): Promise<CarriedOut> {
  const [done, awaiting] = [new Set<string>(), new Set<string>()];
  const failed = new Map<string, Failure>();
  for (const line of lines) {
    const outcome = await attempt(tx, () => decide(tx, services, line, matters, sent), 'wrong-use', (): Outcome => ({ why: 'not-possible', entries: [] }));
    if (typeof outcome === 'object') failed.set(line.code, outcome);
    else done.add(line.code);
    if (outcome === 'awaits-second') awaiting.add(line.code);
  }
  return { done, awaiting, failed };
}

async function decide(tx: Tx, services: ByHand, { code, word, reason }: Line, { entries, batches }: Matters, sent: Sent): Promise<Outcome> {
  if (word !== 'approve' && word !== 'cancel') {
    const entry = entries.get(code);
    if (!entry) return { why: 'gone', entries: [] };
    await decideEntry(tx, services, entry, { word, reason, ...sent });
    return 'done';
  }
  const batch = batches.get(code);
  if (batch?.state !== 'open') return { why: 'gone', entries: [] };
  if (word === 'approve' && batch.firstBy === sent.by.toLowerCase()) return { why: 'second-person', entries: [] };
  if (batch.what === 'deadline' && word === 'approve') {
    const carried = await carryOutDeadline(tx, services, batch, sent.by);
    if (carried.state === 'renewed') return { why: 'renewed', entries: [] };
    return carried.state === 'given-up' ? { why: 'not-possible', entries: [] } : carried.state;
  }
  // Lines above may have decided anew what the batch would tell.
  const decided = await decideBatch(tx, services, batch, word, sent.by, reason);
  return decided.state === 'moved' ? { why: isAboutSheets(batch) ? 'judging-changed' : 'entries-changed', entries: decided.moved } : decided.state;
}
