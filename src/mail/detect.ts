/** What a file is by its content, whatever it is called. */
import { fileTypeFromBuffer } from 'file-type';
import { oleType } from '../documents/ole.ts';

/** A short type (docx, doc, pdf, jpg, txt, eml, tnef, …) or "unknown". An encrypted Office file, and an OLE file of no known program, is "cfb". */
export async function detectType(bytes: Buffer, extension: string, contentType: string): Promise<string> {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > 3 && bytes.readUInt32LE(0) === 0x223e9f78) return 'tnef';
  // The mark of UTF-16 is also how some sound begins.
  if (isUtf16(bytes)) return extension === 'csv' ? 'csv' : 'txt';
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (found?.ext === 'cfb') return oldOffice(bytes, extension);
  if (found?.ext === 'zip') return officeZip(bytes) ?? 'zip';
  if (found && found.ext !== 'xml') return found.ext;
  // Programs that read PDF allow for some bytes before it.
  if (bytes.subarray(0, 1_024).includes('%PDF-')) return 'pdf';
  return textType(bytes, extension, contentType);
}

const LEGACY_OFFICE = new Set(['doc', 'xls', 'ppt', 'msg']);

function oldOffice(bytes: Buffer, extension: string): string {
  const type = oleType(bytes);
  if (type === 'password') return 'cfb';
  return type ?? (LEGACY_OFFICE.has(extension) ? extension : 'cfb');
}

/** An office file that lost its end, where the list of its parts stands, is still told by the parts at its beginning. */
function officeZip(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 256 << 10);
  if (!/^(\[Content_Types\]|_rels\/|docProps\/|word\/|xl\/|ppt\/|customXml\/)/.test(head.slice(30, 60))) return null;
  return [['word/', 'docx'], ['xl/', 'xlsx'], ['ppt/', 'pptx']].find(([folder]) => head.includes(`${folder}_rels/`) || head.includes(`${folder}document.xml`) || head.includes(`${folder}workbook.xml`))?.[1] ?? null;
}

function textType(bytes: Buffer, extension: string, contentType: string): string {
  const head = bytes.subarray(0, 4_096);
  if (head.includes(0)) return 'unknown';
  const start = head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').trimStart().toLowerCase();
  if (start.startsWith('{\\rtf')) return 'rtf';
  if (/^(<!doctype html|<html)/.test(start) || contentType === 'text/html') return 'html';
  if (start.startsWith('<?xml')) return start.includes('<html') ? 'html' : 'xml';
  if (start.startsWith('begin:vcalendar')) return 'ics';
  if (start.startsWith('begin:vcard')) return 'vcf';
  if (contentType === 'message/rfc822') return 'eml';
  return extension === 'csv' || contentType === 'text/csv' ? 'csv' : 'txt';
}

/** By its mark at the beginning, and because nearly all that follows are Latin letters. */
function isUtf16(bytes: Buffer): boolean {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!little && !(bytes[0] === 0xfe && bytes[1] === 0xff)) return false;
  const high = Array.from(bytes.subarray(2, 402)).filter((_, i) => i % 2 === (little ? 1 : 0));
  return high.filter((byte) => LATIN.has(byte)).length >= high.length * 0.8;
}

/** High bytes of ASCII, Latin, combining marks, Vietnamese letters, quotes and dashes. */
const LATIN = new Set([0x00, 0x01, 0x03, 0x1e, 0x20]);

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

/** Lower case, without the dot; empty where there is none. */
export function extensionOf(name: string | null): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name?.trim() ?? '')?.[1]?.toLowerCase() ?? '';
}
