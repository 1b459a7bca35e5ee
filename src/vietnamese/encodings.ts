/** Vietnamese typed in fonts and charsets of before Unicode, or decoded by the wrong one, brought back from the raw bytes. */
import iconv from 'iconv-lite';
import { fold } from './fold.ts';

/** Null where the text is right as it stands or nothing better is found. Never makes good text worse: the repair must be plainly Vietnamese. */
export function repairVietnamese(text: string, bytes: Buffer): string | null {
  // Pure ASCII is never Vietnamese in another encoding.
  if (/^\p{ASCII}*$/u.test(text)) return null;
  const current = quality(text);
  if (current.share >= GOOD) return null;
  let best: { text: string; share: number } | null = null;
  for (const candidate of candidates(text, bytes)) {
    const made = quality(candidate);
    if (made.vietnamese >= MIN_WORDS && made.share >= GOOD && made.share > current.share + MARGIN && made.share > (best?.share ?? 0)) best = { text: candidate, share: made.share };
  }
  return best?.text ?? null;
}

const GOOD = 0.8;
const MARGIN = 0.3;
/** Words with Vietnamese letters that a repair must bring forth at least. */
const MIN_WORDS = 2;

function* candidates(text: string, bytes: Buffer): Generator<string> {
  yield iconv.decode(bytes, 'tcvn');
  yield iconv.decode(bytes, 'viscii');
  yield iconv.decode(bytes, 'windows-1258');
  yield fromVni(iconv.decode(bytes, 'windows-1252'));
  yield fromVni(text);
  const once = unmojibake(text);
  if (once === null) return;
  yield once;
  const twice = unmojibake(once);
  if (twice !== null) yield twice;
}

/** UTF-8 that was read as windows-1252, turned back; null where the text is not that. */
function unmojibake(text: string): string | null {
  const bytes = Buffer.alloc(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const byte = code < 256 ? code : CP1252.get(code);
    if (byte === undefined) return null;
    bytes[i] = byte;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // some other text with such letters
    return null;
  }
}

const CP1252 = new Map(Array.from({ length: 32 }, (_, i) => [iconv.decode(Buffer.from([0x80 + i]), 'windows-1252').charCodeAt(0), 0x80 + i] as const));

const SYLLABLE = /^(?:ngh?|nh|ch|kh|gh|th|tr|ph|gi|qu|[bcdghklmnprstvxqfjwz])?(?:a[iouy]?|e[ou]?|i[aeu]?|ieu|o[aeio]?|oa[ioy]|oeo|u[aeiouy]?|ua[ioy]|ueo|uo[iu]|uy[aeu]|ye?|yeu)(?:ng|nh|ch|[cmnpt])?$/;
/** A vowel with a mark; a syllable has one, but for ươ. */
const MARKED = /[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]/g;
/** A capital behind a small letter: what wrong decoding leaves, hardly what people write. */
const CAPITAL_INSIDE = /\p{Ll}[À-ÖØ-Þ]/u;
const VIETNAMESE_LETTERS = /^[a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]+$/;

/** Of the words with letters beyond ASCII: how many are Vietnamese syllables, and their share. */
function quality(text: string): { vietnamese: number; share: number } {
  const sample = text.slice(0, 8_000).normalize('NFC');
  let vietnamese = 0;
  let foreign = 0;
  for (const word of sample.split(/[\s,.;:!?()[\]{}"'“”‘’„…<>/\\|+*=&%#@–—-]+/)) {
    if (!/[^\u0021-\u007e]/.test(word)) continue;
    if (isSyllable(word.replace(/[0-9_~^`$]+/g, ''))) vietnamese++;
    else foreign++;
  }
  return { vietnamese, share: vietnamese + foreign === 0 ? 1 : vietnamese / (vietnamese + foreign) };
}

function isSyllable(word: string): boolean {
  const lower = word.toLowerCase();
  if (!VIETNAMESE_LETTERS.test(lower) || CAPITAL_INSIDE.test(word)) return false;
  const marked = lower.match(MARKED) ?? [];
  return (marked.length <= 1 || (marked.length === 2 && lower.includes('ư'))) && SYLLABLE.test(fold(lower));
}

/** VNI-Windows writes the accent as a letter of its own behind the vowel. */
function fromVni(text: string): string {
  return text.normalize('NFC').replace(/([aeouyAEOUYöÖôÔ])([ùøûõïÙØÛÕÏâáàåãäÂÁÀÅÃÄêéèúüëÊÉÈÚÜË])|[ñÑöÖôÔæÆóÓòÒîÎ]/g, (all: string, vowel?: string, accent?: string) => {
    if (vowel === undefined || accent === undefined) return VNI_SINGLE[all] ?? all;
    const marks = VNI_ACCENTS[accent.toLowerCase()];
    if (!marks) return all;
    const base = VNI_SINGLE[vowel] ?? vowel;
    return (base + marks).normalize('NFC');
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
