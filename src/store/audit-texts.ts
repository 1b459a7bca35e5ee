/**
 * The words of the audit record: who decided, and reasons, addresses and whatever else was said. They stand here and nowhere in
 * the chain, which holds their seals: so they can be erased, and the chain stays whole.
 */
import { randomBytes } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import { sealOf, sealsIn, type Seals } from '../audit/texts.ts';
import { auditText } from '../../schemas/tables.ts';
import type { Tx } from './database.ts';
import { standing } from './personal/stands.ts';

/** Keeps the words of event `n` and gives their seals. */
export async function sealTexts(tx: Tx, n: number, texts: Record<string, string>): Promise<Seals> {
  const rows = Object.entries(texts).map(([name, text]) => {
    const salt = randomBytes(16).toString('hex');
    return { id: sealOf(salt, text), n, name, salt, text };
  });
  if (rows.length > 0) await tx.insert(auditText).values(rows);
  return Object.fromEntries(rows.map((row) => [row.name, row.id]));
}

export type TextRow = typeof auditText.$inferSelect;

/** The texts that these events name, by their seals; erased ones with null, those that are gone not at all. */
export async function textsOf(tx: Tx, events: { actor: string; detail: unknown }[]): Promise<Map<string, TextRow>> {
  const seals = events.flatMap((event) => Object.values(sealsIn(event)));
  const rows = seals.length === 0 ? [] : await tx.select().from(auditText).where(inArray(auditText.id, seals));
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Erases for ever what was said in events about these subjects, and every text in which one of these addresses stands, whoever
 * said it. Who decided stays, unless it is one of the addresses.
 * @param subjects codes of entries, ids of letters and messages
 * @returns how many texts are gone
 */
export async function eraseAuditTexts(tx: Tx, { subjects, addresses }: { subjects: string[]; addresses: string[] }): Promise<number> {
  const rows = await tx.run(ERASE, [subjects, addresses.filter((a) => a !== '').map(standing), tx.now]);
  return rows.length;
}

const ERASE = `
  update audit_text t set salt = null, text = null, erased_at = $3 from audit_event e
  where e.n = t.n and t.text is not null and ((t.name <> 'actor' and e.subject = any($1))
    or exists (select 1 from unnest($2::text[]) a where lower(t.text) ~ a))
  returning t.id`;
