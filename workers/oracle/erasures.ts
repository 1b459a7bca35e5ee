/** Is anybody back who was erased? DATA_DIR knows of each erasure, also where an older database was restored that does not. */
import type { ErasureList, NotedErasure } from '../../src/edges/erasure-list.ts';
import { addressKey } from '../../src/personal/tombstone.ts';
import type { Database } from '../../src/store/database.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import { knownAddresses, listErasures } from '../../src/store/personal/mailboxes.ts';
import type { Invariant } from '../../src/store/verify.ts';

const NAME = 'nobody who was erased is back with an older database';

/** @param keys by which addresses were hashed; none = it is not known whose they are */
export async function checkErasures(db: Pick<Database, 'transaction'>, list: ErasureList | null, keys: readonly string[]): Promise<Invariant> {
  if (list === null) return { name: NAME, checked: 0, violations: [], note: 'not checked: the list in DATA_DIR was not asked' };
  const noted = await list.all();
  const violations = await db.transaction(async (tx) => {
    const rows = await listErasures(tx);
    // One that was repeated has another id, of the same addresses.
    const unknown = noted.filter((e) => !rows.some((r) => r.id === e.id || (r.at >= new Date(e.at) && r.keys.some((key) => e.keys.includes(key)))));
    if (unknown.length === 0) return [];
    const addresses = await knownAddresses(tx);
    const held = new Set((await entriesByCode(tx, unknown.flatMap((e) => e.codes))).filter((e) => e.state !== 'erased').map((e) => e.code));
    return unknown.flatMap((e) => told(e, addresses.filter((a) => keys.some((key) => e.keys.includes(addressKey(a, key)))), e.codes.filter((code) => held.has(code))));
  });
  return { name: NAME, checked: noted.length, violations };
}

function told({ n, at }: NotedErasure, addresses: string[], codes: string[]): string[] {
  if (addresses.length + codes.length === 0) return [];
  const who = addresses.length > 0 ? addresses.join(' ') : `"NAME" ${codes.map((code) => `--entry ${code}`).join(' ')}`;
  const what = codes.length > 0 ? `${codes.join(', ')} ${codes.length === 1 ? 'is' : 'are'} there again` : 'their mails are there again';
  return [`erasure ${n} of ${at.slice(0, 10)} is not in this database, which is an older one: ${what}. Repeat it: \`mailroom person erase ${who} --reason "…" --by "…"\``];
}
