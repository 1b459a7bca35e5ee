/** Sheets that lie too far apart: who is to be asked is put before staff, and taken back where the sheets do not ask for it any more. */
import type { LoadedContest } from '../../schemas/contest.ts';
import { judgedRound, type JudgedRound } from '../../src/contest/judged-rounds.ts';
import { SERVICE, type Divergent } from '../../src/judging/divergent.ts';
import { dueOf, isDueStill } from '../../src/judging/further-due.ts';
import { closeApproval, type ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { takeTurnToAssign } from '../../src/store/judging/assignments.ts';
import { divergencesIn, proposalOfBatch, proposalsIn, type ProposalRow, type ProposedRow } from '../../src/store/judging/divergence.ts';
import { takeResultsTurn } from '../../src/store/results/sheets.ts';
import type { ByHand } from '../by-hand/change.ts';
import { carriesWhatIsReleased, chairFor, proposeChair, type ForChair } from './chair.ts';
import { mayStillBeAsked, proposeFurther } from './further.ts';
import { tellOpen, type Open, type Unasked } from './open.ts';

/** Sheets, assignments or the chair's word changed. @param entryIds none = all of the round @param key of what happened: it is looked at once */
export function planLook(tx: Tx, round: string, entryIds: string[], key: string): void {
  enqueue(tx, 'look-at-divergence', { round, entryIds: entryIds.join(',') }, { key: `look-at-divergence:${key}` });
}

/** Does the same however often it is done. @param entryIds null = all of the round @param packed what the chair would get, by the standing of the sheets */
export async function lookAtDivergence(tx: Tx, services: ByHand, key: string, entryIds: string[] | null, packed: ReadonlyMap<string, ForChair>): Promise<void> {
  await takeTurn(tx);
  await takeTurnToAssign(tx);
  await takeResultsTurn(tx);
  const { contest } = services.loaded;
  if (contest.staff.addresses.length === 0) return;
  const round = judgedRound(contest, key, tx.now);
  const found = await divergencesIn(tx, contest, round, entryIds);
  const standing: ProposedRow[] = [];
  for (const p of await proposalsIn(tx, round.key, entryIds)) if (!await withdrawn(tx, services, round, p, found)) standing.push(p);
  const open: Open[] = [];
  for (const d of found) {
    if (d.ask === null) continue;
    const known = standing.some((p) => isAbout(p, d) && p.batch.decidedBy !== SERVICE);
    const why = d.ask === 'chair' ? await beforeChair(tx, services, round, d, { known, packed: packed.get(d.standing) ?? null }) : known ? null : await proposeFurther(tx, services, round, d);
    if (why !== null) open.push({ ...d, ...why });
  }
  await tellOpen(tx, services, round, open);
}

/** A chair who cannot decide is told of, also where one was asked before; else the question is put before staff, once. */
async function beforeChair(tx: Tx, services: ByHand, round: JudgedRound, d: Divergent, { known, packed }: { known: boolean; packed: ForChair | null }): Promise<Unasked | null> {
  const found = await chairFor(tx, services, round, d);
  if (found.chair === null) return found.why;
  if (known) return null;
  // The sheets changed since they were looked at: once more, with what the chair would get by now.
  if (packed === null) planLook(tx, round.key, [d.entryId], `chair:${d.standing}:${tx.now.getTime()}`);
  else await proposeChair(tx, services, round, d, { chair: found.chair, packed });
  return null;
}

/** Entries for which the chair is to be asked and was not yet. */
export async function awaitingChair(tx: Tx, contest: LoadedContest['contest'], round: JudgedRound, entryIds: string[] | null): Promise<Divergent[]> {
  const known = await proposalsIn(tx, round.key, entryIds);
  return (await divergencesIn(tx, contest, round, entryIds)).filter((d) => d.ask === 'chair' && !known.some((p) => isAbout(p, d) && p.batch.decidedBy !== SERVICE));
}

function isAbout(p: ProposalRow, d: Divergent): boolean {
  return p.entryId === d.entryId && p.standing === d.standing && p.ask === d.ask;
}

/** Is it open no longer, since what it rests on is gone? */
async function withdrawn(tx: Tx, services: ByHand, round: JudgedRound, p: ProposedRow, found: Divergent[]): Promise<boolean> {
  if (p.batch.state !== 'open' || await holds(tx, services, round, p, found)) return false;
  await closeApproval(tx, p.approvalId, 'cancelled', SERVICE, 'the sheets, or who can be asked, changed since');
  await recordDecision(tx, { actor: SERVICE, action: 'withdraw-proposal', subject: p.batch.code, detail: { ask: p.ask, round: round.key, entry: p.entryId } });
  return true;
}

async function holds(tx: Tx, services: Pick<ByHand, 'loaded'>, round: JudgedRound, { batch: { letters }, ...p }: ProposedRow, found: Divergent[]): Promise<boolean> {
  const d = found.find((one) => isAbout(p, one));
  if (d === undefined) return false;
  if (p.ask === 'further-judge') return mayStillBeAsked(tx, services, round, p);
  return isDueStill(dueOf(p, round), tx.now) && (await chairFor(tx, services, round, d)).chair?.id === p.memberId && await carriesWhatIsReleased(tx, round, d, letters);
}

/** Call only after takeTurn. @returns codes of entries that do not ask for this any more, or not for whom it names: none = it may be approved */
export async function movedDivergence(tx: Tx, services: Pick<ByHand, 'loaded'>, batch: ApprovalRow): Promise<string[]> {
  const p = await proposalOfBatch(tx, batch.id);
  if (p === null) throw new Error(`${batch.code} has no proposal`);
  const round = judgedRound(services.loaded.contest, p.round, tx.now);
  const found = await divergencesIn(tx, services.loaded.contest, round, [p.entryId]);
  const [entry] = found;
  if (await holds(tx, services, round, { ...p, batch }, found)) return [];
  // Whoever is asked for instead is proposed at once.
  planLook(tx, p.round, [p.entryId], `moved:${batch.id}:${tx.now.getTime()}`);
  return [entry?.code ?? batch.about];
}
