/** One file found inside another, as the lists of documents name it. */
import { createHash } from 'node:crypto';
import type { DocumentFlag, DocumentSource, ReadDocument } from '../../schemas/reading.ts';
import { contradicts, detectType, extensionOf } from '../mail/detect.ts';
import { storedName } from '../mail/names.ts';
import { storable } from '../mail/read.ts';
import { baseName } from './names.ts';
import { noText, PENDING } from './no-text.ts';



export type Found = {
  name: string | null;
  size: number;
  /** null where it was not unpacked: the flags say why */
  bytes: Buffer | null;
  flags: DocumentFlag[];
  contentType: string;
  from: DocumentSource;
  /** of a mail: what it holds is listed beside it */
  listed: boolean;
};

/** @param part its number. The hash of what was not unpacked is empty. */
export async function describe(found: Found, part: string): Promise<ReadDocument> {
  const { bytes } = found;
  const base = found.name === null ? null : baseName(found.name);
  const extension = extensionOf(base);
  const detectedType = bytes === null ? 'unknown' : await detectType(bytes, extension, MAILS.has(extension) ? 'message/rfc822' : found.contentType);
  const flags = new Set(found.flags);
  if (bytes?.length === 0) flags.add('empty');
  if (contradicts(detectedType, extension)) flags.add('type-mismatch');
  const usual = detectedType === 'unknown' || detectedType === 'empty' ? '' : detectedType;
  return {
    part, filename: found.name === null ? null : storable(found.name), storedName: storedName(base, part.replaceAll('/', '-'), usual), contentType: found.contentType, detectedType, size: found.size,
    sha256: bytes === null ? '' : createHash('sha256').update(bytes).digest('hex'), from: found.from, flags: [...flags],
    text: bytes === null ? noText('failed', found.flags[0] === 'undecodable' ? 'damaged' : found.flags[0] ?? 'damaged', null) : noText('skipped', PENDING, null),
  };
}

const MAILS = new Set(['eml', 'mht', 'mhtml']);
