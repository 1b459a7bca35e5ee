/** Vietnamese charsets of before Unicode: characters that a Windows program saw -> Vietnamese (NFC). */
import iconv from 'iconv-lite';
import { restoreCapitals } from './capitals.ts';
import { byteOf } from './mojibake.ts';

/** TCVN3 (ABC, the .VnTime fonts), 0xA1 to 0xFE; dots are bytes without a letter. Capitals with a tone have none: the font .VnTimeH draws the small ones as capitals. */
const TCVN3 = '.ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ.';
const tcvn3 = table((byte) => (byte < 0xa0 || TCVN3[byte - 0xa0] === '.' ? null : TCVN3[byte - 0xa0] ?? null));
const viscii = table((byte) => iconv.decode(Buffer.from([byte]), 'viscii'));
const cp1258 = table((byte) => iconv.decode(Buffer.from([byte]), 'windows-1258'));

/** What a byte stands for; null keeps what the text had. */
function table(letter: (byte: number) => string | null): (string | null)[] {
  return Array.from({ length: 256 }, (_, byte) => (byte < 0x20 && /\s/.test(String.fromCharCode(byte)) ? null : letter(byte)));
}

function through(text: string, letters: (string | null)[]): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const byte = byteOf(text.charCodeAt(i));
    out += (byte === null ? null : letters[byte]) ?? text.charAt(i);
  }
  return out.normalize('NFC');
}

/** Each takes text whose bytes were read as Latin-1 or windows-1252. Characters that no byte stands for stay. */
export const fromTcvn3 = (text: string): string => restoreCapitals(through(text, tcvn3));
export const fromViscii = (text: string): string => through(text, viscii);
export const fromCp1258 = (text: string): string => through(text, cp1258);

/** VNI-Windows writes the accent as a letter of its own behind the vowel: "HAÄU GIANG". */
export function fromVni(text: string): string {
  return text.normalize('NFC').replace(/([aeouyAEOUYöÖôÔ])([ùøûõïÙØÛÕÏâáàåãäÂÁÀÅÃÄêéèúüëÊÉÈÚÜË])|[ñÑöÖôÔæÆóÓòÒîÎ]/g, (all: string, vowel?: string, accent?: string) => {
    const single = VNI_SINGLE[all] ?? all;
    if (vowel === undefined || accent === undefined) return single;
    const marks = VNI_ACCENTS[accent.toLowerCase()];
    const base = VNI_SINGLE[vowel] ?? vowel;
    const composed = marks === undefined ? all : (base + marks).normalize('NFC');
    return composed.length === 1 ? composed : all;
  });
}

const VNI_SINGLE: Record<string, string> = {
  ñ: 'đ', Ñ: 'Đ', ö: 'ư', Ö: 'Ư', ô: 'ơ', Ô: 'Ơ', æ: 'ỉ', Æ: 'Ỉ', ó: 'ĩ', Ó: 'Ĩ', ò: 'ị', Ò: 'Ị', î: 'ỵ', Î: 'Ỵ',
};
const [ACUTE, GRAVE, HOOK, TILDE, DOT, CIRCUMFLEX, BREVE] = ['\u0301', '\u0300', '\u0309', '\u0303', '\u0323', '\u0302', '\u0306'];
const VNI_ACCENTS: Record<string, string> = {
  ù: `${ACUTE}`, ø: `${GRAVE}`, û: `${HOOK}`, õ: `${TILDE}`, ï: `${DOT}`,
  â: `${CIRCUMFLEX}`, á: `${CIRCUMFLEX}${ACUTE}`, à: `${CIRCUMFLEX}${GRAVE}`, å: `${CIRCUMFLEX}${HOOK}`, ã: `${CIRCUMFLEX}${TILDE}`, ä: `${CIRCUMFLEX}${DOT}`,
  ê: `${BREVE}`, é: `${BREVE}${ACUTE}`, è: `${BREVE}${GRAVE}`, ú: `${BREVE}${HOOK}`, ü: `${BREVE}${TILDE}`, ë: `${BREVE}${DOT}`,
};

/** VIQR (RFC 1456) read, to tell whether a text is written in it: "Vie^.t Nam". Never to convert: "ca?" may end a question. */
export function fromViqr(text: string): string {
  return text.replace(/dd/g, 'đ').replace(/D[dD]/g, 'Đ').replace(/([aeiouyAEIOUY])([(^+]?)(['`?~.]?)/g, (all: string, vowel: string, shape: string, tone: string) => {
    const composed = (vowel + (VIQR[shape] ?? '') + (VIQR[tone] ?? '')).normalize('NFC');
    return composed.length === 1 ? composed : all;
  });
}

const VIQR: Record<string, string> = { '(': '\u0306', '^': '\u0302', '+': '\u031b', "'": '\u0301', '`': '\u0300', '?': '\u0309', '~': '\u0303', '.': '\u0323' };
