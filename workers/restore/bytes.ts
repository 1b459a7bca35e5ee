/** Bytes that DATA_DIR lost with the restore of an older copy: raw mail is fetched again, documents are read out of it again. */
import { infectedHashes } from '../../src/store/documents.ts';
import { messagePlaces, parentsOf } from '../../src/store/kept.ts';
import { missingBytes, type Fault } from '../oracle/bytes.ts';
import { readDocuments } from '../read-documents.ts';
import type { Restored } from './reading.ts';

const AT_ONCE = 20;
/** above this a mail is fetched by itself, in pieces */
const ALONE_BYTES = 10 * 1024 * 1024;

/** What lies neither in the mailbox nor in DATA_DIR stays missing: the oracle names it. */
export async function mendBytes(intake: Restored, signal: AbortSignal): Promise<void> {
  const faults = await missingBytes(intake);
  intake.touch();
  await fetchAgain(intake, faults.filter((f) => f.kind === 'message'), signal);
  const parents = await intake.db.transaction((tx) => parentsOf(tx, faults.filter((f) => f.kind === 'document').map((f) => f.row.id)));
  for (const sha256 of parents) {
    if (signal.aborted) return;
    if ((await intake.blobs.has(sha256)) !== null) await storeDocuments(intake, sha256);
    intake.touch();
  }
  if (faults.length > 0) intake.log.info({ missing: faults.length }, 'bytes that were missing were fetched again as far as they are there');
}

/** Reading a mail stores its documents, and reading these what lies inside them. */
async function storeDocuments({ parser, blobs, db }: Restored, sha256: string): Promise<void> {
  const read = await parser.read(blobs.path(sha256));
  if ('reading' in read) await readDocuments({ parser, pathOf: blobs.path, infected: await db.transaction(infectedHashes) }, read.reading);
}

async function fetchAgain(intake: Restored, faults: Fault[], signal: AbortSignal): Promise<void> {
  const places = await intake.db.transaction((tx) => messagePlaces(tx, intake.own.mailboxId, faults.map((f) => f.row.id)));
  const small = places.filter((p) => p.size <= ALONE_BYTES).map((p) => p.uid);
  for (let i = 0; i < small.length && !signal.aborted; i += AT_ONCE) {
    for (const raw of (await intake.server.fetch(small.slice(i, i + AT_ONCE))).values()) await intake.blobs.put(raw);
    intake.touch();
  }
  for (const { uid } of places.filter((p) => p.size > ALONE_BYTES)) {
    if (signal.aborted) return;
    const content = await intake.server.stream(uid);
    if (content !== null) await intake.blobs.put(content);
    intake.touch();
  }
}
