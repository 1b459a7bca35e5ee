/** Words of the audit record, outside its chain: the chain holds a seal of each, which is also its id. */
import { createHash } from 'node:crypto';

/**
 * SHA-256 (hex) over a random salt and the text. A text that was changed does not fit its seal; a seal without its salt tells
 * nothing of the text, not even to somebody who guesses it.
 */
export function sealOf(salt: string, text: string): string {
  return createHash('sha256').update(salt).update('\n').update(text).digest('hex');
}

/** Names of texts with their seals, as an event's detail holds them. */
export type Seals = Record<string, string>;

/** The seals that an event names: of who decided, and of what was said. Events of before there were any hold their words themselves. */
export function sealsIn({ actor, detail }: { actor: string; detail: unknown }): Seals {
  const texts = (detail as { texts?: Seals } | null)?.texts ?? {};
  return isSeal(actor) ? { actor, ...texts } : texts;
}

function isSeal(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Where in `detail` words stand that belong beside the chain, as "reason"; null where it holds nothing but ids, codes, instants and numbers. */
export function wordsIn(detail: unknown, path = ''): string | null {
  if (typeof detail === 'string') return /^[\w.:+/-]*$/.test(detail) ? null : path;
  if (detail === null || typeof detail !== 'object') return null;
  for (const [name, value] of Object.entries(detail)) {
    const found = wordsIn(value, path === '' ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}
