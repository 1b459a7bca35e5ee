/** The words of a text by which its language can be judged. */

/** Sampled characters, and the pieces in which they are spread over a long text. */
const SAMPLE = 20_000;
const PIECES = 10;

/** The text itself, or of a long one 20,000 characters from ten places, cut at blanks. */
export function sample(text: string): string {
  if (text.length <= SAMPLE) return text;
  const size = SAMPLE / PIECES;
  const step = (text.length - size) / (PIECES - 1);
  return Array.from({ length: PIECES }, (_, i) => {
    const piece = text.slice(Math.floor(i * step), Math.floor(i * step) + size);
    const [first, last] = [piece.search(/\s/), piece.lastIndexOf(' ')];
    return piece.slice(i === 0 || first < 0 ? 0 : first, last <= first ? size : last);
  }).join('\n');
}

const ADDRESS = /@|:\/\/|^www\./i;
const FILE_OR_HOST = /^[\u0021-\u007e]*[a-z]\.[a-z]/i;
/** What stands between and around words; other signs inside a word are a fault of it. */
const BETWEEN = /[\s.,;:!?()[\]{}<>"'“”‘’„«»…/\\|+*=&%#_~^`$–—‐‑\u00a0·•●○▪■□☐☑☒✓→-]+/u;
const CAPITALS = /^\p{Lu}+$/u;

/**
 * Words of letters only (NFC): no numbers, e-mail addresses, links, file names, list marks ("a)"), and no abbreviations
 * in capitals unless most of the text is in capitals. A word with a strange sign inside counts as a word.
 */
export function wordsIn(text: string): string[] {
  const words = sample(text).normalize('NFC').split(/\s+/).flatMap(wordsOfToken);
  const capitals = words.filter((w) => w.length > 1 && CAPITALS.test(w));
  return capitals.length * 2 > words.length ? words : words.filter((w) => !isAbbreviation(w));
}

function wordsOfToken(token: string): string[] {
  if (/\d/.test(token) || ADDRESS.test(token) || FILE_OR_HOST.test(token) || /^\p{L}[.)]$/u.test(token)) return [];
  return token.split(BETWEEN).filter((w) => /\p{L}/u.test(w));
}

/** UBND, CCHC, TTHC, CQĐT: capitals without a vowel that is spoken, or too many for one syllable. */
function isAbbreviation(word: string): boolean {
  return word.length > 1 && word.length <= 10 && CAPITALS.test(word) && !/[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĨŨƠƯẠ-Ỹ]/.test(word);
}
