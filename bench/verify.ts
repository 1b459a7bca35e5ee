/**
 * How long the oracle takes: `tsx bench/verify.ts [--messages 10000] [--today 300] [--today-bytes 60000] [--runs 3]`.
 * A durable PostgreSQL of its own, a consistent contest made by SQL, its bytes on disk; the mailbox is not asked.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBlobs } from '../src/edges/blobs.ts';
import { migrate, openDatabase } from '../src/store/database.ts';
import { seedMany } from '../tests/support/many.ts';
import { startPostgres } from '../workers/demo/embedded-postgres.ts';
import { verify } from '../workers/verify.ts';

const { values } = parseArgs({ options: {
  messages: { type: 'string', default: '10000' }, today: { type: 'string', default: '300' }, 'today-bytes': { type: 'string', default: '60000' }, runs: { type: 'string', default: '3' },
} });
const print = (line: string): void => { process.stdout.write(`${line}\n`); };

const dataDir = await mkdtemp(join(tmpdir(), 'mailroom-bench-verify-'));
const postgres = await startPostgres({ durable: true });
try {
  await postgres.createDatabase('verify');
  const url = postgres.url('verify');
  await migrate(url, 'schemas/migrations');
  const began = performance.now();
  const bytes = await seedMany(url, dataDir, { messages: Number(values.messages), today: Number(values.today), todayBytes: Number(values['today-bytes']) });
  print(`seeded ${values.messages} messages, ${values.today} of them today, ${Math.round(bytes / 1e6)} MB, in ${seconds(began)} s`);
  const db = openDatabase(url, () => new Date(), { poolSize: 2 });
  const parts = { db, blobs: await openBlobs(dataDir), mailbox: null };
  for (const deep of [false, true]) {
    for (let run = 1; run <= Number(values.runs); run++) {
      const start = performance.now();
      const cpu = process.cpuUsage();
      const { invariants, ok } = await verify(parts, deep);
      const { user, system } = process.cpuUsage(cpu);
      const note = invariants.find((i) => i.note?.includes('hashed'))?.note;
      print(`verify${deep ? ' --deep' : '       '} run ${run}: ${seconds(start)} s, CPU ${((user + system) / 1e6).toFixed(2)} s, ${invariants.length} invariants, ${ok ? 'all hold' : 'BROKEN'}, RSS ${Math.round(process.memoryUsage.rss() / 1e6)} MB${note ? `; ${note}` : ''}`);
      if (!ok) print(invariants.flatMap((i) => i.violations).slice(0, 5).join('\n'));
    }
  }
  await db.close();
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(2);
}
