/** Run by a test on a host of its own: begins a registration and never ends it. */
import { openDatabase } from '../../src/store/database.ts';
import { takeTurn } from '../../src/store/entries.ts';

const db = openDatabase(process.argv[2] ?? '', () => new Date(), { poolSize: 1 });
await db.transaction(async (tx) => {
  await takeTurn(tx);
  console.log('holding');
  await new Promise(() => setInterval(() => undefined, 60_000));
});
