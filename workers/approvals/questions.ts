/** The committee is asked for what the plan leaves open (plan item 34): one letter, approved by a person, and written anew only once something changed. */
import type { LoadedContest } from '../../schemas/contest.ts';
import { openQuestions, questionsHash } from '../../src/contest/open-questions.ts';
import { wrongUse } from '../../src/problem.ts';
import { listApprovals, type ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { lettersByKeys, listLetters } from '../../src/store/letters.ts';
import type { ByHand } from '../by-hand/change.ts';
import { propose, proposed } from './propose.ts';

/** @throws Problem `wrong-use` where nothing is open, nobody is named who could be asked, or the committee was asked the same */
export async function proposeQuestions(tx: Tx, services: ByHand, askedBy: string): Promise<ApprovalRow> {
  const { contest } = services.loaded;
  const open = openQuestions(contest);
  if (open.questions.length + open.others.length === 0) throw wrongUse('no question is open: contest.yaml decides them all');
  const addresses = [...new Set(contest.committee.addresses.map((a) => a.toLowerCase()))];
  if (addresses.length === 0) throw wrongUse('nobody can be asked: contest.yaml names no committee.addresses');
  const waiting = (await listApprovals(tx, 'open')).find((a) => a.what === 'questions');
  if (waiting) throw wrongUse(`${waiting.code} waits for approval with the same purpose: approve it, or cancel it first`);
  const keys = addresses.map((to) => keyOf(questionsHash(open), to));
  const told = await lettersByKeys(tx, keys);
  const before = (await listLetters(tx, { kind: 'open-questions', limit: 50 })).find((l) => l.state !== 'cancelled')?.createdAt ?? null;
  const letters = addresses.flatMap((to, i) => (told.has(keys[i] ?? '') ? [] : [proposed(services, tx.now, { kind: 'open-questions', key: keys[i] ?? '', to, facts: factsOf(services.loaded, tx.now, before) })]));
  if (letters.length === 0) throw wrongUse('the committee was asked exactly this already: nothing changed since');
  const count = open.questions.length + open.others.length;
  const about = contest.locale === 'vi' ? `${count} điểm Kế hoạch để ngỏ, xin Ban Tổ chức quyết định` : `${count} questions that the plan leaves open, to the committee`;
  return propose(tx, services, { what: 'questions', about, letters, askedBy });
}

function factsOf({ contest }: LoadedContest, now: Date, before: Date | null) {
  const { questions, others } = openQuestions(contest);
  const state = now < new Date(contest.window.opens) ? 'before' as const : now < new Date(contest.window.closes) ? 'open' as const : 'closed' as const;
  return { questions: questions.map(({ key: _key, ...q }) => q), others, before: before?.toISOString() ?? null, window: { state } };
}

/** Addresses whose letter asks what is decided by now, or otherwise. */
export function outdatedQuestions({ loaded: { contest } }: Pick<ByHand, 'loaded'>, { letters }: Pick<ApprovalRow, 'letters'>): string[] {
  const hash = questionsHash(openQuestions(contest));
  return letters.filter((l) => l.key !== keyOf(hash, l.to)).map((l) => l.to);
}

function keyOf(hash: string, to: string): string {
  return `open-questions:${hash}:${to}`;
}
