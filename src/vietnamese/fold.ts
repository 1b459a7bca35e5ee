/** Vietnamese as stored (NFC) and as matched (folded). */

/** The stored form: composed letters, whatever the sender's keyboard made of them. */
export function nfc(text: string): string {
  return text.normalize('NFC');
}

/**
 * The matched form: lower case, no diacritics, đ as d, white space as single spaces.
 * Two spellings of one name fold to the same text, typed with or without diacritics, composed or not.
 */
export function fold(text: string): string {
  return letters(text).toLowerCase().replace(/\s{2,}|[^\S ]/g, ' ').trim();
}

/** Without marks, letter by letter: every line of every mail comes here, most of them many times. */
function letters(text: string): string {
  let out = '';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code >= SIMPLE) return decomposed(text);
    out += text.slice(start, i) + (plainLetters[code] ??= decomposed(String.fromCharCode(code)));
    start = i + 1;
  }
  return start === 0 ? text : out + text.slice(start);
}

/** Below, each character stands for itself: all Latin letters with their marks. */
const SIMPLE = 0x1f00;
const plainLetters: string[] = [];

function decomposed(text: string): string {
  return text.normalize('NFD').replace(/\p{M}+/gu, '').replace(/[đĐ]/g, 'd');
}

const folded = new Map<string, string>();

/** fold for the words of a contest, which are few and looked for in every mail: folded once. Never for what people write. */
export function foldWord(word: string): string {
  let known = folded.get(word);
  if (known === undefined) folded.set(word, known = fold(word));
  return known;
}
