/**
 * Takes a person's words out of rows that others need: every column of text or JSON of every table, as the database lists them,
 * so that a table which comes later is not forgotten.
 */
import { sql } from 'drizzle-orm';
import { canonical } from '../../audit/chain.ts';
import { redactJson, type Redact } from '../../personal/words.ts';
import type { Tx } from '../database.ts';

/** Why no word of a person can or may be taken out of them. */
const SPARED: Record<string, string> = {
  audit_event: 'a chain of ids', audit_text: 'sealed words, erased by their own function', rules_version: 'the contest', mailbox: 'the contest\'s own', heartbeat: 'processes', restoration: 'no persons',
  body_member: 'people of the organisers, on other grounds', erasure: 'holds none', doomed_bytes: 'hashes', fingerprint: 'numbers', fingerprint_count: 'numbers', shared_passage: 'numbers',
  compared_text: 'compared anew', person_request: 'closed by its own function', entry_sender: 'addresses are removed as rows',
};

export type Swept = { /** "table column" with how many rows */ places: Record<string, number>; rows: number };

type Column = { table: string; column: string; json: boolean };

/**
 * @param needles lower case: rows in which one of them stands are looked at
 * @param except ids of rows that are emptied as a whole
 * @param write false = only count
 */
export async function sweep(tx: Tx, redact: Redact, needles: string[], except: ReadonlySet<string>, write: boolean): Promise<Swept> {
  const swept: Swept = { places: {}, rows: 0 };
  if (needles.length === 0) return swept;
  for (const [table, columns] of Object.entries(await columnsByTable(tx))) {
    const { rows } = await tx.execute<Record<string, unknown>>(sql`select t.ctid::text as "row place", t.* from ${sql.identifier(table)} t, lateral (select lower(t::text) as words) x
      where exists (select 1 from unnest(${sql.param(needles)}::text[]) n where position(n in x.words) > 0) ${write ? sql`for update of t` : sql``}`);
    for (const row of rows.filter((r) => !except.has(String(r['id'])))) await sweepRow(tx, row, columns, redact, swept, write);
  }
  return swept;
}

async function sweepRow(tx: Tx, row: Record<string, unknown>, columns: Column[], redact: Redact, swept: Swept, write: boolean): Promise<void> {
  const changed = columns.flatMap(({ table, column, json }) => {
    const before = row[column];
    const after = json ? redactJson(before, redact, undefined, [column]) : typeof before === 'string' ? redact(before) : before;
    if (canonical(after) === canonical(before)) return [];
    const place = `${table} ${column}`;
    swept.places[place] = (swept.places[place] ?? 0) + 1;
    return [json ? sql`${sql.identifier(column)} = ${JSON.stringify(after)}::jsonb` : sql`${sql.identifier(column)} = ${after}`];
  });
  if (changed.length === 0) return;
  swept.rows++;
  const [table = ''] = columns.map((c) => c.table);
  if (write) await tx.execute(sql`update ${sql.identifier(table)} set ${sql.join(changed, sql`, `)} where ctid = ${String(row['row place'])}::tid`);
}

async function columnsByTable(tx: Tx): Promise<Record<string, Column[]>> {
  const { rows } = await tx.execute<{ table: string; column: string; type: string }>(sql`select c.table_name as "table", c.column_name as "column", c.data_type as type from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name) where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb') order by 1, c.ordinal_position`);
  const found: Record<string, Column[]> = {};
  for (const { table, column, type } of rows) if (!(table in SPARED)) (found[table] ??= []).push({ table, column, json: type === 'jsonb' });
  return found;
}
