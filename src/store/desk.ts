/** What the morning's summary is made of, as the rows have it. */
import { and, desc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { entry, letter } from '../../schemas/tables.ts';
import type { LoadedContest } from '../../schemas/contest.ts';
import { staffKinds } from '../../schemas/letters.ts';
import type { Overlap } from '../../schemas/similarity.ts';
import type { DeskEntry } from '../desk/queue.ts';
import { movedIn, toldIn } from '../desk/moved.ts';
import { standingOf } from '../desk/standing.ts';
import type { SummaryInput } from '../desk/summary.ts';
import { authorsAcross } from '../desk/authors.ts';
import { listApprovals } from './approvals.ts';
import { authorsOnDesk } from './authors.ts';
import { coverageOf } from './coverage.ts';
import type { Tx } from './database.ts';
import { entriesOnDesk, type OnDesk } from './decisions.ts';
import { sendersByEntry } from './entries.ts';
import { entriesByChannel } from './paper.ts';
import { requestsNearDue } from './personal/requests.ts';
import { openRechecks } from './rechecks.ts';
import { listQuestions } from './questions.ts';
import { judgingProgress } from './judging/progress.ts';
import { overlapsOf } from './similarity.ts';

const MANY = 1_000;

export async function summaryInput(tx: Tx, loaded: LoadedContest): Promise<SummaryInput> {
  const onDesk = await entriesOnDesk(tx);
  const rechecked = await openRechecks(tx);
  return {
    entries: onDesk.map((e) => ({ ...deskEntry(e), rechecked: rechecked.get(e.entryId) ?? null })),
    batches: await openBatches(tx, onDesk),
    ...(loaded.contest.openQuestions.maxEntriesPerAuthor === undefined ? {} : { authors: authorsAcross(await authorsOnDesk(tx), loaded.agencies, loaded.contest.window.opens.slice(0, 10)) }),
    copies: await copies(tx, onDesk),
    bounced: await notArrived(tx),
    questions: await unanswered(tx),
    units: loaded.agencies.length === 0 ? null : (await coverageOf(tx, loaded)).map(({ name, entries }) => ({ name, entries })),
    judging: await judgingProgress(tx, loaded),
    health: await health(tx),
    paper: await onPaper(tx),
    requests: await requestsNearDue(tx),
    lastAt: await lastSummary(tx),
  };
}

async function openBatches(tx: Tx, onDesk: OnDesk[]): Promise<SummaryInput['batches']> {
  const entries = new Map(onDesk.map((e) => [e.code, e]));
  const batches = await listApprovals(tx, 'open');
  const told = batches.flatMap((b) => toldIn(b)).flatMap(({ code }) => entries.get(code)?.entryId ?? []);
  const senders = await sendersByEntry(tx, told);
  return batches.map((b) => ({ code: b.code, standing: b.hash, about: b.about, letters: b.letters.length, first: b.firstBy, moved: movedIn(b, entries, senders).length }));
}

function deskEntry(entry: OnDesk): DeskEntry {
  const { code, fields, version, receivedAt, state, findings, decided, again } = entry;
  return { code, title: fields.title.value, version, standing: () => standingOf(entry), receivedAt, areas: fields.areas.value ?? [], state, findings, decided, again };
}

/** Entries that the check of originality put before a person, with the largest overlap of each. */
async function copies(tx: Tx, onDesk: OnDesk[]): Promise<SummaryInput['copies']> {
  const suspected = onDesk.filter((e) => e.decided === null && e.state !== 'merged' && e.state !== 'erased' && e.state !== 'withdrawn' && e.findings.some((f) => f.check === 'originality' && f.severity === 'review'));
  const found = await Promise.all(suspected.slice(0, MANY).map(async ({ code, entryId }) => {
    const [first] = (await overlapsOf(tx, entryId)).toSorted((a: Overlap, b: Overlap) => b.share - a.share);
    return first ? [{ code, other: first.with.code ?? first.with.label, percent: Math.round(first.share * 100), words: first.words }] : [];
  }));
  return found.flat();
}

/** Letters to entrants that came to nothing and that nobody released again. */
async function notArrived(tx: Tx): Promise<SummaryInput['bounced']> {
  const rows = await tx.select({ to: letter.toAddress, subject: letter.subject, said: sql<string>`coalesce(${letter.reason}, ${letter.smtpReply}, '')`, code: entry.code })
    .from(letter).leftJoin(entry, eq(entry.id, letter.entryId)).where(and(inArray(letter.state, ['bounced', 'rejected']), notInArray(letter.kind, [...staffKinds]))).orderBy(desc(letter.createdAt)).limit(MANY);
  return rows;
}

async function unanswered(tx: Tx): Promise<SummaryInput['questions']> {
  return (await listQuestions(tx, { state: 'open', limit: MANY })).map(({ n, asker, subject, askedAt, owner }) => ({ n, from: asker, subject, askedAt, owner }));
}

/** Looks and checks are in machine time; said is how long ago they were, before the contest's now. */
async function health(tx: Tx): Promise<SummaryInput['health']> {
  const [row] = await tx.run<{ read: number | null; checked: number | null; broken: number; drafts: number }>(HEALTH, [tx.now]);
  const before = (seconds: number | null): Date | null => (seconds === null ? null : new Date(tx.now.getTime() - Math.max(0, seconds) * 1_000));
  return { mailboxReadAt: before(row?.read ?? null), oracleCheckedAt: before(row?.checked ?? null), broken: row?.broken ?? 0, drafts: row?.drafts ?? 0 };
}

const HEALTH = `
  select (select extract(epoch from now() - max(last_scan_at))::float8 from mailbox) as read,
    (select extract(epoch from now() - max(done_at))::float8 from job where name = 'verify' and done_at is not null) as checked,
    (select count(*)::int from letter where kind = 'staff-alert' and facts ->> 'what' = 'oracle-failed' and created_at > $1::timestamptz - interval '1 day') as broken,
    (select count(*)::int from letter where state = 'draft') as drafts`;

async function onPaper(tx: Tx): Promise<SummaryInput['paper']> {
  const { hand, post } = await entriesByChannel(tx);
  const [row] = await tx.select({ n: sql<number>`count(*)`.mapWith(Number) }).from(letter).where(eq(letter.state, 'to-print'));
  return { hand, post, toPrint: row?.n ?? 0 };
}

async function lastSummary(tx: Tx): Promise<Date | null> {
  const [row] = await tx.select({ at: sql<Date | null>`max(${letter.createdAt})` }).from(letter).where(eq(letter.kind, 'staff-summary'));
  return row?.at ? new Date(row.at) : null;
}
