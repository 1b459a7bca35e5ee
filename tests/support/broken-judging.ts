/** Judging, broken on purpose: for the oracle's test. The contest is that of tests/oracle/judging.test.ts: three entries, four judges, one closed round. */
import { like } from './broken.ts';

const ENDS = 'an assignment ends exactly with a word against it, and what a judge said of it is on record';
const WORD = 'no judge was given what they had a word against';
const PROPOSED = 'an approved proposal is what was assigned, within the limits of its judges';
const HASH = 'every proposal of an assignment is as it was shown';
const ASKED = 'each judge was asked in one letter for what was given, and told in one letter of what was taken back';
const PACKED = 'a judge who accepted gets each entry once, with all parts of the package';
const REMINDED = 'no judge is reminded twice by one step';
const RELEASED = 'judges of a blind round see a file as it was sent in only as a person released it';
const SOURCE = 'every score sheet has its mail or its act of staff, is on record, and was echoed to its judge';
const LOCKED = 'no sheet was noted once its round was locked or closed';
const NUMBERED = 'sheets are numbered from 1 without gaps, and what an older mail says takes nothing away from a newer one';
const APPROVED = 'the ranking of a closed round is the one that was approved';
const LEFT = 'no round was closed with an entry that had left before';
const CONFLICT = 'nobody judges what agency or person forbade when it was assigned';
const ADDS_UP = 'the sheets of a closed round add up to its ranking';
const WITHIN = 'every mark belongs to a criterion of its round and lies within its points';
export const JUDGING_RULES = [ENDS, WORD, PROPOSED, HASH, ASKED, PACKED, REMINDED, RELEASED, SOURCE, LOCKED, NUMBERED, APPROVED, LEFT, CONFLICT, ADDS_UP, WITHIN];

const judgeNo = (n: number): string => `(select id from body_member where emails ? 'gk${n}@jury.test')`;
const entryNo = (n: number): string => `(select id from entry where number = ${n})`;
const of = (judge: number, entry: number): string => `(select id from assignment where member_id = ${judgeNo(judge)} and entry_id = ${entryNo(entry)})`;
const sheet = (judge: number, entry: number, n: number): string => `(select id from score_sheet where assignment_id = ${of(judge, entry)} and n = ${n})`;
const against = (judge: number, entry: number, ground: string, at: string): string => `insert into declared_conflict (member_id, entry_id, ground, reason, actor, at) values (${judgeNo(judge)}, ${entryNo(entry)}, '${ground}', 'x', 'x', '${at}')`;
const proposal = (path: string, value: string): string => `update assignment_proposal set result = jsonb_set(result, '{${path}}', '${value}')`;

