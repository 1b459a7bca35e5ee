/** Judges answer from their inbox: they accept, declare a conflict, and score in the form of the letter. */
import type { LetterRow } from '../../../src/store/letters.ts';
import { openAssignmentsOf } from '../../../src/store/judging/assignments.ts';
import { listMembers } from '../../../src/store/judging/members.ts';
import { approveAssignment, proposeAssignment } from '../../judging/assign.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { JUDGES, judgeAddress } from './cast.ts';
import { expectThat, lettersTo, replies, repliesTo, tell, type Story } from './story.ts';

/** All say NHẬN; the second declares a conflict with one entry, for which another judge is found. */
export async function judgesAccept(story: Story): Promise<void> {
  const invited = await lettersTo(story, null, 'judge-invitation');
  expectThat(story, 'every judge is invited', invited.length === JUDGES.length);
  const conflicted = codesIn(invited.find((l) => l.toAddress === judgeAddress(1)))[0] ?? '?';
  for (const { toAddress } of invited) await replies(story, toAddress, 'judge-invitation', toAddress === judgeAddress(1) ? `XUNG ĐỘT ${conflicted} tôi đã góp ý cho bài này\nNHẬN` : 'NHẬN');
  const { row, added } = await assign(story, '27082024');
  for (const { toAddress } of (await lettersTo(story, null, 'judge-invitation')).filter((l) => !invited.some((i) => i.id === l.id))) await replies(story, toAddress, 'judge-invitation', 'NHẬN');
  const open = await read(story.theatre, (tx) => openAssignmentsOf(tx, { round: 'preliminary' }));
  tell(story, `Six judges replied NHẬN; ${JUDGES[1][0]} declared XUNG ĐỘT with ${conflicted}, and ${added.length} new assignment was made for it (proposal ${row.n}), nothing else moved.`);
  expectThat(story, 'every assignment is accepted', open.length === 48 && open.every((a) => a.state === 'accepted'));
  const declared = row.result.conflicts.find((c) => c.code === conflicted && c.ground === 'declared');
  const names = new Map((await read(story.theatre, (tx) => listMembers(tx, 'jury'))).map((m) => [m.id, m.name]));
  expectThat(story, 'who declared a conflict does not judge that entry', declared !== undefined && !open.some((a) => a.code === conflicted && names.get(a.memberId) === declared.judge));
}

/** Proposed under a seed, and approved by the hash that was shown. */
export async function assign(story: Story, seed: string): Promise<Awaited<ReturnType<typeof approveAssignment>>> {
  const { services } = story.theatre.service;
  const proposal = await proposeAssignment(services.db, services, { round: 'preliminary', seed, perEntry: null, by: STAFF });
  expectThat(story, 'every entry has its judges', proposal.result.short.length === 0);
  return read(story.theatre, (tx) => approveAssignment(tx, services, proposal.n, proposal.hash, STAFF));
}

/** In the order in which the letter names them. */
function codesIn(letter: LetterRow | undefined): string[] {
  return ((letter?.facts as { entries?: { code: string }[] } | undefined)?.entries ?? []).map((e) => e.code);
}

/** @param points of a criterion for an entry: n = which criterion, counted from 1 */
export async function judgesScore(story: Story, points: (judge: string, code: string, n: number) => number): Promise<void> {
  const packages = await lettersTo(story, null, 'judge-package');
  for (const letter of packages) await repliesTo(story, letter, filled(letter, (code, n) => points(letter.toAddress, code, n)));
  const open = await read(story.theatre, (tx) => openAssignmentsOf(tx, { round: 'preliminary' }));
  const complete = open.filter((a) => a.sheet === 'complete').length;
  expectThat(story, 'every sheet is complete', complete === open.length);
  tell(story, `${packages.length} packages with forms went out; ${complete} sheets came back in replies, each echoed line by line.`);
}

/** The form of the letter with points behind the colons, and nothing else of it. */
function filled({ text }: LetterRow, points: (code: string, n: number) => number): string {
  let code = '';
  return text.split('\n').flatMap((line) => {
    code = /^MÃ BÀI: (\S+)$/.exec(line)?.[1] ?? code;
    const [, n] = /^(\d+)\. .*\(0-\d+\):$/.exec(line) ?? [];
    if (n !== undefined) return [`${line} ${points(code, Number(n)).toFixed(1).replace('.', ',')}`];
    return line.startsWith('MÃ BÀI: ') ? [line] : [];
  }).join('\n');
}
