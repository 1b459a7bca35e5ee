/** The audit chain as it leaves the house: row by row, so that whoever holds an export can check it without this service. */
import { and, asc, desc, eq, gt, gte, lt } from 'drizzle-orm';
import { sealsIn } from '../audit/texts.ts';
import { auditEvent } from '../../schemas/tables.ts';
import { textsOf, type TextRow } from './audit-texts.ts';
import type { Tx } from './database.ts';

/** One event as the hash covers it (src/audit/chain.ts; at: ISO 8601, UTC, milliseconds), and beside it what its seals stand for. */
export type AuditRow = {
  n: number; at: string; actor: string; action: string; subject: string; detail: unknown; prevHash: string; hash: string;
  /** each with the salt by which it fits its seal (src/audit/texts.ts); null = erased since */
  texts: Record<string, { text: string; salt: string } | null>;
};
/** from: the first instant; to: the first instant that is too late */
export type AuditRange = { from: Date | null; to: Date | null };

/** The next rows after number `after`, in order; empty at the end. */
export async function auditPage(tx: Tx, { from, to }: AuditRange, after: number, limit: number): Promise<AuditRow[]> {
  const rows = await tx.select().from(auditEvent)
    .where(and(gt(auditEvent.n, after), from === null ? undefined : gte(auditEvent.at, from), to === null ? undefined : lt(auditEvent.at, to)))
    .orderBy(asc(auditEvent.n)).limit(limit);
  const texts = await textsOf(tx, rows);
  return rows.map(({ n, at, actor, action, subject, detail, prevHash, hash }) => ({ n, at: at.toISOString(), actor, action, subject, detail, prevHash, hash, texts: opened({ actor, detail }, texts) }));
}

function opened(event: { actor: string; detail: unknown }, texts: ReadonlyMap<string, TextRow>): AuditRow['texts'] {
  return Object.fromEntries(Object.entries(sealsIn(event)).map(([name, seal]) => {
    const { text = null, salt = null } = texts.get(seal) ?? {};
    return [name, text === null || salt === null ? null : { text, salt }];
  }));
}

/** The newest row of all; null where nobody decided anything so far. */
export async function auditHead(tx: Tx): Promise<{ n: number; hash: string } | null> {
  const [row] = await tx.select({ n: auditEvent.n, hash: auditEvent.hash }).from(auditEvent).orderBy(desc(auditEvent.n)).limit(1);
  return row ?? null;
}

/** The row with this hash; null where the chain has none: it was cut, or written anew. */
export async function auditRowByHash(tx: Tx, hash: string): Promise<{ n: number } | null> {
  const [row] = await tx.select({ n: auditEvent.n }).from(auditEvent).where(eq(auditEvent.hash, hash));
  return row ?? null;
}
