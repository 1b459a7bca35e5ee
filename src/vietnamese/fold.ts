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
  const letters = /^\p{ASCII}*$/u.test(text) ? text : text.normalize('NFD').replace(/\p{M}+/gu, '').replace(/[đĐ]/g, 'd');
  return letters.toLowerCase().replace(/\s{2,}|[^\S ]/g, ' ').trim();
}

const folded = new Map<string, string>();

/** fold for the words of a contest, which are few and looked for in every mail: folded once. Never for what people write. */
export function foldWord(word: string): string {
  let known = folded.get(word);
  if (known === undefined) folded.set(word, known = fold(word));
  return known;
}
