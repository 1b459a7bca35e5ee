/**
 * Staff let judges of a blind round see a file as it was sent in, or take that back. Shown first: who would get it, and which names stand in
 * it. Who has the package gets a letter of its own; whose package is still to be made gets it in there.
 */
import { judgedRound, type JudgedRound } from '../../src/contest/judged-rounds.ts';
import { dueOf } from '../../src/judging/further-due.ts';
import { foundIn } from '../../src/judging/mask.ts';
import { fitsOneLetter, releasedName, type Sendable } from '../../src/judging/package.ts';
import { wrongUse } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { openAssignmentsOf, takeTurnToAssign, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import { loadMember, type MemberRow } from '../../src/store/judging/members.ts';
import { packAgain } from '../../src/store/judging/packages.ts';
import { addRelease, cancelFileLetters, lettersWith, nextRelease, packed, releasesOf, withdrawRelease, type ReleaseRow } from '../../src/store/judging/releases.ts';
import { outcomeOf } from '../../src/store/results/outcomes.ts';
import { takeResultsTurn } from '../../src/store/results/sheets.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postLetter } from '../outbox.ts';
import type { Act } from '../results/act.ts';
import { takesPart } from './commands.ts';
import { filesToRelease, fileNamed, type Files } from './release-files.ts';
import { namesIn, sizeOf, whyNot } from './release-words.ts';
import { roundFacts, openFacts, titleFor } from './said.ts';

export type Release = { code: string; document: string; round: string | null };

/** All that the acts below rest on, held still to the end of the transaction. */
export async function takeTurnToRelease(tx: Tx): Promise<void> {
  await takeTurn(tx);
  await takeTurnToAssign(tx);
  await takeResultsTurn(tx);
}

/** Call only after takeTurnToRelease. @throws Problem `wrong-use` where there is no such entry, round or file */
export async function releaseAct(tx: Tx, services: ByHand, { code, document, round: key }: Release): Promise<Act> {
  const { loaded } = services;
  const round = judgedRound(loaded.contest, key, tx.now);
  const files = await filesToRelease(tx, code, round.key);
  const file = fileNamed(files, document);
  const open = files.releases.find((r) => r.withdrawnAt === null && r.sha256 === file.document.sha256);
  const n = open?.n ?? await nextRelease(tx, files.entryId, round.key);
  const name = releasedName(files.code, n, file.document);
  const judges = await judgesOf(tx, files, round.key, file.document.sha256);
  const found = namesIn(file, files, (text) => foundIn(text, files.fields, loaded.agencies));
  return {
    action: 'release-document', subject: files.code, content: { round: round.key, entry: files.entryId, document: file.documentId, sha256: file.document.sha256, n, found: found.counts, now: judges.now.map((j) => j.member.id), later: judges.later.map((j) => j.member.id) },
    texts: { file: file.document.storedName },
    lines: [
      `${files.code}, round ${round.key}: file ${file.n}, “${file.document.filename ?? file.document.storedName}” (${sizeOf(file.document.size)}), goes to its judges as ${name}, as it was sent in.`,
      ...told('Have it since it was released before', judges.have), ...told('At once, in a letter of its own', judges.now), ...told('With their package, which is being made', judges.later), ...told('With their package, if they accept', judges.asked), 'Whoever is given the entry later gets it with the package.', ...found.lines,
    ],
    warnings: [...found.warnings, ...scoredWithout([...judges.now, ...judges.later])], faults: await faultsOf(tx, { round, files, file, openAs: open ? name : null }),
    perform: async (tx, { by }) => {
      if (!await takesPart(tx, files.entryId)) throw wrongUse(`${files.code} does not take part any more: nothing was released`);
      const row = await addRelease(tx, { entryId: files.entryId, round: round.key, n, documentId: file.documentId, sha256: file.document.sha256, by });
      for (const one of judges.now) await sendFile(tx, services, round, files, { row, file, name, ...one });
    },
  };
}

/** Call only after takeTurnToRelease. @throws Problem `wrong-use` where there is no such entry or round, or it is not released */
export async function withdrawAct(tx: Tx, services: ByHand, { code, document, round: key }: Release): Promise<Act> {
  const round = judgedRound(services.loaded.contest, key, tx.now);
  const files = await filesToRelease(tx, code, round.key);
  const row = releaseNamed(files, document);
  const letters = await lettersWith(tx, { code: files.code, round: round.key, sha256: row.sha256 });
  const [waiting, left] = [letters.filter((l) => l.waits), [...new Set(letters.filter((l) => !l.waits).map((l) => l.to))]];
  return {
    action: 'withdraw-document', subject: files.code, content: { round: round.key, release: row.id, n: row.n, sha256: row.sha256, stopped: waiting.map((l) => l.id), left: left.length }, faults: [],
    lines: [`${files.code}, round ${round.key}: ${files.code}-${row.n}, released by ${row.by}, goes to no judge from now on.`, ...(waiting.length === 0 ? [] : [`${waiting.length} letters with it have not left: they are cancelled, and packages are packed anew without it.`])],
    warnings: left.length === 0 ? [] : [`${left.join(', ')} got it, or may have: what lies in their mailboxes nobody can call back`],
    perform: async (tx, { by }) => {
      await withdrawRelease(tx, row.id, by);
      await cancelFileLetters(tx, waiting.filter((l) => l.kind === 'judge-file').map((l) => l.id));
      await packAgain(tx, waiting.filter((l) => l.kind === 'judge-package').map((l) => l.id), 'a file in it was taken back; it is packed anew');
    },
  };
}

function releaseNamed(files: Files, document: string): ReleaseRow {
  const open = files.releases.filter((r) => r.withdrawnAt === null);
  const byName = open.find((r) => document.trim().toUpperCase().replace(/\.[A-Z0-9]{1,8}$/, '') === `${files.code}-${r.n}`);
  const row = byName ?? (files.list.length === 0 ? undefined : open.find((r) => r.sha256 === fileNamed(files, document).document.sha256));
  if (!row) throw wrongUse(`${document} of ${files.code} is not released: nothing to take back; \`mailroom assign release ${files.code}\` lists its files`);
  return row;
}

type Judge = { member: MemberRow; assignment: OpenAssignment };

/** have: it was released before, and taken back when it had left */
async function judgesOf(tx: Tx, { entryId, code }: Files, round: string, sha256: string): Promise<{ have: Judge[]; now: Judge[]; later: Judge[]; asked: Judge[] }> {
  const open = await openAssignmentsOf(tx, { round, entryIds: [entryId] });
  const done = await packed(tx, open.map((a) => a.id));
  const all: Judge[] = [];
  for (const assignment of open) {
    const member = await loadMember(tx, assignment.memberId);
    if (member) all.push({ member, assignment });
  }
  all.sort((a, b) => a.member.name.localeCompare(b.member.name, 'vi'));
  const accepted = all.filter((j) => j.assignment.state === 'accepted');
  const got = new Set((await lettersWith(tx, { code, round, sha256 })).map((l) => l.to));
  const withPackage = accepted.filter((j) => done.has(j.assignment.id));
  const has = ({ member }: Judge): boolean => member.emails.some((e) => got.has(e));
  return {
    have: withPackage.filter(has), now: withPackage.filter((j) => !has(j)), later: accepted.filter((j) => !done.has(j.assignment.id)), asked: all.filter((j) => j.assignment.state === 'invited'),
  };
}

function told(how: string, judges: Judge[]): string[] {
  return judges.length === 0 ? [] : [`${how}: ${judges.map(({ member }) => `${member.name} <${member.emails[0] ?? '-'}>`).join(', ')}.`];
}

/** They may correct their scores; others will have judged by more than they did. */
function scoredWithout(judges: Judge[]): string[] {
  const names = judges.filter((j) => j.assignment.sheet === 'complete').map((j) => j.member.name);
  return names.length === 0 ? [] : [`${names.join(', ')} scored the entry without this file`];
}

async function faultsOf(tx: Tx, { round, files, file, openAs }: { round: JudgedRound; files: Files; file: Sendable; openAs: string | null }): Promise<string[]> {
  const open = (await releasesOf(tx, [files.entryId], round.key)).flatMap((r) => files.list.find((f) => f.document.sha256 === r.sha256)?.document.size ?? []);
  return [
    ...(await takesPart(tx, files.entryId) ? [] : [`${files.code} is ${files.state}: it does not take part, and nothing of it goes to judges`]),
    ...(round.blind ? [] : [`the round ${round.key} is not judged blind: its judges get every file with their package`]),
    ...(await outcomeOf(tx, round.key) !== null ? [`the round ${round.key} is closed: nobody judges in it any more`] : tx.now >= round.locksAt ? [`the scores of ${round.key} are locked since ${round.locksAt.toISOString()}: nobody judges in it any more`] : []),
    ...(openAs === null ? [] : [`it is released already, as ${openAs}`]),
    ...(file.why === null ? [] : [`it may go to no judge: ${whyNot[file.why]}`]),
    ...(openAs === null && file.why === null && !fitsOneLetter(open.reduce((sum, size) => sum + size, file.document.size)) ? ['with the files of this entry that are released already it is more than one letter takes'] : []),
  ];
}

type Sent = { row: ReleaseRow; file: Sendable; name: string; member: MemberRow; assignment: OpenAssignment };

async function sendFile(tx: Tx, services: ByHand, round: JudgedRound, files: Files, { row, file: { document }, name, member, assignment }: Sent): Promise<void> {
  const [to] = member.emails;
  if (to === undefined) return;
  await postLetter(tx, services, {
    kind: 'judge-file', key: `judge-file:${row.id}:${assignment.id}`, to, entryId: files.entryId, carries: [{ kind: 'file', sha256: document.sha256, filename: name, contentType: document.contentType }],
    facts: { ...roundFacts(round, member.name, services.loaded), ...openFacts({ ...round, dueAt: dueOf(assignment, round) }), scored: assignment.sheet === 'complete', entries: [{ code: files.code, title: titleFor(files.fields, round, services.loaded), file: name, size: document.size }] },
  });
}
