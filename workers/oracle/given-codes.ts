/** Is the database at least as new as what was said to entrants? The newest codes noted in DATA_DIR must be known to it. */
import type { GivenCodes } from '../../src/edges/given-codes.ts';
import { unknownVersions } from '../../src/store/copies.ts';
import type { Database } from '../../src/store/database.ts';
import { openRestorationOf } from '../../src/store/restoration.ts';
import type { Invariant } from '../../src/store/verify.ts';

const NAME = 'every code that was given is known';

export async function checkGivenCodes(db: Pick<Database, 'transaction'>, givenCodes: GivenCodes | null): Promise<Invariant> {
  if (givenCodes === null) return { name: NAME, checked: 0, violations: [], note: 'not checked: the list in DATA_DIR was not asked' };
  const given = await givenCodes.newest();
  const { restoring, unknown } = await db.transaction(async (tx) => ({ restoring: (await openRestorationOf(tx)) !== null, unknown: await unknownVersions(tx, given) }));
  if (restoring) return { name: NAME, checked: 0, violations: [], note: 'not checked: an older database was restored, and the mailbox is being read' };
  return { name: NAME, checked: given.length, violations: unknown.map((g) => `DATA_DIR knows ${g.code} version ${g.version}, the database does not: is it an older one? \`mailroom start\` reads the mailbox again`) };
}
