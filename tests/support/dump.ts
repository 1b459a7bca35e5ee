/** Everything that is kept: each row of each table, and each file, as text. What is not in it was not kept. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { FreshDatabase } from './database.ts';

export async function everythingOf(database: FreshDatabase, dataDir: string): Promise<string> {
  return `${await rowsOf(database)}\n${(await filesBelow(dataDir)).join('\n').normalize('NFC')}`;
}

/** @param without tables that are left out */
export async function rowsOf(database: FreshDatabase, without: string[] = []): Promise<string> {
  return (await tablesOf(database, without)).join('\n').normalize('NFC');
}

async function tablesOf(database: FreshDatabase, without: string[]): Promise<string[]> {
  const tables = await database.query<{ name: string }>("select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')");
  const kept = tables.filter(({ name }) => !without.includes(name.replace(/^public\./, '')));
  const rows = await Promise.all(kept.map(({ name }) => database.query<{ row: string }>(`select t::text as row from ${name} t`)));
  return rows.flat().map(({ row }) => row);
}

/** As they are, decoded as mails are, and unpacked. */
async function filesBelow(dir: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(dir, { recursive: true })) {
    const path = join(dir, name);
    if ((await stat(path)).isDirectory()) continue;
    const bytes = await readFile(path);
    found.push(name, bytes.toString('utf8'), decoded(bytes.toString('latin1')), ...unpacked(bytes));
  }
  return found;
}

/** Base64 and quoted-printable, wherever they stand. */
function decoded(text: string): string {
  const base64 = [...text.matchAll(/(?:[A-Za-z0-9+/]{40,}={0,2}\r?\n?)+/g)].map(([block]) => Buffer.from(block, 'base64').toString('utf8'));
  const words = [...text.matchAll(/=\?utf-8\?b\?([^?]*)\?=/gi)].map(([, block = '']) => Buffer.from(block, 'base64').toString('utf8'));
  const quoted = Buffer.from(text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8');
  return [...base64, words.join(''), quoted].join('\n');
}

function unpacked(bytes: Buffer): string[] {
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') return [];
  return Object.entries(unzipSync(bytes)).flatMap(([name, content]) => [name, Buffer.from(content).toString('utf8')]);
}
