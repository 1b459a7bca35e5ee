/** The fingerprint of what a person approves: of exactly what was shown, so that nothing changes between looking and deciding. */
import { createHash } from 'node:crypto';
import { canonical } from '../audit/chain.ts';

/** SHA-256 (hex) of any plain JSON. The first 12 digits are what people type. */
export function previewHash(what: string, content: unknown): string {
  return createHash('sha256').update(what).update('\n').update(canonical(content)).digest('hex');
}

/** What people type of a hash: enough that nobody meets it by chance. */
export const HASH_DIGITS = 12;

/** Was this hash meant? True for its first 12 digits or more, in any case, with or without blanks. */
export function isHashOf(typed: string, hash: string): boolean {
  const digits = typed.toLowerCase().replace(/\s/g, '');
  return digits.length >= HASH_DIGITS && hash.startsWith(digits);
}
