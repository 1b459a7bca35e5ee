/** What a file is by its content, whatever it is called. */
import { fileTypeFromBuffer } from 'file-type';

/** A short type (docx, pdf, jpg, txt, eml, tnef, …) or "unknown". Old Office files are told apart by what is inside only later: they are "cfb". */
export async function detectType(bytes: Buffer, extension: string, contentType: string): Promise<string> {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > 3 && bytes.readUInt32LE(0) === 0x223e9f78) return 'tnef';
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (found) return LEGACY_OFFICE.has(extension) && found.ext === 'cfb' ? extension : found.ext;
  return textType(bytes, extension, contentType);
}

const LEGACY_OFFICE = new Set(['doc', 'xls', 'ppt', 'msg']);

function textType(bytes: Buffer, extension: string, contentType: string): string {
  const head = bytes.subarray(0, 4_096);
  if (head.includes(0)) return 'unknown';
  const start = head.toString('latin1').trimStart().toLowerCase();
  if (start.startsWith('{\\rtf')) return 'rtf';
  if (/^(<!doctype html|<html)/.test(start) || contentType === 'text/html') return 'html';
  if (start.startsWith('<?xml')) return 'xml';
  if (start.startsWith('begin:vcalendar')) return 'ics';
  if (start.startsWith('begin:vcard')) return 'vcf';
  if (contentType === 'message/rfc822') return 'eml';
  if (extension === 'csv') return 'csv';
  return 'txt';
}

/** Extensions that name the same content. */
const SAME: Record<string, string> = { jpeg: 'jpg', tiff: 'tif', htm: 'html', text: 'txt', log: 'txt', docm: 'docx', md: 'txt', asc: 'txt', dot: 'doc', dotx: 'docx', midi: 'mid' };
/** Kinds of content that say nothing about which extension is right. */
const LOOSE = new Set(['unknown', 'empty', 'txt', 'xml', 'cfb', 'eml', 'html', 'csv']);

/** True where the name promises one well-known type and the content is another. */
export function contradicts(detected: string, extension: string): boolean {
  const named = SAME[extension] ?? extension;
  const found = SAME[detected] ?? detected;
  return KNOWN.has(named) && named !== found && !LOOSE.has(found);
}

const KNOWN = new Set(['pdf', 'docx', 'doc', 'xlsx', 'xls', 'pptx', 'ppt', 'odt', 'ods', 'rtf', 'zip', 'rar', '7z', 'jpg', 'png', 'gif', 'tif', 'txt', 'csv', 'html', 'mp4', 'mp3']);

export function extensionOf(name: string | null): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name?.trim() ?? '')?.[1]?.toLowerCase() ?? '';
}
