/** One more judge did not settle it: what the chair would be asked is put before staff, with the very letter and all that it carries. */
import { DateTime } from 'luxon';
import type { ProposedLetter } from '../../schemas/desk.ts';
import type { Attachment, Carries, LetterFacts } from '../../schemas/letters.ts';
import type { JudgedRound } from '../../src/contest/judged-rounds.ts';
import { workingDaysAfter } from '../../src/contest/working-days.ts';
import { batchHash, shownLetter } from '../../src/desk/batch.ts';
import { formatCode } from '../../src/entry/code.ts';
import { availability } from '../../src/judging/availability.ts';
import { isChair } from '../../src/judging/chair.ts';
import { SERVICE, type Divergent } from '../../src/judging/divergent.ts';
import { JURY } from '../../src/judging/roster.ts';
import { approvalPrefix, withoutCodes } from '../../src/mail/kinds/decision-line.ts';
import { rounded, toNumber } from '../../src/results/exact.ts';
import { fullMarks, rulesOf } from '../../src/results/sheet.ts';
import { addApproval, type ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { declaredConflicts } from '../../src/store/judging/assignments.ts';
import { addDivergenceProposal } from '../../src/store/judging/divergence.ts';
import { addressOf, listMembers, type MemberRow } from '../../src/store/judging/members.ts';
import { releasesOf } from '../../src/store/judging/releases.ts';
import { noteMadeOf } from '../../src/store/judging/packages.ts';
import { proposed } from '../approvals/propose.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postLetter } from '../outbox.ts';
import { conflictsInRound } from '../results/conflicts.ts';
import type { Unasked } from './open.ts';
import { dividedFacts, gapFacts, meanFacts, namedFor, ownWords, roundFacts } from './said.ts';

/** What the chair gets of the entry, as judges do; made = hashes of files that exist for judges alone */
export type ForChair = { carries: Attachment[]; made: string[]; files: string[]; withheld: number };
export type FoundChair = { chair: MemberRow; why: null } | { chair: null; why: Unasked };

/** The one member of the jury whose role says so, today, without a conflict with this entry. */
export async function chairFor(tx: Tx, services: Pick<ByHand, 'loaded'>, round: JudgedRound, d: Divergent): Promise<FoundChair> {
  const none = (why: Unasked['why'], chair: string | null = null, reason: string | null = null): FoundChair => ({ chair: null, why: { why, chair, reason } });
  const chairs = (await listMembers(tx, JURY)).filter((m) => isChair(m) && availability(m, [], tx.now, null, services.loaded.contest.zone).state === 'free');
  const [chair, ...more] = chairs;
  if (!chair) return none('no-chair');
  if (more.length > 0) return none('several-chairs');
  const said = (await declaredConflicts(tx)).find((c) => c.memberId === chair.id && c.entryId === d.entryId);
  if (said) return none('chair-conflict', chair.name, said.reason);
  const hard = (await conflictsInRound(tx, services.loaded, round.key))(chair.id, d.entryId).find((c) => c.hard);
  return hard ? none('chair-conflict', chair.name, hard.told) : { chair, why: null };
}

type Asked = { chair: MemberRow; packed: ForChair };

export async function proposeChair(tx: Tx, services: ByHand, round: JudgedRound, d: Divergent, { chair, packed }: Asked): Promise<void> {
  const { contest } = services.loaded;
  const answerBy = workingDaysAfter(hourOf(round, tx.now, contest.zone), round.furtherDays, contest);
  const letter = proposed(services, tx.now, {
    kind: 'chair-request', key: `chair-request:${d.standing.slice(0, 16)}-${answerBy.getTime()}:${chair.id}`, to: await addressOf(tx, chair) ?? '', carries: packed.carries,
    facts: await requestFacts(tx, services, round, d, { chair, packed, answerBy }),
  });
  const { title, spread } = dividedFacts(d, contest.locale);
  const about = contest.locale === 'vi' ? `xin ý kiến Trưởng ban Giám khảo về bài “${withoutCodes(title ?? '', contest.codePrefix)}” (điểm lệch ${spread})` : `the chair's word on “${withoutCodes(title ?? '', contest.codePrefix)}” (${spread} points apart)`;
  const batch = await addApproval(tx, { what: 'chair', about, letters: [letter], hash: batchHash([shownLetter(letter)]), askedBy: SERVICE }, (n) => formatCode(approvalPrefix(contest.codePrefix), n));
  await addDivergenceProposal(tx, { approvalId: batch.id, ask: 'chair', round: round.key, entryId: d.entryId, memberId: chair.id, standing: d.standing, dueAt: answerBy });
  await noteMadeOf(tx, packed.made.map((sha256) => ({ sha256, entryIds: [d.entryId] })));
  await askStaff(tx, services, round, d, batch, { chair, packed, answerBy });
  await recordDecision(tx, { actor: SERVICE, action: 'propose-chair', subject: d.code, detail: { round: round.key, batch: batch.code, to: chair.id, sheets: d.sheets.map((s) => s.id), answerBy: answerBy.toISOString(), hash: batch.hash } });
}

/** A file that staff took back since leaves with no letter. In a round that is not blind nothing is released one by one. */
export async function carriesWhatIsReleased(tx: Tx, round: JudgedRound, { entryId, code }: Divergent, letters: ProposedLetter[]): Promise<boolean> {
  if (!round.blind) return true;
  const released = new Set((await releasesOf(tx, [entryId], round.key)).map((r) => r.sha256));
  const files = letters.flatMap((l) => (l.facts as Carries).attached ?? []).filter((a) => typeof a === 'object' && a.kind === 'file');
  return files.every((f) => f.filename === `${code}.txt` || released.has(f.sha256));
}

function hourOf({ dueAt }: JudgedRound, now: Date, zone: string): DateTime {
  const { hour, minute } = DateTime.fromJSDate(dueAt, { zone });
  return DateTime.fromJSDate(now, { zone }).set({ hour, minute, second: 0, millisecond: 0 });
}

type Asking = Asked & { answerBy: Date };

/** Totals without names: who gave which is none of the question. */
async function requestFacts(tx: Tx, { loaded }: ByHand, round: JudgedRound, d: Divergent, { chair, packed, answerBy }: Asking): Promise<LetterFacts<'chair-request'>> {
  const { contest } = loaded;
  const rules = rulesOf(contest, round.key);
  const divided = dividedFacts(d, contest.locale);
  return {
    ...roundFacts(round, chair.name, loaded), answerBy: answerBy.toISOString(), standing: d.standing, gap: gapFacts(round, contest).gap, spread: divided.spread,
    totals: d.sheets.toSorted((a, b) => toNumber(a.total) - toNumber(b.total)).flatMap((s) => divided.sheets.find((shown) => shown.judge === s.judge)?.total ?? []),
    mean: meanFacts(d, rules, contest.locale), blind: round.blind, ...scoreFacts(round, rules), withheld: packed.withheld, files: packed.files, entries: [await namedFor(tx, d, round, loaded)],
  };
}

/** What a chair's score may be. */
export function scoreFacts({ decimals }: JudgedRound, rules: ReturnType<typeof rulesOf>): { most: number; decimals: number } {
  return { most: Number(rounded(fullMarks(rules), 2)), decimals: Math.min(2, Math.max(decimals, rules.scoring.precision)) };
}

async function askStaff(tx: Tx, services: ByHand, round: JudgedRound, d: Divergent, batch: ApprovalRow, { chair, packed, answerBy }: Asking): Promise<void> {
  const { contest } = services.loaded;
  const shown = (text: string): string => withoutCodes(text, contest.codePrefix, [approvalPrefix(contest.codePrefix)]);
  const [letter] = batch.letters;
  const entry = dividedFacts(d, contest.locale);
  const facts: LetterFacts<'chair-proposal'> = {
    code: batch.code, version: 0, standing: batch.hash, words: ['approve', 'cancel'], ...gapFacts(round, contest), entry: { ...entry, title: entry.title === null ? null : shown(entry.title) },
    chair: { name: chair.name, address: letter?.to ?? '', judged: d.sheets.some((s) => s.judgeId === chair.id) }, answerBy: answerBy.toISOString(),
    subject: shown(letter?.subject ?? ''), text: shown(ownWords(letter?.text ?? '')), files: packed.files, askedAt: batch.askedAt.toISOString(), fourEyes: contest.staff.fourEyes?.includes('chair') ?? false,
  };
  for (const address of contest.staff.addresses) await postLetter(tx, services, { kind: 'chair-proposal', key: `chair-proposal:${batch.id}:${address.toLowerCase()}`, to: address.toLowerCase(), facts });
}
