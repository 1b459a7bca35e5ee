/** The oracle: the database's invariants, and that every byte we promised to keep is there. */
import type { Blobs } from '../src/edges/blobs.ts';
import type { Database } from '../src/store/database.ts';
import { checkInvariants, expectedBlobs, type Invariant } from '../src/store/verify.ts';

export type Verdict = { invariants: Invariant[]; ok: boolean };

/** @param deep true = hash everything again, not only what came in the last day */
export async function verify(parts: { db: Database; blobs: Blobs }, deep = false): Promise<Verdict> {
  const { rules, expected } = await parts.db.transaction(async (tx) => ({ rules: await checkInvariants(tx), expected: await expectedBlobs(tx) }));
  const invariants = [...rules, await checkBlobs(parts.blobs, expected, deep)];
  return { invariants, ok: invariants.every((i) => i.violations.length === 0) };
}

async function checkBlobs(blobs: Blobs, expected: Awaited<ReturnType<typeof expectedBlobs>>, deep: boolean): Promise<Invariant> {
  const violations: string[] = [];
  for (const blob of expected) {
    const size = await blobs.has(blob.sha256);
    if (size === null) violations.push(`${blob.what}: its bytes are missing`);
    else if (size !== blob.size) violations.push(`${blob.what}: ${size} bytes stored, ${blob.size} expected`);
    else if ((deep || blob.newest) && (await blobs.hash(blob.sha256)) !== blob.sha256) violations.push(`${blob.what}: its bytes changed`);
  }
  return { name: 'all raw bytes and documents are stored, whole and unchanged', checked: expected.length, violations };
}
