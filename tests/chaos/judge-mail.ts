/** Was every mail taken in, whole, and registered exactly as often as it should be? */
import { openBlobs } from '../../src/edges/blobs.ts';
import { sha256, type LedgerLine } from './ledger.ts';
import { NUMBER_HEADER } from './mails.ts';
import type { Stand } from './stand.ts';

type Row = { id: string; uid: number; sha256: string | null; outcome: string | null; registered: number };

/** Violations, each a sentence with the ids. */
export async function judgeMail(stand: Stand, ledger: LedgerLine[]): Promise<string[]> {
  const rows = await stand.query<Row>(`select m.id, m.uid::int, m.sha256, m.outcome, (select count(*)::int from entry_version v where v.message_id = m.id) as registered
    from message m join mailbox b on b.id = m.mailbox_id and b.uidvalidity = m.uidvalidity and b.generation = m.generation`);
  const [{ all } = { all: 0 }] = await stand.query<{ all: number }>('select count(*)::int as all from message');
  const known = new Map(rows.map((row) => [row.uid, row]));
  const uids = await stand.world.uids();
  return [
    ...uids.filter((uid) => !known.has(uid)).map((uid) => `lost: the mail with UID ${uid} has no row`),
    ...(rows.length === uids.length && all === uids.length ? [] : [`${uids.length} mails in the mailbox, ${rows.length} rows of it, ${all} rows in all`]),
    ...await judgeLines(stand, ledger, rows),
  ];
}

async function judgeLines(stand: Stand, ledger: LedgerLine[], rows: Row[]): Promise<string[]> {
  const blobs = await openBlobs(stand.dataDir);
  const lines = new Map(ledger.map((line) => [line.number, line]));
  const found = new Map<number, Row[]>();
  const wrong: string[] = [];
  for (const row of rows) {
    const raw = row.sha256 === null ? null : await blobs.read(row.sha256);
    const number = raw === null ? null : numberOf(raw);
    if (raw === null || number === null) continue;
    const line = lines.get(number);
    // Servers write their traces on top and leave the rest alone.
    if (!line || sha256(raw.subarray(raw.length - line.size)) !== line.sha256) wrong.push(`message ${row.id}: its bytes are not those of mail ${number}`);
    found.set(number, [...found.get(number) ?? [], row]);
  }
  return [...wrong, ...ledger.flatMap((line) => judgeLine(line, found.get(line.number) ?? []))];
}

function judgeLine(line: LedgerLine, rows: Row[]): string[] {
  const name = `mail ${line.number} (${line.kind} of ${line.from})`;
  const ids = rows.map((row) => `${row.id} ${row.outcome}`).join(', ');
  if (rows.length !== line.times) return [`${name} was delivered ${line.times} times and has ${rows.length} rows: ${ids}`];
  const registered = rows.reduce((sum, row) => sum + row.registered, 0);
  const wanted = line.kind === 'entry' ? 1 : 0;
  const wrong = registered === wanted ? [] : [`${name} is registered ${registered} times instead of ${wanted}: ${ids}`];
  const duplicates = rows.filter((row) => row.outcome === 'duplicate').length;
  return duplicates === line.times - 1 ? wrong : [...wrong, `${name}: ${duplicates} duplicates on record instead of ${line.times - 1}: ${ids}`];
}

function numberOf(raw: Buffer): number | null {
  const head = raw.toString('latin1', 0, Math.max(0, raw.indexOf('\r\n\r\n')));
  const found = new RegExp(`^${NUMBER_HEADER}: (\\d+)`, 'im').exec(head)?.[1];
  return found === undefined ? null : Number(found);
}
