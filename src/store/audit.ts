/** The record of what people decided. Append only; each row chained to the one before. */
import { asc, desc } from 'drizzle-orm';
import { auditHash, CHAIN_START } from '../audit/chain.ts';
import { sealOf, sealsIn, wordsIn } from '../audit/texts.ts';
import { auditEvent } from '../../schemas/tables.ts';
import { sealTexts, textsOf, type TextRow } from './audit-texts.ts';
import type { Tx } from './database.ts';
import { LOCKS } from './locks.ts';

export type Decision = {
  /** who, in words */
  actor: string;
  action: string;
  /** a code, or an id */
  subject: string;
  /** ids, codes, instants and numbers alone: it can never be erased */
  detail: Record<string, unknown>;
  /** what was said in words, by name: kept beside the chain (./audit-texts.ts) */
  texts?: Record<string, string | null>;
};

/**
 * Appends one decision. Writers take turns to the end of their transaction, so that the chain has no forks.
 * @throws Error where words stand in `subject` or `detail`
 */
export async function recordDecision(tx: Tx, { actor, action, subject, detail, texts = {} }: Decision): Promise<void> {
  const words = wordsIn({ subject }) ?? wordsIn(detail);
  if (words !== null) throw new Error(`audit ${action}: ${words} holds words, which belong into texts`);
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.audit]);
  const [last] = await tx.select().from(auditEvent).orderBy(desc(auditEvent.n)).limit(1);
  const n = (last?.n ?? 0) + 1;
  const prevHash = last?.hash ?? CHAIN_START;
  const said = Object.fromEntries(Object.entries(texts).filter((pair): pair is [string, string] => pair[1] !== null));
  const { actor: who = '', ...rest } = await sealTexts(tx, n, { ...said, actor });
  const event = { actor: who, action, subject, detail: { ...detail, ...(Object.keys(rest).length === 0 ? {} : { texts: rest }) } };
  await tx.insert(auditEvent).values({ n, at: tx.now, ...event, prevHash, hash: auditHash(prevHash, { n, at: tx.now.toISOString(), ...event }) });
}

type EventRow = typeof auditEvent.$inferSelect;

/** Violations of the chain and of the words beside it, each a sentence for staff; none where all is whole. */
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
  for (let at = 0; at < rows.length; at += PAGE) {
    const page = rows.slice(at, at + PAGE);
    const texts = await textsOf(tx, page);
    violations.push(...page.flatMap((row) => brokenSeals(row, texts)));
  }
  return { checked: rows.length, violations };
}

const PAGE = 1_000;

function brokenSeals(row: EventRow, texts: ReadonlyMap<string, TextRow>): string[] {
  return Object.entries(sealsIn(row)).flatMap(([name, seal]) => {
    const found = texts.get(seal);
    if (found === undefined) return [`audit event ${row.n}: its ${name} is gone, and nothing says that it was erased`];
    if (found.erasedAt !== null && found.text === null) return [];
    return found.text !== null && found.salt !== null && sealOf(found.salt, found.text) === seal ? [] : [`audit event ${row.n}: its ${name} was changed after it was written`];
  });
}
