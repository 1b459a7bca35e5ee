/** Troubles as rows, in machine time: begun, seen again, ended, told. Callers know how long ago things were, the database what time it is. */
import { and, asc, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import { heartbeat, trouble } from '../../schemas/tables.ts';
import { sharedParts, troubleParts, type TroublePart } from '../../schemas/troubles.ts';
import type { Tx } from './database.ts';

export type TroubleRow = typeof trouble.$inferSelect;
/** `since` and `ended` in ms ago; ended null while it lasts */
export type SeenTrouble = { part: TroublePart; detail: string; since: number; ended: number | null };

/** A part that fails again so soon has not worked in between: it is one trouble. */
const SETTLE = sql`interval '15 seconds'`;
/** No living process found it failing for so long: it is over, or nobody can tell any more. */
const UNCONFIRMED = sql`interval '2 minutes'`;
const KEPT = sql`interval '30 days'`;

/** '' where one row speaks for all hosts. */
export function hostOf(part: TroublePart, host: string): string {
  return sharedParts.includes(part) ? '' : host;
}

/** The rows of a host, before anything fails; and away with those of hosts long gone. */
export async function prepareTroubles(tx: Tx, host: string): Promise<void> {
  await tx.insert(trouble).values(troubleParts.map((part) => ({ part, host: hostOf(part, host) }))).onConflictDoNothing();
  const gone = sql`${trouble.host} <> '' and not exists (select 1 from ${heartbeat} h where h.host = ${trouble.host})`;
  await tx.delete(trouble).where(and(gone, or(isNull(trouble.since), lt(trouble.endedAt, sql`now() - ${KEPT}`))));
}

/** Writes down what one process found: its troubles, and the parts that worked so many ms ago. */
export async function recordTroubles(tx: Tx, host: string, troubles: SeenTrouble[], working: { part: TroublePart; ago: number }[]): Promise<void> {
  await tx.update(trouble).set({ endedAt: trouble.lastSeen }).where(and(open, lt(trouble.lastSeen, sql`now() - ${UNCONFIRMED}`)));
  for (const seen of troubles) await recordTrouble(tx, host, seen);
  const [first] = working;
  if (!first) return;
  // One statement for all: what worked a moment ago worked since the oldest of these moments, a few seconds apart.
  const ago = Math.max(...working.map((w) => w.ago));
  const ours = inArray(trouble.host, ['', host]);
  await tx.update(trouble).set({ endedAt: sql`now()` }).where(and(open, ours, inArray(trouble.part, working.map((w) => w.part)), lte(trouble.lastSeen, before(ago))));
}

async function recordTrouble(tx: Tx, host: string, { part, detail, since, ended }: SeenTrouble): Promise<void> {
  const begun = before(since);
  const goesOn = sql`${trouble.since} is not null and (${trouble.endedAt} is null or ${trouble.endedAt} > ${begun} - ${SETTLE})`;
  const now = { detail: detail.slice(0, 1_000), lastSeen: ended === null ? sql`now()` : before(ended), endedAt: ended === null ? null : before(ended) };
  await tx.insert(trouble).values({ part, host: hostOf(part, host), ...now, since: begun }).onConflictDoUpdate({
    target: [trouble.part, trouble.host],
    // Reckoned anew each time, the same beginning differs by a little.
    set: { ...now, since: sql`case when ${goesOn} and ${trouble.since} < ${begun} + interval '2 seconds' then ${trouble.since} else ${begun} end`, toldAt: sql`case when ${goesOn} then ${trouble.toldAt} end` },
  });
}

export type Untold = { part: TroublePart; host: string; detail: string; /** ms ago */ since: number; /** ms ago; null while it lasts */ ended: number | null };

/**
 * Troubles that staff should hear of, locked: that lasted `alertAfterMs` and are over, or last and letters can leave; those told once
 * while they lasted are told again when they are over, and each day until then.
 * @param urgent parts of this host that are told at once
 */
export async function untoldTroubles(tx: Tx, alertAfterMs: number, urgent: { host: string; parts: TroublePart[] }): Promise<Untold[]> {
  const atOnce = urgent.parts.length > 0 ? and(inArray(trouble.part, urgent.parts), inArray(trouble.host, ['', urgent.host])) as SQL : sql`false`;
  const longEnough = sql`coalesce(${trouble.endedAt}, now()) - ${trouble.since} >= ${alertAfterMs} * interval '1 millisecond'`;
  const rows = await tx.select({
    part: trouble.part, host: trouble.host, detail: trouble.detail, since: agoOf(sql`${trouble.since}`), over: isOver, ended: agoOf(sql`coalesce(${trouble.endedAt}, now())`),
  }).from(trouble).where(and(
    isNotNull(trouble.since), or(longEnough, atOnce),
    or(and(isNotNull(trouble.endedAt), or(isNull(trouble.toldAt), lt(trouble.toldAt, trouble.endedAt))),
      and(isNull(trouble.endedAt), lettersCanLeave, or(isNull(trouble.toldAt), lt(trouble.toldAt, sql`now() - interval '1 day'`)))),
  )).for('update', { skipLocked: true });
  return rows.map(({ over, ended, ...row }) => ({ ...row, ended: over ? ended : null }));
}

/** Staff were told, now (machine time). */
export async function markTold(tx: Tx, { part, host }: Pick<TroubleRow, 'part' | 'host'>): Promise<void> {
  await tx.update(trouble).set({ toldAt: sql`now()` }).where(sql`${trouble.part} = ${part} and ${trouble.host} = ${host}`);
}

/** Troubles that last, and those that ended within a day; the newest last. */
export async function recentTroubles(tx: Tx): Promise<TroubleRow[]> {
  return tx.select().from(trouble).where(and(isNotNull(trouble.since), or(isNull(trouble.endedAt), sql`${trouble.endedAt} > now() - interval '1 day'`))).orderBy(asc(trouble.since));
}

const open = and(isNotNull(trouble.since), isNull(trouble.endedAt)) as SQL;
const isOver = sql<boolean>`${trouble.endedAt} is not null`;
const onTheWay: TroublePart[] = ['queue', 'database', 'smtp', 'smtp-login'];
/** Some living process sends letters, and nothing on its host keeps them. */
const lettersCanLeave = sql`exists (select 1 from ${heartbeat} h where h.loop = 'jobs' and h.seen_at > now() - interval '1 minute'
  and not exists (select 1 from ${trouble} t where t.host = h.host and t.since is not null and t.ended_at is null and t.part in ${onTheWay}))`;

function before(ms: number): SQL {
  return sql`now() - ${ms} * interval '1 millisecond'`;
}

function agoOf(when: SQL): SQL<number> {
  return sql<number>`extract(epoch from now() - ${when}) * 1000`.mapWith(Number);
}
