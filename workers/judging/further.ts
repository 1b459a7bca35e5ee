/** A further judge for an entry whose sheets lie too far apart: found as a substitute is, put before staff with the very letter, asked once they approve. */
import type { LetterFacts } from '../../schemas/letters.ts';
import type { JudgedRound } from '../../src/contest/judged-rounds.ts';
import { batchHash, shownLetter } from '../../src/desk/batch.ts';
import { formatCode } from '../../src/entry/code.ts';
import { isChair } from '../../src/judging/chair.ts';
import { gaveBack, SERVICE, type Divergent } from '../../src/judging/divergent.ts';
import { dueOf, furtherDue, isDueStill } from '../../src/judging/further-due.ts';
import { JURY } from '../../src/judging/roster.ts';
import { substitutesFor, type Ready } from '../../src/judging/substitute.ts';
import { approvalPrefix, withoutCodes } from '../../src/mail/kinds/decision-line.ts';
import { addApproval, type ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { addDivergenceProposal, type ProposalRow } from '../../src/store/judging/divergence.ts';
import { addressOf, listMembers, loadMember } from '../../src/store/judging/members.ts';
import { proposed } from '../approvals/propose.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postLetter } from '../outbox.ts';
import { listsOf } from './lists.ts';
import { MINUTES } from './invite.ts';
import type { Unasked } from './open.ts';
import { dividedFacts, gapFacts, namedFor, openFacts, ownWords, roundFacts } from './said.ts';

/** @returns null where it is before staff now; else why nobody can be asked */
export async function proposeFurther(tx: Tx, services: ByHand, round: JudgedRound, d: Divergent): Promise<Unasked | null> {
  const due = furtherDue(round, tx.now, services.loaded.contest);
  if (due === null) return { why: 'too-late', chair: null, reason: null };
  const judge = await whoIsReady(tx, services, { ...round, dueAt: due }, d);
  if (judge === null) return { why: 'nobody', chair: null, reason: null };
  const letter = await invitation(tx, services, round, d, judge, due);
  const { contest } = services.loaded;
  const batch = await addApproval(tx, { what: 'further-judge', about: aboutOf(d, services), letters: [letter], hash: batchHash([shownLetter(letter)]), askedBy: SERVICE }, (n) => formatCode(approvalPrefix(contest.codePrefix), n));
  await addDivergenceProposal(tx, { approvalId: batch.id, ask: 'further-judge', round: round.key, entryId: d.entryId, memberId: judge.memberId, standing: d.standing, dueAt: due.getTime() === round.dueAt.getTime() ? null : due });
  await askStaff(tx, services, round, d, batch, { judge, due });
  await recordDecision(tx, { actor: SERVICE, action: 'propose-further-judge', subject: d.code, detail: { round: round.key, batch: batch.code, to: judge.memberId, sheets: d.sheets.map((s) => s.id), due: due.toISOString(), hash: batch.hash } });
  return null;
}

/** By the rule of substitutes; the chair, who may have to decide in the end, only where nobody else may. */
async function whoIsReady(tx: Tx, services: ByHand, round: JudgedRound, d: Divergent): Promise<Ready | null> {
  const lists = await listsOf(tx, services, round.key);
  const chairs = (await listMembers(tx, JURY)).filter(isChair).map((m) => m.id);
  // Staff took it away from them, and know why.
  const removed = d.ever.filter((a) => a.state === 'removed').map((a) => a.memberId);
  const find = (not: string[]): Ready | null => substitutesFor([d.entryId], lists, round, services.loaded, tx.now, not)[0]?.judge ?? null;
  const ready = find([...removed, ...chairs]) ?? find(removed);
  const member = ready === null ? null : await loadMember(tx, ready.memberId);
  return ready === null || member === null ? null : { ...ready, address: await addressOf(tx, member) ?? ready.address };
}

/** Is the judge still somebody who may be asked, and is there time? */
export async function mayStillBeAsked(tx: Tx, services: Pick<ByHand, 'loaded'>, round: JudgedRound, p: ProposalRow): Promise<boolean> {
  const due = dueOf(p, round);
  if (!isDueStill(due, tx.now)) return false;
  const lists = await listsOf(tx, services, round.key);
  const others = lists.judges.map((j) => j.id).filter((id) => id !== p.memberId);
  return substitutesFor([p.entryId], lists, { ...round, dueAt: due }, services.loaded, tx.now, others)[0]?.judge?.memberId === p.memberId;
}

/** The ordinary one: it tells nothing of other sheets, nor why somebody is asked now. */
async function invitation(tx: Tx, services: ByHand, round: JudgedRound, d: Divergent, judge: Ready, due: Date) {
  const entry = await namedFor(tx, d, round, services.loaded);
  return proposed(services, tx.now, {
    kind: 'judge-invitation', key: `judge-invitation:${d.standing.slice(0, 16)}-${due.getTime()}:${judge.memberId}`, to: judge.address,
    facts: { ...roundFacts(round, judge.name, services.loaded), ...openFacts({ ...round, dueAt: due }), minutes: MINUTES, entries: [entry] },
  });
}

/** In a line, for the summary in the morning and the list of batches: by the title, since a code there could be taken for what is decided. */
function aboutOf(d: Divergent, { loaded: { contest } }: ByHand): string {
  const { title, spread } = dividedFacts(d, contest.locale);
  const named = withoutCodes(title ?? '', contest.codePrefix);
  return contest.locale === 'vi' ? `mời thêm giám khảo chấm bài “${named}” (điểm lệch ${spread})` : `a further judge for “${named}” (${spread} points apart)`;
}

async function askStaff(tx: Tx, services: ByHand, round: JudgedRound, d: Divergent, batch: ApprovalRow, { judge, due }: { judge: Ready; due: Date }): Promise<void> {
  const { contest } = services.loaded;
  const names = new Map((await listMembers(tx, JURY)).map((m) => [m.id, m.name]));
  const shown = (text: string): string => withoutCodes(text, contest.codePrefix, [approvalPrefix(contest.codePrefix)]);
  const [letter] = batch.letters;
  const entry = dividedFacts(d, contest.locale);
  const facts: LetterFacts<'further-judge-request'> = {
    code: batch.code, version: 0, standing: batch.hash, words: ['approve', 'cancel'], ...gapFacts(round, contest),
    entry: { ...entry, title: entry.title === null ? null : shown(entry.title) },
    asked: { name: judge.name, agency: judge.agency, address: judge.address, load: judge.load, panel: judge.panel, namesake: judge.namesake },
    ...openFacts({ ...round, dueAt: due }), own: due.getTime() !== round.dueAt.getTime(),
    before: gaveBack(d).map((b) => ({ judge: names.get(b.memberId) ?? b.memberId, reason: b.reason })),
    subject: shown(letter?.subject ?? ''), text: shown(ownWords(letter?.text ?? '')), askedAt: batch.askedAt.toISOString(), fourEyes: contest.staff.fourEyes?.includes('further-judge') ?? false,
  };
  for (const address of contest.staff.addresses) await postLetter(tx, services, { kind: 'further-judge-request', key: `further-judge-request:${batch.id}:${address.toLowerCase()}`, to: address.toLowerCase(), facts });
}
