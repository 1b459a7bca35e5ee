/** Names of files in archives: which charset they are in, and what of them is a name at all. */
import iconv from 'iconv-lite';

/** @param labelled true where the archive itself says that the name is UTF-8. Else UTF-8 where it is valid, then Vietnamese Windows, then the DOS page that the format names. */
export function decodeName(raw: Buffer, labelled: boolean): string {
  const utf8 = strictUtf8(raw);
  if (utf8 !== null) return utf8.normalize('NFC');
  if (labelled) return raw.toString('utf8').normalize('NFC');
  const vietnamese = iconv.decode(raw, 'windows-1258').normalize('NFC');
  if (VIETNAMESE.test(vietnamese)) return vietnamese;
  const dos = iconv.decode(raw, 'cp437');
  return (DRAWN.test(dos) ? iconv.decode(raw, 'windows-1252') : dos).normalize('NFC');
}

/** ASCII and the letters that Vietnamese adds, marks composed. */
const VIETNAMESE = /^[\x20-\x7eàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ–]*$/i;
/** Lines and blocks, which stand in cp437 where other charsets have letters. */
const DRAWN = /[\u2500-\u259f]/;
const LONGEST = 1_000;

function strictUtf8(raw: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    // another charset: the caller goes on
    return null;
  }
}

/** Folders and file divided by /, without drive, root, `.` and `..`; empty where nothing is left. What is hostile in the rest stays: it is data. */
export function cleanName(name: string): string {
  const parts = name.slice(0, LONGEST).replaceAll('\u0000', '').replaceAll('\\', '/').replace(/^[a-z]:/i, '').split('/');
  return parts.filter((part) => part.trim() !== '' && part !== '.' && part !== '..').join('/').normalize('NFC');
}

/** The last part of a cleaned name. */
export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** What systems and programs put beside people's files, and folders: nobody sent it, nobody misses it. */
export function isNoise(name: string): boolean {
  const cleaned = cleanName(name);
  if (cleaned === '' || /[/\\]$/.test(name)) return true;
  const base = baseName(cleaned);
  return /(^|\/)__MACOSX\//.test(cleaned) || base.startsWith('~$') || base.startsWith('._') || NOISE.has(base.toLowerCase());
}

const NOISE = new Set(['.ds_store', 'thumbs.db', 'desktop.ini', 'ehthumbs.db', '.directory']);
