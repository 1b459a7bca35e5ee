/** Where every message, entry, job and letter stands: counts and ages (interfaces.md, `status --json`). */
import { and, isNull, isNotNull, lte, ne, sql } from 'drizzle-orm';
import { entry, job, letter, mailbox, message } from '../../schemas/tables.ts';
import { PAPER_BOX } from '../../schemas/paper.ts';
import type { LoopName, TroublePart } from '../../schemas/troubles.ts';
import { readCrowd, type Crowd } from './crowd.ts';
import type { Tx } from './database.ts';
import { listHeartbeats } from './heartbeats.ts';
import { openRestorationOf } from './restoration.ts';
import { recentTroubles, type TroubleRow } from './troubles.ts';

export type Status = {
  messages: Record<string, number>;
  entries: Record<string, number>;
  jobs: { due: number; running: number; dead: number; later: number; oldestDueSeconds: number };
  letters: Record<string, number>;
  /** mail of the last hour: how much, from how many, and whether it counts as a flood */
  crowd: Crowd;
  mailbox: { name: string | null; present: number; stored: number; lastScanAt: string | null; problem: string | null; problemSince: string | null };
  /** open requests of people about data of theirs, when the next step is due, and how often something was erased or forgotten */
  personal: { requests: number; nextDueAt: string | null; erasures: number };
  /** that last, or were over within a day; machine time */
  troubles: TroubleStatus[];
  processes: ProcessStatus[];
  /** an older database was restored and does not know yet all that the mailbox knows; null as usual */
  restored: { since: string; reason: string; phase: 'reading the mailbox' | 'matching what was answered'; waiting: number } | null;
  idle: boolean;
};
export type TroubleStatus = { part: TroublePart; /** null where it is the same for all hosts */ host: string | null; open: boolean; detail: string; since: string; lastSeen: string | null; endedAt: string | null };
export type ProcessStatus = { host: string; pid: number; startedAt: string; seenAt: string; /** gave word within a minute */ alive: boolean; loops: Partial<Record<LoopName, { lastProgress: string; secondsAgo: number }>> };

/** Idle = mailbox scanned, nothing due now, nothing running, no letter on its way. Message counts name the outcome, or `waiting`. */
export async function readStatus(tx: Tx): Promise<Status> {
  const messages = await counts(tx, sql`select coalesce(outcome, 'waiting') as key, count(*)::int as n from ${message} group by 1`);
  const entries = await counts(tx, sql`select state as key, count(*)::int as n from ${entry} group by 1`);
  const letters = await counts(tx, sql`select state as key, count(*)::int as n from ${letter} group by 1`);
  const jobs = await jobCounts(tx);
  const [box] = await tx.select().from(mailbox).where(ne(mailbox.name, PAPER_BOX)).orderBy(mailbox.name).limit(1);
  const stored = await storedNow(tx, box);
  const troubles = (await recentTroubles(tx)).map(troubleStatus);
  const ofMailbox = troubles.find((t) => t.open && (t.part === 'mailbox' || t.part === 'mailbox-login'));
  const onTheWay = (letters['sending'] ?? 0) + (messages['waiting'] ?? 0);
  return {
    messages, entries, jobs, letters, crowd: await readCrowd(tx),
    mailbox: {
      name: box?.name ?? null, present: box?.present ?? 0, stored, lastScanAt: box?.lastScanAt?.toISOString() ?? null,
      problem: ofMailbox?.detail ?? null, problemSince: ofMailbox?.since ?? null,
    },
    personal: await personalNow(tx),
    troubles, processes: await processes(tx),
    restored: await restoredNow(tx),
    idle: box?.lastScanAt != null && stored >= box.present && jobs.due === 0 && jobs.running === 0 && onTheWay === 0,
  };
}

async function personalNow(tx: Tx): Promise<Status['personal']> {
  const { rows } = await tx.execute<{ requests: number; next: string | null; erasures: number }>(sql`select count(*)::int as requests, min(case when answered_at is null then answer_due_at else done_due_at end)::text as next,
    (select count(*)::int from erasure) as erasures from person_request where state = 'open'`);
  const [row] = rows;
  return { requests: row?.requests ?? 0, nextDueAt: row?.next ? new Date(row.next).toISOString() : null, erasures: row?.erasures ?? 0 };
}

function troubleStatus({ part, host, detail, since, lastSeen, endedAt }: TroubleRow): TroubleStatus {
  return { part, host: host === '' ? null : host, open: endedAt === null, detail, since: since?.toISOString() ?? '', lastSeen: lastSeen?.toISOString() ?? null, endedAt: endedAt?.toISOString() ?? null };
}

const SILENT_MS = 60_000;

async function processes(tx: Tx): Promise<ProcessStatus[]> {
  const found = new Map<string, ProcessStatus>();
  for (const row of await listHeartbeats(tx)) {
    const known = found.get(row.processId) ?? { host: row.host, pid: row.pid, startedAt: row.startedAt.toISOString(), seenAt: row.seenAt.toISOString(), alive: row.silent < SILENT_MS, loops: {} };
    known.loops[row.loop] = { lastProgress: row.lastProgress.toISOString(), secondsAgo: Math.round(row.idle / 1000) };
    found.set(row.processId, known);
  }
  return [...found.values()];
}

async function restoredNow(tx: Tx): Promise<Status['restored']> {
  const row = await openRestorationOf(tx);
  if (row === null) return null;
  const { rows } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${message} where outcome is null`);
  return { since: row.noticedAt.toISOString(), reason: row.reason, phase: row.readAt === null ? 'reading the mailbox' : 'matching what was answered', waiting: rows[0]?.n ?? 0 };
}

async function jobCounts(tx: Tx): Promise<Status['jobs']> {
  const open = and(isNull(job.doneAt), isNull(job.deadAt));
  const running = sql`${job.leasedUntil} > now()`;
  const due = lte(job.dueAt, tx.now);
  const [row] = await tx.select({
    due: sql<number>`count(*) filter (where ${open} and ${due} and not coalesce(${running}, false))`.mapWith(Number),
    later: sql<number>`count(*) filter (where ${open} and not (${due}))`.mapWith(Number),
    running: sql<number>`count(*) filter (where ${open} and ${running})`.mapWith(Number),
    dead: sql<number>`count(*) filter (where ${isNotNull(job.deadAt)})`.mapWith(Number),
    oldest: sql<number>`coalesce(extract(epoch from now() - min(${job.createdAt}) filter (where ${open} and ${due})), 0)`.mapWith(Number),
  }).from(job);
  return { due: row?.due ?? 0, running: row?.running ?? 0, dead: row?.dead ?? 0, later: row?.later ?? 0, oldestDueSeconds: Math.round(row?.oldest ?? 0) };
}

/** Messages of the mailbox as it is numbered now that have a row. */
async function storedNow(tx: Tx, box: typeof mailbox.$inferSelect | undefined): Promise<number> {
  if (!box?.uidvalidity) return 0;
  const [row] = await tx.select({ n: sql<number>`count(*)`.mapWith(Number) }).from(message)
    .where(sql`${message.mailboxId} = ${box.id} and ${message.uidvalidity} = ${box.uidvalidity} and ${message.generation} = ${box.generation}`);
  return row?.n ?? 0;
}

async function counts(tx: Tx, query: ReturnType<typeof sql>): Promise<Record<string, number>> {
  const { rows } = await tx.execute<{ key: string; n: number }>(query);
  return Object.fromEntries(rows.map((r) => [r.key, r.n]));
}
