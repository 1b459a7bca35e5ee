/** A judge who accepted gets the entries and the score form, in as many letters as their size takes; the due date goes into the calendar. */
import type { Attachment, CarriedFile, LetterFacts } from '../../schemas/letters.ts';
import { judgedRound, type JudgedRound } from '../../src/contest/judged-rounds.ts';
import { formBook } from '../../src/judging/form-book.ts';
import { formRows, pointsOf } from '../../src/judging/form-rows.ts';
import { dueOf } from '../../src/judging/further-due.ts';
import { maskOf } from '../../src/judging/mask.ts';
import { blindText, inParts, releasedName, sendable } from '../../src/judging/package.ts';
import type { Tx } from '../../src/store/database.ts';
import { versionsOf } from '../../src/store/entries.ts';
import { openAssignmentsOf, takeTurnToAssign, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import { addressOf, loadMember, type MemberRow } from '../../src/store/judging/members.ts';
import { noteMadeOf } from '../../src/store/judging/packages.ts';
import { releasesOf, type ReleaseRow } from '../../src/store/judging/releases.ts';
import { newestSheet } from '../../src/store/judging/sheets.ts';
import { readOfVersions, type ReadBefore } from '../../src/store/messages.ts';
import { takesPart } from '../judging/commands.ts';
import { openFacts, roundFacts, titleFor } from '../judging/said.ts';
import { postLetter } from '../outbox.ts';
import type { Handler, Work } from '../services.ts';

type Entry = LetterFacts<'judge-package'>['entries'][number];
/** made: hashes of files among them that exist for judges alone */
type Packed = { entryId: string; entry: Entry; carries: Attachment[]; made: string[]; bytes: number };

export const judgePackage: Handler<'judge-package'> = async ({ memberId, assignmentIds }, work) => {
  const ids = assignmentIds.split(',');
  // A file that staff release or take back while this packs is in no half of it.
  while (!await packOnce(memberId, ids, work));
};

/** @returns false where it must be done again */
async function packOnce(memberId: string, ids: string[], work: Work): Promise<boolean> {
  const found = await work.db.transaction((tx) => load(tx, memberId, ids, work.mayBeAnswered));
  if (found.member === null || found.assignments.length === 0) {
    await work.finish(async () => undefined);
    return true;
  }
  const { member, assignments } = found;
  const packed: Packed[] = [];
  for (const one of assignments) packed.push(await pack(one, roundOf(work, one.assignment), work));
  const parts = await withForms(inParts(packed), work);
  await work.reach('package-made');
  return work.finish(async (tx) => {
    await takeTurnToAssign(tx);
    if (await releasedOtherwise(tx, assignments)) throw new ReleasedOtherwise();
    await post(tx, work, member, assignments, parts);
    await work.reach('package-written');
  }).then(() => true, (error: unknown) => {
    if (error instanceof ReleasedOtherwise) return false;
    throw error;
  });
}

class ReleasedOtherwise extends Error {}

async function releasedOtherwise(tx: Tx, assignments: Loaded[]): Promise<boolean> {
  for (const { assignment: { entryId, round }, releases } of assignments) {
    const now = await releasesOf(tx, [entryId], round);
    if (now.map((r) => r.id).join() !== releases.map((r) => r.id).join()) return true;
  }
  return false;
}

type Part = { packed: Packed[]; form: CarriedFile };

async function withForms(parts: Packed[][], work: Work): Promise<Part[]> {
  const made: Part[] = [];
  for (const packed of parts) {
    const { filename, content } = formBook(packed.map((p) => p.entry), work.loaded.contest.locale);
    const { sha256 } = await work.blobs.put(content);
    made.push({ packed, form: { kind: 'file', sha256, filename, contentType: XLSX } });
  }
  return made;
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Loaded = { assignment: OpenAssignment; fields: Parameters<typeof titleFor>[0]; read: ReadBefore; marks: Record<string, number>; releases: ReleaseRow[] };

export type Packing = Omit<Loaded, 'assignment'> & { assignment: Pick<OpenAssignment, 'entryId' | 'code'> };

/** More nobody reads; judges hear how many documents are left out. */
export const MOST_TO_READ = { documents: 500, characters: 3_000_000 };

/** What was taken back since is left out. */
async function load(tx: Tx, memberId: string, ids: string[], mayBeAnswered = false): Promise<{ member: MemberRow | null; assignments: Loaded[] }> {
  const open = (await openAssignmentsOf(tx, { memberId })).filter((a) => ids.includes(a.id) && a.state === 'accepted');
  const assignments: Loaded[] = [];
  for (const assignment of open) {
    // Who withdrew since the judge accepted is not handed out any more.
    if (!await takesPart(tx, assignment.entryId, mayBeAnswered)) continue;
    const versions = await versionsOf(tx, assignment.entryId);
    const newest = versions.at(-1);
    if (newest) assignments.push({ assignment, fields: newest.fields, read: await readOfVersions(tx, versions, MOST_TO_READ), marks: (await newestSheet(tx, assignment.id))?.marks ?? {}, releases: await releasesOf(tx, [assignment.entryId], assignment.round) });
  }
  return { member: await loadMember(tx, memberId), assignments };
}

function roundOf({ loaded, clock }: Work, { round }: OpenAssignment): JudgedRound {
  return judgedRound(loaded.contest, round, clock());
}

/** One entry as judges get it. */
export async function pack({ assignment, fields, read, marks, releases }: Packing, round: JudgedRound, work: Work): Promise<Packed> {
  const { contest, agencies } = work.loaded;
  const title = titleFor(fields, round, work.loaded);
  const entry = { code: assignment.code, title, areas: (fields.areas.value ?? []).map((n) => contest.areas[n - 1]?.name[contest.locale] ?? String(n)), rows: formRows(round.rubric, marks, contest.locale) };
  const files = sendable(read.documents);
  if (!round.blind) {
    const sent = files.filter((f) => f.why === null).map(({ document }) => document);
    const carries = sent.map((d): Attachment => ({ kind: 'file', sha256: d.sha256, filename: `${assignment.code} ${d.storedName}`, contentType: d.contentType }));
    return { entryId: assignment.entryId, made: [], entry: { ...entry, files: sent.map((d) => `${assignment.code} ${d.storedName}`), withheld: files.length - sent.length, released: [] }, carries, bytes: sent.reduce((sum, d) => sum + d.size, 0) };
  }
  // Looked at once more: a scanner may know more of a file than when it was released.
  const released = releases.flatMap(({ n, sha256 }) => files.filter((f) => f.why === null && f.document.sha256 === sha256).map(({ document: d }) => ({ ...d, name: releasedName(assignment.code, n, d) })));
  const { text, unread } = blindText({ code: assignment.code, title, ...read }, maskOf(fields, agencies, contest.locale), contest.locale, new Set(released.map((d) => d.sha256)));
  const blob = await work.blobs.put(Buffer.from(`\ufeff${text}`));
  const filename = `${assignment.code}.txt`;
  return {
    entryId: assignment.entryId, made: [blob.sha256], entry: { ...entry, files: [filename], withheld: unread, released: released.map((d) => d.name) },
    carries: [{ kind: 'file', sha256: blob.sha256, filename, contentType: 'text/plain; charset=utf-8' }, ...released.map((d): Attachment => ({ kind: 'file', sha256: d.sha256, filename: d.name, contentType: d.contentType }))],
    bytes: released.reduce((sum, d) => sum + d.size, blob.size),
  };
}

async function post(tx: Tx, work: Work, member: MemberRow, assignments: Loaded[], parts: Part[]): Promise<void> {
  const [first] = assignments;
  const to = await addressOf(tx, member);
  if (!first || to === undefined) return;
  const usual = roundOf(work, first.assignment);
  const round = { ...usual, dueAt: dueOf(first.assignment, usual) };
  for (const [i, { packed, form }] of parts.entries()) {
    await noteMadeOf(tx, [{ sha256: form.sha256, entryIds: packed.map((p) => p.entryId) }, ...packed.flatMap((p) => p.made.map((sha256) => ({ sha256, entryIds: [p.entryId] })))]);
    await postLetter(tx, work, {
      kind: 'judge-package', key: `judge-package:${work.row.id}:${i + 1}`, to, carries: [...packed.flatMap((p) => p.carries), form, ...(i === 0 ? [dueDate(round, first.assignment.dueAt, member, work)] : [])],
      facts: {
        ...roundFacts(round, member.name, work.loaded), ...openFacts(round), part: i + 1, parts: parts.length, blind: round.blind, decimals: round.decimals, total: pointsOf(round.rubric), entries: packed.map((p) => p.entry),
      },
    });
  }
}

/** The same appointment however often entries are sent: it is about the round, or about a due date of their own. */
function dueDate(round: JudgedRound, own: Date | null, member: MemberRow, { loaded: { contest } }: Work): Attachment {
  const name = round.name[contest.locale] ?? round.key;
  const vi = contest.locale === 'vi';
  const hour = 3_600_000;
  return {
    kind: 'appointment', uid: `judging-${round.key}-${member.id}${own === null ? '' : `-${own.getTime()}`}@${contest.mailbox.address.split('@')[1] ?? 'contest'}`, sequence: 0, cancelled: false, startsAt: new Date(round.dueAt.getTime() - hour).toISOString(), minutes: 60,
    summary: vi ? `Hạn gửi điểm ${name}` : `Scores due: ${name}`, place: contest.mailbox.address, description: vi ? 'Trả lời thư gửi bài và phiếu chấm điểm của Ban Tổ chức.' : 'Reply to the letter that brought the entries and the score form.',
  };
}
