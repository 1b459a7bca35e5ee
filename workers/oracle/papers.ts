/** Does the database know every entry on paper that staff entered? A mailbox could not bring them back. */
import type { PaperRecords } from '../../src/edges/paper-records.ts';
import type { Database } from '../../src/store/database.ts';
import { unknownPapers } from '../../src/store/paper.ts';
import type { Invariant } from '../../src/store/verify.ts';

const NAME = 'every entry on paper that was entered is known';

export async function checkPapers(db: Pick<Database, 'transaction'>, records: PaperRecords | null): Promise<Invariant> {
  if (records === null) return { name: NAME, checked: 0, violations: [], note: 'not checked: the list in DATA_DIR was not asked' };
  const kept = await records.all();
  const unknown = await db.transaction((tx) => unknownPapers(tx, kept.map((k) => k.sha256)));
  return { name: NAME, checked: kept.length, violations: unknown.map((sha256) => `DATA_DIR knows an entry on paper as ${sha256}, the database does not: \`mailroom start\` brings it back where its bytes are there`) };
}
