/** A mail of a judge that counts as theirs, with what was read in it. */
import type { JudgeRefusal } from '../../schemas/judging-letters.ts';
import type { JudgedRound } from '../../src/contest/judged-rounds.ts';
import type { JudgeReply } from '../../src/judging/reply.ts';
import type { MemberRow } from '../../src/store/judging/members.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import type { Inbound } from '../inbound/inbound.ts';

export type JudgeMail = { mail: Inbound; judge: MemberRow; round: JudgedRound; read: JudgeReply; /** names of files that nothing was read from */ files: string[]; /** codes of which our answer says that nothing was taken, as its copy shows after a restore; null = there is none */ notTaken: ReadonlySet<string> | null };
export type Refused = { line: string; code: string | null; why: JudgeRefusal };

/** Entries that the letter was about. */
export function codesOf({ facts }: LetterRow): string[] {
  const { entries = [], sheets = [] } = facts as { entries?: { code: string }[]; sheets?: { code: string }[] };
  return [...entries, ...sheets].map((e) => e.code);
}
