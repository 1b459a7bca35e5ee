/** The oracle: the database's invariants, every byte we promised to keep, and the mailbox against the table. */
import type { LoadedContest } from '../schemas/contest.ts';
import type { ErasureList } from '../src/edges/erasure-list.ts';
import type { GivenCodes } from '../src/edges/given-codes.ts';
import type { PaperRecords } from '../src/edges/paper-records.ts';
import type { Blobs } from '../src/edges/blobs.ts';
import type { Database } from '../src/store/database.ts';
import { checkInvariants, readListed, type Invariant, type Listed } from '../src/store/verify.ts';
import { checkBytes } from './oracle/bytes.ts';
import { checkConflicts } from './oracle/conflicts.ts';
import { checkErasures } from './oracle/erasures.ts';
import { checkGivenCodes } from './oracle/given-codes.ts';
import { checkPapers } from './oracle/papers.ts';
import { checkMailbox, type OpenMailbox } from './oracle/mailbox.ts';
import { checkRankings } from './oracle/rankings.ts';

export type Verdict = {
  invariants: Invariant[];
  /** what is no violation but must be seen: letters that stay unclear, jobs that were given up */
  listed: Listed[];
  ok: boolean;
};

export type VerifyParts = { db: Pick<Database, 'transaction'>; blobs: Blobs; /** without it the list in DATA_DIR is not asked */ givenCodes?: GivenCodes; paperRecords?: PaperRecords; erasures?: ErasureList; /** by them the addresses of who was erased are known again */ secretKeys?: readonly string[]; /** without it the mailbox is not asked */ mailbox?: OpenMailbox | null; /** without it nobody knows the agencies of judges and the rules of rounds */ loaded?: LoadedContest };

/** @param deep true = hash everything again, not only what came in the last day */
export async function verify(parts: VerifyParts, deep = false): Promise<Verdict> {
  const { rules, listed } = await parts.db.transaction(async (tx) => ({ rules: await checkInvariants(tx), listed: await readListed(tx) }));
  const conflicts = await checkConflicts(parts.db, parts.loaded ?? null);
  const invariants = [
    ...rules, conflicts.invariant, ...await checkRankings(parts.db, parts.loaded ?? null), await checkBytes(parts, deep),
    await checkGivenCodes(parts.db, parts.givenCodes ?? null), await checkPapers(parts.db, parts.paperRecords ?? null), await checkErasures(parts.db, parts.erasures ?? null, parts.secretKeys ?? []), await checkMailbox(parts.db, parts.mailbox ?? null),
  ];
  return { invariants, listed: [...listed, ...conflicts.listed], ok: invariants.every((i) => i.violations.length === 0) };
}
