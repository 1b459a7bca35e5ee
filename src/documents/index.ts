/** Every format that is read, and the one way to read a document. A new format is a file here and its line in the list. */
import type { DocumentFlag, DocumentText } from '../../schemas/reading.ts';
import { Problem, reasonOf } from '../problem.ts';
import { GOOD_QUALITY, textQuality } from '../vietnamese/quality.ts';
import { csv } from './csv.ts';
import { doc } from './doc.ts';
import type { DocumentTools, Reader } from './document.ts';
import { docx } from './docx.ts';
import { html } from './html.ts';
import { repairLines } from './legacy.ts';
import { linesToText } from './lines-text.ts';
import { odp, ods, odt } from './odf.ts';
import { oleType } from './ole.ts';
import { pdfByPdfJs, pdfByPoppler } from './pdf.ts';
import { ppt } from './ppt.ts';
import { pptx } from './pptx.ts';
import { rtf } from './rtf.ts';
import { txt } from './txt.ts';
import { xls } from './xls.ts';
import { xlsx } from './xlsx.ts';

/** Readers of one type are tried in this order until one gives good text. */
const readers: Reader[] = [docx, odt, rtf, doc, xlsx, xls, ods, pptx, ppt, odp, txt, html, csv, pdfByPoppler, pdfByPdfJs];

export type Read = {
  text: DocumentText;
  flags: DocumentFlag[];
  /** what exactly was met, for staff; null where all went well */
  forStaff: string | null;
};

/**
 * Reads a document. Never throws for a bad one: its state, failure and flags say what it is.
 * A PDF of pictures ends as state none, failure `scan`; an office file of pictures as none, `pictures`; a picture as none, `image`; a film or sound as none, `media`.
 * @param detectedType as `detectType` gives it
 */
export async function readText(bytes: Buffer, detectedType: string, tools: DocumentTools): Promise<Read> {
  if (bytes.length === 0 || detectedType === 'empty') return unread('failed', 'empty', ['empty'], 'no bytes');
  const type = OLE.has(detectedType) ? oleType(bytes) ?? detectedType : detectedType;
  if (type === 'password') return unread('failed', 'password', ['password'], 'an encrypted file of Office 2007 or later');
  if (IMAGES.has(type)) return unread('none', 'image', [], null);
  if (MEDIA.has(type)) return unread('none', 'media', [], null);
  const able = readers.filter((r) => r.types.includes(type));
  if (able.length === 0) return unread('skipped', 'unsupported', [], `no reader for ${type}`);
  return readByFirstGood(bytes, able, tools);
}

const OLE = new Set(['cfb', 'doc', 'xls', 'ppt', 'msg']);
const IMAGES = new Set(['jpg', 'png', 'gif', 'tif', 'bmp', 'webp', 'heic', 'avif', 'jp2', 'jxl', 'ico', 'psd', 'svg']);
const MEDIA = new Set(['mp4', 'mov', 'avi', 'mkv', 'webm', 'wmv', 'asf', 'mpg', '3gp', 'm4v', 'flv', 'mp3', 'm4a', 'wav', 'ogg', 'oga', 'ogv', 'opus', 'flac', 'aac', 'amr', 'mid', 'wma']);

/** The first good text; else the best; else the first reason why there is none. */
async function readByFirstGood(bytes: Buffer, able: Reader[], tools: DocumentTools): Promise<Read> {
  let best: Read | null = null;
  let failed: Read | null = null;
  for (const reader of able) {
    const read = await readBy(reader, bytes, tools);
    if (read.text.state === 'read') {
      if ((read.text.quality ?? 1) >= GOOD_QUALITY) return read;
      if (!best || (read.text.quality ?? 0) > (best.text.quality ?? 0)) best = read;
    } else if (FINAL.has(read.text.failure ?? '')) return best ?? read;
    else if (!failed || failed.text.failure === 'unsupported') failed = read;
  }
  return best ?? failed ?? unread('failed', 'unsupported', [], null);
}

/** Another reader would meet the same. */
const FINAL = new Set(['password', 'scan', 'pictures', 'empty', 'unpack-limit']);

async function readBy(reader: Reader, bytes: Buffer, tools: DocumentTools): Promise<Read> {
  const flags = new Set<DocumentFlag>();
  try {
    const { lines, method, pagesWithoutText = [] } = await reader.read(bytes, flags, tools);
    const { text: said, cut } = linesToText(lines);
    if (cut) flags.add('unpack-limit');
    if (said === '') return unread('failed', 'empty', [...flags, 'empty'], 'no text in it');
    const text = repairLines(said) ?? said;
    return { text: { state: 'read', characters: text.length, quality: textQuality(text), method, failure: null, ...(pagesWithoutText.length > 0 ? { scannedPages: pagesWithoutText } : {}), text }, flags: [...flags], forStaff: null };
  } catch (error) {
    return failure(error, flags);
  }
}

/** A problem by its code; what else a reader throws means that the file is not what it should be. */
function failure(error: unknown, flags: Set<DocumentFlag>): Read {
  const code = error instanceof Problem ? error.code : 'damaged';
  if (code === 'password' || code === 'empty' || code === 'too-large') flags.add(code);
  if (code === 'damaged' && !flags.has('truncated')) flags.add('undecodable');
  return unread(code === 'scan' || code === 'pictures' ? 'none' : 'failed', code, [...flags], reasonOf(error));
}

function unread(state: DocumentText['state'], failure: string, flags: DocumentFlag[], forStaff: string | null): Read {
  return { text: { state, characters: 0, quality: null, method: null, failure, text: '' }, flags: [...new Set(flags)], forStaff };
}
