/** Phrases in folded text (fold.ts), at word boundaries: "thi" does not stand in "thiet bi". */

/** The first of the phrases that stands in the text; null where none does. */
export function phraseIn(text: string, phrases: readonly string[]): string | null {
  return phrases.find((phrase) => hasPhrase(text, phrase)) ?? null;
}

/** Both folded. */
export function hasPhrase(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + phrase.length])) return true;
  }
  return false;
}

function isWordCharacter(c: string | undefined): boolean {
  return c !== undefined && /[\p{L}\p{N}]/u.test(c);
}
