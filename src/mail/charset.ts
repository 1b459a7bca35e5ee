/** Bytes to text when the label is missing, wrong or unknown: strict UTF-8, then the label, then what else the message names. */
import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';
import { repairVietnamese } from '../vietnamese/encodings.ts';

export type Text = { text: string; /** true where another charset than the declared one, or a repair, gave the text */ repaired: boolean };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * @param declared the part's own charset, or null
 * @param named other charsets that the message names anywhere, in order of trust
 */
export function decodeText(bytes: Buffer, declared: string | null, named: string[] = []): Text {
  const { text, repaired } = decodeCharset(bytes, declared, named);
  const mended = repairVietnamese(text, bytes);
  return { text: (mended ?? text).normalize('NFC'), repaired: repaired || mended !== null };
}

function decodeCharset(bytes: Buffer, declared: string | null, named: string[]): Text {
  const label = canonical(declared);
  if (label !== null && MODAL.test(label)) {
    const text = decodeModal(bytes, label);
    if (text !== null && !text.includes('\ufffd')) return { text, repaired: false };
  }
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), repaired: false };
  const asUtf8 = strictUtf8(bytes);
  const asLabel = label === null || !iconv.encodingExists(label) ? null : iconv.decode(bytes, label);
  if (asUtf8 !== null && !(label !== null && EAST_ASIAN.test(label) && asLabel !== null && !asLabel.includes('\ufffd'))) {
    return { text: asUtf8, repaired: label !== null && label !== 'utf-8' && label !== 'us-ascii' };
  }
  if (asLabel !== null && label !== 'utf-8' && label !== 'us-ascii' && !asLabel.includes('\ufffd')) return { text: asLabel, repaired: false };
  for (const other of named.map(canonical)) {
    if (other === null || other === label || MODAL.test(other) || !iconv.encodingExists(other)) continue;
    const text = iconv.decode(bytes, other);
    if (!text.includes('\ufffd')) return { text, repaired: true };
  }
  if (asLabel !== null && label !== 'us-ascii' && mostlyGood(asLabel)) return { text: asLabel, repaired: true };
  return { text: iconv.decode(bytes, 'windows-1252'), repaired: true };
}

/** Charsets that change their meaning as they go: seven-bit bytes that are not ASCII. */
const MODAL = /^(utf-?7|utf-?16|utf-?32|ucs|iso-2022|hz)/;
const EAST_ASIAN = /^(gb|big5|shift|sjis|euc|cp9[345]|windows-?(31j|9[345])|ks_c|iso-ir-149|johab)/;

/** Names that mail programs use for charsets that the library knows by another. */
const ALIASES: Record<string, string> = {
  utf8: 'utf-8', 'unicode-1-1-utf-8': 'utf-8', ascii: 'us-ascii', 'ansi_x3.4-1968': 'us-ascii', 'x-unknown': '', unknown: '', 'unknown-8bit': '', default: '', _iso: '',
  'x-viet-tcvn5712': 'tcvn', tcvn3: 'tcvn', 'tcvn-5712': 'tcvn', 'x-viet-tcvn': 'tcvn', tcvn5712: 'tcvn', 'viscii1.1-1': 'viscii', 'x-viet-viscii': 'viscii',
  cp1258: 'windows-1258', 'x-cp1258': 'windows-1258', cp1252: 'windows-1252', 'iso-8859-1': 'windows-1252', latin1: 'windows-1252', 'iso-8859-8-i': 'iso-8859-8',
  'unicode-1-1-utf-7': 'utf-7', 'x-sjis': 'shift_jis', 'windows-31j': 'shift_jis', 'ks_c_5601-1987': 'euc-kr', 'x-gbk': 'gbk', 'x-big5': 'big5', gb_2312: 'gb2312', 'gb_2312-80': 'gb2312',
  'x-mac-roman': 'macroman', macintosh: 'macroman',
};

function canonical(name: string | null): string | null {
  const label = name?.trim().toLowerCase().replace(/^["']|["']$/g, '').split(/[*\s;]/)[0] ?? '';
  const known = ALIASES[label] ?? label;
  return known === '' ? null : known;
}

function strictUtf8(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    // not UTF-8: the next rung of the ladder decides
    return bytes.length > 16 ? almostUtf8(bytes) : null;
  }
}

/** UTF-8 cut inside its last character, as truncated mails are: still UTF-8. */
function almostUtf8(bytes: Buffer): string | null {
  for (const cut of [1, 2, 3]) {
    const head = bytes.subarray(0, bytes.length - cut);
    if ((bytes[head.length] as number) < 0xc0) continue;
    try {
      return utf8.decode(head);
    } catch {
      // not here either
      return null;
    }
  }
  return null;
}

function decodeModal(bytes: Buffer, label: string): string | null {
  if (/^(iso-2022|hz)/.test(label)) {
    try {
      return new TextDecoder(label.startsWith('hz') ? 'gb2312' : label.startsWith('iso-2022-jp') ? 'iso-2022-jp' : label).decode(bytes);
    } catch {
      // a charset that the platform does not know
      return null;
    }
  }
  return iconv.encodingExists(label) ? iconv.decode(bytes, label) : null;
}

function mostlyGood(text: string): boolean {
  return text.split('\ufffd').length - 1 < text.length / 20;
}
