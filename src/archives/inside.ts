/**
 * From one document to the documents inside it: members of archives, attachments of mails and of winmail.dat, uuencoded blocks.
 *
 *   readInside({ part: '2', name: 'hồ sơ.zip', … }, keep)  gives parts "2/1", "2/2", and "2/2/1" where 2/2 is an archive again
 */
import type { DocumentFlag, DocumentText, ReadDocument } from '../../schemas/reading.ts';
import { Problem } from '../problem.ts';
import { archiveReader, type ArchiveReader } from './archive.ts';
import { openBudget, type Budget } from './budget.ts';
import { describe, type Found } from './describe.ts';
import { mailInside } from './mail.ts';
import { noText } from './no-text.ts';
import { uuencodedIn } from './uuencoded.ts';

export type Outer = {
  part: string;
  name: string | null;
  bytes: Buffer;
  detectedType: string;
  /** true where the reader of the mail around it has listed already what it holds: then only its own words are read */
  listed: boolean;
};
/** Stores the bytes of one inner document. Throws Problem where the disk fails, and nothing else. */
export type Keep = (bytes: Buffer, sha256: string) => void;

export type Inside = {
  /** null where the document is no container: its words are for `readText` */
  text: DocumentText | null;
  /** what is to be added to those of the document itself */
  flags: DocumentFlag[];
  /** in the order of the container, each before what is inside it; `text` is skipped with failure `pending` where it is for `readText` */
  inner: ReadDocument[];
};

/** @param budget one for the document and all below it. Throws what `keep` throws; bad documents are flags. */
export async function readInside(outer: Outer, keep: Keep, budget: Budget = openBudget()): Promise<Inside> {
  return open(outer, { keep, budget, archives: 0, containers: 0 });
}

type Place = { keep: Keep; budget: Budget; /** how many lie around it */ archives: number; containers: number };

async function open(outer: Outer, place: Place): Promise<Inside> {
  const reader = archiveReader(outer.detectedType);
  const within = { ...place, containers: place.containers + 1, archives: place.archives + (reader?.archive ? 1 : 0) };
  const tooDeep = within.containers > place.budget.limits.containers || within.archives > place.budget.limits.archives;
  if (reader !== null) return tooDeep ? { text: noText('failed', 'unpack-limit', null), flags: ['unpack-limit'], inner: [] } : openArchive(reader, outer, within);
  if (outer.detectedType === 'eml') return openMail(outer, within, tooDeep);
  if (outer.detectedType !== 'txt' || tooDeep) return { text: null, flags: [], inner: [] };
  const { inner, flags } = await collect(outer, uuencodedIn(outer.bytes, place.budget), within);
  return { text: null, flags, inner };
}

async function openArchive(reader: ArchiveReader, outer: Outer, place: Place): Promise<Inside> {
  const members = reader.members(outer.bytes, place.budget, outer.name ?? '');
  const { inner, flags, failure } = await collect(outer, foundIn(members, reader), place);
  const opened = inner.some((document) => document.sha256 !== '');
  const why = failure ?? (opened ? null : inner.length === 0 ? 'empty' : flags.find((flag) => flag === 'password' || flag === 'unpack-limit') ?? 'damaged');
  return { text: noText(why === null || opened ? 'none' : 'failed', why, outer.detectedType), flags: why === 'empty' ? ['empty', ...flags] : flags, inner };
}

async function* foundIn(members: AsyncIterable<{ name: string; size: number; bytes: Buffer | null; flags: DocumentFlag[] }>, reader: ArchiveReader): AsyncGenerator<Found> {
  for await (const member of members) yield { ...member, contentType: 'application/octet-stream', from: reader.from, listed: false };
}

async function openMail(outer: Outer, place: Place, tooDeep: boolean): Promise<Inside> {
  const { text, flags, documents } = await mailInside(outer.bytes, place.budget);
  if (outer.listed || text.state === 'failed') return { text, flags, inner: [] };
  if (tooDeep) return { text, flags: documents === null ? flags : [...flags, 'unpack-limit'], inner: [] };
  const collected = await collect(outer, documents ?? none(), place);
  return { text, flags: [...new Set([...flags, ...collected.flags])], inner: collected.inner };
}

async function* none(): AsyncGenerator<Found> {}

type Collected = { inner: ReadDocument[]; flags: DocumentFlag[]; /** why the list may be incomplete, or null */ failure: string | null };

/** Numbers, stores and describes what is found, and opens it in turn. */
async function collect(outer: Outer, found: AsyncIterable<Found>, place: Place): Promise<Collected> {
  const inner: ReadDocument[] = [];
  const flags = new Set<DocumentFlag>();
  let number = 0;
  let failure: string | null = null;
  try {
    for await (const each of found) {
      const document = await describe(each, `${outer.part}/${++number}`);
      if (each.bytes !== null) place.keep(each.bytes, document.sha256);
      const inside = each.bytes === null ? null : await open({ part: document.part, name: each.name, bytes: each.bytes, detectedType: document.detectedType, listed: each.listed }, place);
      const all = [...new Set([...document.flags, ...inside?.flags ?? []])];
      for (const flag of all) if (flag === 'password' || flag === 'unpack-limit') flags.add(flag);
      inner.push({ ...document, flags: all, text: inside?.text ?? document.text }, ...inside?.inner ?? []);
    }
  } catch (error) {
    if (error instanceof Problem && error.retry === 'later') throw error;
    failure = error instanceof Problem ? error.code : 'damaged';
    flags.add(FLAG_OF[failure] ?? 'undecodable');
  }
  return { inner, flags: [...flags], failure };
}

const FLAG_OF: Record<string, DocumentFlag> = { password: 'password', 'unpack-limit': 'unpack-limit', truncated: 'truncated' };

