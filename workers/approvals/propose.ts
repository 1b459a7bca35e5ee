/** A batch of letters is written, kept word for word, and put before staff; nothing of it leaves before one of them approves. */
import type { Attachment, LetterFacts, LetterKind } from '../../schemas/letters.ts';
import type { ApprovalMatter, ProposedLetter } from '../../schemas/desk.ts';
import { batchCsv, batchHash, shownLetter } from '../../src/desk/batch.ts';
import { formatCode } from '../../src/entry/code.ts';
import { approvalPrefix } from '../../src/mail/kinds/decision-line.ts';
import { isOnPaper } from '../../src/papers/reach.ts';
import { wrongUse } from '../../src/problem.ts';
import { addApproval, type ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postWritten } from '../outbox.ts';
import { askStaff } from './ask.ts';

/** One letter of a batch, in the words in which it will leave. @param made standing: binds it to how its entry stands (src/desk/standing.ts) */
export function proposed<K extends LetterKind>(services: Pick<ByHand, 'writer'>, now: Date, made: { kind: K; key: string; to: string; entryId?: string; code?: string; facts: LetterFacts<K>; carries?: Attachment[]; standing?: string }): ProposedLetter {
  const { facts, ...words } = services.writer.write(made.kind, made.facts, now, made.carries, isOnPaper(made.to));
  return { kind: made.kind, key: made.key, to: made.to, entryId: made.entryId ?? null, code: made.code ?? null, facts, ...words, ...(made.standing === undefined ? {} : { standing: made.standing }) };
}

/** The same letter once a person approved it. Null where it was written before. */
export function postProposed(tx: Tx, services: ByHand, { kind, key, to, entryId, facts, subject, text, html }: ProposedLetter): Promise<LetterRow | null> {
  return postWritten(tx, services, { kind: kind as LetterKind, key, to, ...(entryId === null ? {} : { entryId }), facts, words: { subject, text, html } });
}

export type Proposal = { what: ApprovalMatter; about: string; letters: ProposedLetter[]; askedBy: string };

/** @throws Problem `wrong-use` where there is no letter, or nobody who could approve: an empty batch means nobody, never everybody */
export async function propose(tx: Tx, services: ByHand, { what, about, letters, askedBy }: Proposal): Promise<ApprovalRow> {
  const { contest } = services.loaded;
  if (letters.length === 0) throw wrongUse('there is no letter to send: nothing was proposed');
  if (contest.staff.addresses.length === 0) throw wrongUse('nobody can approve: contest.yaml names no staff.addresses');
  const row = await addApproval(tx, { what, about, letters, hash: batchHash(letters.map(shownLetter)), askedBy }, (n) => formatCode(approvalPrefix(contest.codePrefix), n));
  await askStaff(tx, services, row);
  await recordDecision(tx, { actor: askedBy, action: 'propose-letters', subject: row.code, detail: { what, letters: letters.length, hash: row.hash } });
  return row;
}

/** The whole batch as a list for a spreadsheet program. */
export function csvOf({ letters }: ApprovalRow): string {
  return batchCsv(letters.map(shownLetter));
}