/** What is broken, the rules that say so, the first of them in these words, and how. */
export const brokenJudging: [string, string[], RegExp, string[]][] = [
  ['an assignment in no state', [ENDS], /of CCHC24-0003-\w to Giám Khảo Thứ 2 in preliminary is in the unknown state lost/, [`update assignment set state = 'lost' where id = ${of(2, 3)}`]],
  ['one that was refused and counts', [ENDS], /is conflict, and counts still/, [`update assignment set ended_at = null where id = ${of(2, 1)}`, `update assignment set state = 'conflict' where id = ${of(2, 1)}`]],
  ['one that counts and was ended', [ENDS], /is invited, but was ended/, [`update assignment set ended_at = now() where id = ${of(2, 3)}`]],
  ['one that its judge never accepted', [ENDS], /CCHC24-0003-\w to Giám Khảo Thứ 2 in preliminary is accepted, and its judge never said so/, [`update assignment set state = 'accepted' where id = ${of(2, 3)}`]],
  ['one that its judge never refused', [ENDS], /counts as declined, and its judge never said so/, [`update assignment set state = 'declined', ended_at = now() where id = ${of(2, 3)}`, against(2, 3, 'declined', '2099-01-01')]],
  ['a refusal that is forgotten', [ENDS], /ended by declined, and nothing keeps the two apart/, ['delete from declared_conflict']],
  ['a judge of what they had declared a conflict with', [WORD], /CCHC24-0001-\w to Giám Khảo Thứ 3 in preliminary was made though a conflict was declared on 2024-08-01/, [against(3, 1, 'declared', '2024-08-01')]],
  ['a judge of what they had refused', [WORD], /was made though the judge had refused it/, [against(3, 1, 'declined', '2024-08-01')]],
  ['a sheet on paper of a judge with a conflict', [WORD], /sheet 1 of Giám Khảo Thứ 4 for CCHC24-0002-\w was typed by staff though a conflict was declared/, [against(4, 2, 'declared', '2024-09-03')]],
  ['an approval that nobody gave', [PROPOSED], /proposal 8 was approved, and that is not in the audit log/, ['update assignment_proposal set n = 8']],
  ['assignments of an open proposal', [PROPOSED], /comes? from proposal 1, which was never approved/, ["update assignment_proposal set state = 'open'"]],
  ['a pair that was never assigned', [PROPOSED], /proposal 1 gives CCHC24-0003-\w to Giám Khảo Thứ 2, and it was never assigned/, [`update assignment set round = 'defence' where id = ${of(2, 3)}`]],
  ['a load above its limit', [PROPOSED], /gives Giám Khảo Thứ 1 3 entries, and 2 is the limit/, [proposal('loads,0,limit', '2')]],
  ['a pair that the proposal itself speaks against', [PROPOSED], /gives CCHC24-0001-I to Giám Khảo Thứ 1, though it says itself: cùng cơ quan/, [proposal('conflicts', '[{"code": "CCHC24-0001-I", "judge": "Giám Khảo Thứ 1", "ground": "agency", "told": "cùng cơ quan"}]')]],
  ['a proposal that was changed', [HASH], /proposal 1 \(approved\) was changed/, ["update assignment_proposal set seed = 'another'"]],
  ['work that nobody was asked for', [ASKED], /Giám Khảo Thứ 3 has CCHC24-0001-\w, and was never asked: no invitation names it/, [`update letter set key = 'x' where kind = 'judge-invitation' and to_address = 'gk3@jury.test'`]],
  ['an invitation that was cancelled', [ASKED], /Giám Khảo Thứ 3 has CCHC24-0001-\w, and was never asked/, [`update letter set state = 'cancelled' where kind = 'judge-invitation' and to_address = 'gk3@jury.test'`]],
  ['two invitations', [ASKED], /letter .* asks for CCHC24-0001-\w, which was not given with it/, [like('letter', "kind = 'judge-invitation' and to_address = 'gk3@jury.test'", { key: "'judge-invitation:again:x'", rfc_message_id: "'again'" })]],
  ['work taken back without a word', [ASKED], /Giám Khảo Thứ 2 does not judge CCHC24-0002-\w any more, and 0 letters say so/, ["update letter set kind = 'judge-read' where kind = 'judge-released'"]],
  ['work taken back in words alone', [ASKED], /takes back CCHC24-0002-\w, which was not/, ["update letter set created_at = '2024-08-01' where kind = 'judge-released'"]],
  ['an accepted entry that nothing sends', [PACKED], /Giám Khảo Thứ 1 accepted CCHC24-0001-\w, and nothing sends it/, ["delete from job where name = 'judge-package'"]],
  ['a package that was given up', [PACKED], /accepted CCHC24-0001-\w, and sending it was given up/, ["update job set done_at = null, dead_at = now() where name = 'judge-package'"]],
  ['a package that was never written', [PACKED], /Giám Khảo Thứ 1 accepted CCHC24-0001-\w and got it in 0 packages/, ["delete from letter where kind = 'judge-package'"]],
  ['a package sent twice', [PACKED], /accepted CCHC24-0001-\w and got it in 2 packages/, [like('letter', "kind = 'judge-package'", { key: "t.key || 'x'", rfc_message_id: "'again'" })]],
  ['a part that is missing', [PACKED], /of a package to gk1@jury.test there are 1 parts, and 2 are named/, ["update letter set facts = jsonb_set(facts, '{parts}', '2') where kind = 'judge-package'"]],
  ['a step that reminds twice', [REMINDED], /gk3@jury.test was reminded 2 times on 2024-09-03 of preliminary/, [like('letter', "kind = 'judge-reminder' and to_address = 'gk3@jury.test'", { key: "'again'", rfc_message_id: "'again'" })]],
  ['a release that nobody decided', [RELEASED], /CCHC24-0001-I-7 was released in preliminary by lan, and that is not in the audit log/, ['update released_document set n = 7']],
  ['one that nobody took back', [RELEASED], /CCHC24-0001-I-1 was taken back by x, and that is not in the audit log/, ["update released_document set withdrawn_at = '2099-01-01', withdrawn_by = 'x'"]],
  ['a file that was never released', [RELEASED], /letter .* brings gk1@jury.test a file of the blind round preliminary that nobody had released/, ["update released_document set sha256 = 'x'"]],
  ['a package with a file that was released later', [RELEASED], /brings gk1@jury.test a file of the blind round preliminary that nobody had released/, ["update letter set created_at = '2024-08-01' where kind = 'judge-file'"]],
  ['a sheet of no mail', [SOURCE], /sheet 1 of Giám Khảo Thứ 3 for CCHC24-0001-\w came by mail, and there is no such mail/, [`update score_sheet set message_id = gen_random_uuid() where id = ${sheet(3, 1, 1)}`]],
  ['a typed sheet with a mail', [SOURCE], /sheet 1 of Giám Khảo Thứ 4 .* was typed by staff, and names a mail/, [`update score_sheet set message_id = (select id from message limit 1) where id = ${sheet(4, 2, 1)}`]],
  ['a sheet of somebody else', [SOURCE], /counts as from gk4@jury.test, and its mail came from gk3@jury.test/, [`update score_sheet set actor = 'gk4@jury.test' where id = ${sheet(3, 1, 1)}`]],
  ['a sheet that nobody noted', [SOURCE], /sheet 2 of Giám Khảo Thứ 3 .* is not in the audit log/, [like('score_sheet', `id = ${sheet(3, 1, 1)}`, { n: '2', state: "'draft'" })]],
  ['a sheet that nobody typed', [SOURCE], /sheet 1 of Giám Khảo Thứ 3 .* was typed by lan, and that is not in the audit log/, [`update score_sheet set channel = 'paper', message_id = null, actor = 'lan' where id = ${sheet(3, 1, 1)}`]],
  ['a sheet that its judge never saw', [SOURCE], /sheet 1 of Giám Khảo Thứ 3 .* was never echoed/, ["update letter set message_id = null where kind = 'judge-read' and to_address = 'gk3@jury.test'"]],
  ['a sheet after the lock', [LOCKED], /sheet 1 of Giám Khảo Thứ 3 .* came 2024-09-18.*, and scores were locked from 2024-09-17/, [`update score_sheet set received_at = '2024-09-18T00:00:00Z' where id = ${sheet(3, 1, 1)}`]],
  ['a sheet after the closing', [LOCKED], /was noted 2024.*, after the round preliminary was closed 2024-08-21/, ["update round_outcome set at = '2024-08-21T00:00:00Z'"]],
  ['a sheet that is missing', [NUMBERED], /Giám Khảo Thứ 1 has 2 sheets for CCHC24-0001-\w, the last numbered 7/, [`update score_sheet set n = 7 where id = ${sheet(1, 1, 2)}`]],
  ['an older mail that counts', [NUMBERED], /sheet 2 of Giám Khảo Thứ 1 for CCHC24-0001-\w came 2024-08-01.* and changes a score that came later/, [`update score_sheet set received_at = '2024-08-01T00:00:00Z' where id = ${sheet(1, 1, 2)}`]],
  ['a place that nobody approved', [APPROVED, ADDS_UP], /the round preliminary was closed with place 1 and 8\d\.\d for CCHC24-0001-\w, and the table has place 9/, [`update round_standing set place = 9 where entry_id = ${entryNo(1)}`]],
  ['who goes on, against what was approved', [APPROVED], /the table has other sheets for it, or another word on whether it goes on/, ['update round_standing set advanced = not advanced']],
  ['a ranked entry that had left', [LEFT], /the round preliminary ranks CCHC24-0002-\w, which was withdrawn when it was closed/, [`update entry set state = 'withdrawn' where number = 2`]],
  ['a judge with the number of the author', [CONFLICT], /Giám Khảo Thứ 3 judges CCHC24-0001-I in preliminary: .*0900000201/, [`update body_member set phones = '["0900000201"]' where id = ${judgeNo(3)}`]],
  ['a mark that was changed', [ADDS_UP], /CCHC24-0001-I was closed in preliminary with place 1, 8\d\.\d; its sheets, the chair's word and contest.yaml of today make it place 1, 86\.0/, [`update score_mark set hundredths = 3000 where sheet_id = ${sheet(3, 1, 1)} and criterion = 'moi'`, `update score_mark set hundredths = 4000 where sheet_id = ${sheet(3, 1, 1)} and criterion = 'hieu-qua'`]],
  ['a mark beyond the rubric', [ADDS_UP, WITHIN], /CCHC24-0001-I was closed/, [`update score_mark set hundredths = 9900 where sheet_id = ${sheet(3, 1, 1)} and criterion = 'moi'`]],
  ['a complete sheet without a mark', [ADDS_UP, WITHIN], /CCHC24-0001-I was closed/, [`delete from score_mark where sheet_id = ${sheet(3, 1, 1)} and criterion = 'moi'`]],
];
