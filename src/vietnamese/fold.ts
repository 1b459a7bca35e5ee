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
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/gu, ' ').trim();
}
