/** Written statements that give whole rows: the columns of a table by the names its rows have in the program. */
import { getTableColumns, type Column } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** `"internal_date" as "internalDate", …` for a select or a returning. */
export function columnList(table: PgTable): string {
  return Object.entries(getTableColumns(table)).map(([name, column]: [string, Column]) => `"${column.name}" as "${name}"`).join(', ');
}

/** What the driver gave, as rows of the table are typed: numbers and big integers of bigint columns, dates, parsed JSON. */
export function asRow<T extends PgTable>(table: T, given: Record<string, unknown>): T['$inferSelect'] {
  const columns = getTableColumns(table) as Record<string, Column>;
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === null ? null : columns[name]?.mapFromDriverValue(value)])) as T['$inferSelect'];
}
