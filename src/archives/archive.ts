/** Archives: one reader per kind of container, and what they all give. */
import type { DocumentFlag, DocumentSource } from '../../schemas/reading.ts';
import type { Budget } from './budget.ts';
import { packedMembers } from './seven.ts';
import { tnefMembers } from './tnef.ts';
import { packedTypes, tnefTypes, zipTypes } from './types.ts';
import { zipMembers } from './zip.ts';

/** One file inside an archive. */
export type Inner = {
  /** with its folders, divided by /; NFC and cleaned of ways out, else as it was: data, never a path */
  name: string;
  /** unpacked size in bytes; as the archive says where `bytes` is null */
  size: number;
  /** null where it was not unpacked: the flags say why */
  bytes: Buffer | null;
  flags: DocumentFlag[];
};

/**
 * Gives the members one by one. Throws Problem `password` (even the list is locked), `damaged` or `unpack-limit`, before the first member
 * or behind those that could be had.
 */
export type Members = (bytes: Buffer, budget: Budget, name: string) => AsyncIterable<Inner>;

export type ArchiveReader = { /** as detectType names them */ types: string[]; from: DocumentSource; /** counts against the depth of archives */ archive: boolean; members: Members };

const archiveReaders: ArchiveReader[] = [
  { types: zipTypes, from: 'archive', archive: true, members: zipMembers },
  { types: packedTypes, from: 'archive', archive: true, members: packedMembers },
  { types: tnefTypes, from: 'tnef', archive: false, members: tnefMembers },
];

/** The reader for a detected type, or null: the document is no archive. */
export function archiveReader(detectedType: string): ArchiveReader | null {
  return archiveReaders.find((reader) => reader.types.includes(detectedType)) ?? null;
}
