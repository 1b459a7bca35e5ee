/** Decisions of one reply, each by itself: what cannot be done holds back nothing else. */
import type { Bound, Standing } from '../../src/desk/bind.ts';
import type { Failure } from '../../src/desk/read-back.ts';
import { standingOf } from '../../src/desk/standing.ts';
import { openGaps } from '../../src/entry/state.ts';
import { approvalsByCode, type ApprovalRow } from '../../src/store/approvals.ts';
import { attempt, type Tx } from '../../src/store/database.ts';
import { entriesOnDesk, type OnDesk } from '../../src/store/decisions.ts';
import { decideBatch, movedSince } from '../approvals/decide.ts';
import type { ByHand } from '../by-hand/change.ts';
import { carryOutDeadline } from '../deadline/carry-out.ts';
import { decidable, decideEntry, type Decided } from './apply.ts';

export type Matters = { entries: Map<string, OnDesk>; batches: Map<string, ApprovalRow>; standings: Map<string, Standing> };

/** What these codes stand for now. Call only after takeTurn. */
export async function mattersOf(tx: Tx, codes: string[]): Promise<Matters> {
  const entries = new Map((await entriesOnDesk(tx, codes)).filter((e) => decidable.includes(e.state)).map((e) => [e.code, e]));
  const batches = new Map((await approvalsByCode(tx, codes)).map((b) => [b.code, b]));
  const standings = new Map<string, Standing>([...entries].map(([code, e]) => [code, { version: e.version, standing: standingOf(e), decided: e.decided, gaps: openGaps(e.findings).length, moved: [] }]));
  for (const [code, batch] of batches) standings.set(code, await standingOfBatch(tx, batch));
  return { entries, batches, standings };
}

async function standingOfBatch(tx: Tx, batch: ApprovalRow): Promise<Standing> {
  const decided = ({ open: null, approved: 'approve', cancelled: 'cancel' } as const)[batch.state];
  const isOpen = batch.state === 'open';
  return { version: 0, standing: isOpen ? batch.hash : batch.state, decided, gaps: 0, moved: isOpen ? await movedSince(tx, batch) : [] };
}

type Sent = Pick<Decided, 'by' | 'messageId' | 'letterId'>;
type Line = Bound['apply'][number];

/** @returns codes of what was done, and why the rest was not */
export async function carryOut(tx: Tx, services: ByHand, lines: Line[], matters: Matters, sent: Sent): Promise<{ done: Set<string>; failed: Map<string, Failure> }> {
  const done = new Set<string>();
  const failed = new Map<string, Failure>();
  for (const line of lines) {
    const failure = await attempt(tx, () => decide(tx, services, line, matters, sent), 'wrong-use', (): Failure => ({ why: 'not-possible', entries: [] }));
    if (failure === null) done.add(line.code);
    else failed.set(line.code, failure);
  }
  return { done, failed };
}

async function decide(tx: Tx, services: ByHand, { code, word, reason }: Line, { entries, batches }: Matters, sent: Sent): Promise<Failure | null> {
  if (word !== 'approve' && word !== 'cancel') {
    const entry = entries.get(code);
    if (!entry) return { why: 'gone', entries: [] };
    await decideEntry(tx, services, entry, { word, reason, ...sent });
    return null;
  }
  const batch = batches.get(code);
  if (batch?.state !== 'open') return { why: 'gone', entries: [] };
  if (batch.what === 'deadline' && word === 'approve') {
    const carried = await carryOutDeadline(tx, services, batch, sent.by);
    return carried.done ? null : { why: carried.instead === null ? 'not-possible' : 'renewed', entries: [] };
  }
  // Lines above may have decided anew what the batch would tell.
  const moved = await decideBatch(tx, services, batch, word, sent.by, reason);
  return moved.length === 0 ? null : { why: 'entries-changed', entries: moved };
}
