/** The text of what has none. */
import type { DocumentText, TextState } from '../../schemas/reading.ts';

/** Failure of a document inside another that was listed and stored, and waits for `readText`. */
export const PENDING = 'pending';

/** @param failure why, or null where nothing is missing. @param method what found that out, or null */
export function noText(state: TextState, failure: string | null, method: string | null): DocumentText {
  return { state, characters: 0, quality: null, method, failure, text: '' };
}
