/** The record of what people decided. Append only; each row chained to the one before. */
import { asc, desc, sql } from 'drizzle-orm';
import { auditHash, CHAIN_START } from '../audit/chain.ts';
import { auditEvent } from '../../schemas/tables.ts';
import type { Tx } from './database.ts';

export type Decision = { actor: string; action: string; subject: string; detail: Record<string, unknown> };

/** Appends one decision. Writers take turns to the end of their transaction, so that the chain has no forks. */
export async function recordDecision(tx: Tx, decision: Decision): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(745201985)`);
  const [last] = await tx.select().from(auditEvent).orderBy(desc(auditEvent.n)).limit(1);
  const n = (last?.n ?? 0) + 1;
  const prevHash = last?.hash ?? CHAIN_START;
  const hash = auditHash(prevHash, { n, at: tx.now.toISOString(), ...decision });
  await tx.insert(auditEvent).values({ n, at: tx.now, ...decision, prevHash, hash });
}

/** Violations of the chain, each a sentence for staff; none where it is whole. */
export async function brokenLinks(tx: Tx): Promise<{ checked: number; violations: string[] }> {
  const rows = await tx.select().from(auditEvent).orderBy(asc(auditEvent.n));
  const violations: string[] = [];
  let prevHash = CHAIN_START;
  for (const [i, row] of rows.entries()) {
    const { n, at, actor, action, subject, detail } = row;
    const expected = auditHash(row.prevHash, { n, at: at.toISOString(), actor, action, subject, detail });
    if (n !== i + 1) violations.push(`audit event ${i + 1} is missing`);
    if (row.prevHash !== prevHash) violations.push(`audit event ${n} does not follow the event before it`);
    if (row.hash !== expected) violations.push(`audit event ${n} was changed after it was written`);
    prevHash = row.hash;
  }
  return { checked: rows.length, violations };
}
