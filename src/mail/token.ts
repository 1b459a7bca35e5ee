/** Message-IDs of our own letters: they carry the letter's id and an HMAC, so that replies and bounces prove what they answer. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { letterKinds, type LetterKind } from '../../schemas/letters.ts';

export type LetterToken = { kind: LetterKind; letterId: string };

/** Characters of the HMAC that are kept: 32 hex digits, 128 bit. */
const HMAC_DIGITS = 32;
const SHAPE = /^<?([a-z-]+)\.([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\.([0-9a-f]{32})@[^<>\s]+>?$/i;

/** `kind.id.hmac@domain`, without angle brackets. All lower case: some servers change case. */
export function letterMessageId(kind: LetterKind, letterId: string, domain: string, keys: string[]): string {
  const [signing] = keys;
  if (signing === undefined) throw new Error('no key to sign with');
  return `${kind}.${letterId}.${signature(kind, letterId, signing)}@${domain}`;
}

/** The letter that a Message-ID names, or null where none of `keys` signed it. With or without angle brackets, in any case. */
export function readLetterMessageId(messageId: string, keys: string[]): LetterToken | null {
  const [, kindText = '', id = '', given = ''] = SHAPE.exec(messageId.trim()) ?? [];
  const kind = letterKinds.find((k) => k === kindText.toLowerCase());
  const letterId = id.toLowerCase();
  if (!kind) return null;
  const valid = keys.some((key) => timingSafeEqual(Buffer.from(signature(kind, letterId, key)), Buffer.from(given.toLowerCase())));
  return valid ? { kind, letterId } : null;
}

function signature(kind: LetterKind, letterId: string, key: string): string {
  return createHmac('sha256', key).update(`${kind}.${letterId}`).digest('hex').slice(0, HMAC_DIGITS);
}
