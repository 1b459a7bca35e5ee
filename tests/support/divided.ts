/** Entries whose judges lie apart: judges are given entries, score them by reply, and staff decide by reply. */
import type { ExcludedPerson } from '../../schemas/contest.ts';
import { listApprovals, type ApprovalRow } from '../../src/store/approvals.ts';
import { openAssignmentsOf, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { giveEntry } from '../../workers/judging/give.ts';
import { LAN, OFFICE, proven } from './desk.ts';
import { openJuryStage, type JuryStage } from './jury.ts';
import { mail } from './mails.ts';
import type { StageOptions } from './stage.ts';

export const DIVIDED_RULE = 'a further judge and the chair are asked by an approved batch alone, one at a time';

/** 44 and 94 points of a hundred */
export const LOW = [12, 20, 12];
export const HIGH = [28, 38, 28];

export type Divided = JuryStage & {
  codes: string[];
  give: (code: string, ...judges: number[]) => Promise<void>;
  /** judge n answers the newest invitation, or the letter that is named */
  says: (n: number, text: string, letter?: LetterRow) => Promise<{ letters: LetterRow[] }>;
  scores: (n: number, code: string, marks: number[]) => Promise<{ letters: LetterRow[] }>;
  decides: (letter: LetterRow, text: string, from?: string) => Promise<LetterRow>;
  ofKind: (kind: string, to?: string) => Promise<LetterRow[]>;
  batches: () => Promise<ApprovalRow[]>;
  openOf: (code: string) => Promise<OpenAssignment[]>;
  violations: () => Promise<unknown[]>;
};

export async function openDivided(titles: string[], jury: ExcludedPerson[], options: StageOptions & { judging?: object; staff?: object } = {}): Promise<Divided> {
  const stage = await openJuryStage(titles, jury, { authservId: OFFICE, ...options, changes: (c) => ({ ...(options.changes ? options.changes(c) : c), staff: { addresses: [LAN], auth: 'server', ...options.staff } }) });
  const codes = (await stage.entries()).map((e) => e.entry.code);
  const ofKind: Divided['ofKind'] = async (kind, to) => (await stage.letters()).filter((l) => l.kind === kind && (to === undefined || l.toAddress === to));
  const answer = async (letter: LetterRow, text: string, from: string, headers: Record<string, string> = {}) => stage.send(await mail({ from, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text, headers }), from);
  const says: Divided['says'] = async (n, text, letter) => answer(letter ?? (await ofKind('judge-invitation', `gk${n}@jury.test`)).at(-1)!, text, `gk${n}@jury.test`);
  return {
    ...stage, codes, ofKind, says,
    give: async (code, ...judges) => {
      for (const n of judges) await stage.inTx((tx) => giveEntry(tx, stage.service.services, { code, to: `gk${n}@jury.test`, from: null, round: null, by: 'lan' }));
      await stage.idle();
    },
    scores: (n, code, marks) => says(n, `Mã bài: ${code}\n${marks.map((m, i) => `${i + 1}. ${m}`).join('\n')}`),
    decides: async (letter, text, from = LAN) => {
      await answer(letter, text, from, proven);
      return (await ofKind('decisions-read', from)).at(-1)!;
    },
    batches: () => stage.inTx((tx) => listApprovals(tx)),
    openOf: async (code) => (await stage.inTx((tx) => openAssignmentsOf(tx, { round: 'preliminary' }))).filter((a) => a.code === code),
    violations: async () => (await stage.verdict()).invariants.flatMap((i) => i.violations),
  };
}
