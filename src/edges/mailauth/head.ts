/** What the header of a mail says that matters for the proof of its sender; and the header without what proves nothing. */
import { getDomain } from 'tldts';
import { all, readHeaders, type HeaderField } from '../../mail/headers.ts';

/** A longer header is an attack. */
export const LONGEST_HEAD = 256 * 1024;
/** Signatures of the sender's own domain: honest mail has one or two. */
const MOST_SIGNATURES = 5;

export type Head = {
  /** how many From fields there are */
  froms: number;
  /** Received, topmost first, unfolded */
  received: string[];
  /** address of the envelope, as our own server wrote it down above its Received; '' = empty (bounces), null = it did not */
  envelope: string | null;
  /** signatures by the sender's own domain, or one of the same owner */
  signatures: number;
  tooMany: boolean;
  /** ends with the blank line */
  bytes: Buffer;
  /** where the body begins in the file */
  bodyAt: number;
};

/**
 * Signatures of other domains say nothing about From, and each would cost a question to a server that its maker may have chosen
 * for being slow: they are left out, and the seals of forwarders (ARC) with them.
 * @param start the first bytes of the file @param domain of the From address
 */
export function headOf(start: Buffer, domain: string): Head {
  const { fields, bodyAt } = readHeaders(start, 0, start.length);
  const kept = rawFields(start.toString('latin1', 0, bodyAt)).filter((field) => proves(field, domain));
  const signatures = kept.filter((field) => SIGNATURE.test(field)).length;
  return {
    froms: all(fields, 'from').length,
    received: all(fields, 'received'),
    envelope: /<([^<>\s]+@[^<>\s]+|)>/.exec(all(addedLast(fields), 'return-path')[0] ?? '')?.[1] ?? null,
    signatures, tooMany: signatures > MOST_SIGNATURES,
    bytes: Buffer.from(`${kept.join('\r\n')}\r\n\r\n`, 'latin1'), bodyAt,
  };
}

/** What stands above the topmost Received: whatever is below may have come with the mail. */
function addedLast(fields: HeaderField[]): HeaderField[] {
  const at = fields.findIndex((f) => f.name === 'received');
  return at < 0 ? [] : fields.slice(0, at);
}

/** Do the two belong to one owner: the same name below a public suffix? (RFC 7489, 3.1) */
export function sameOwner(one: string, other: string): boolean {
  const owner = ownerOf(one);
  return owner !== null && owner === ownerOf(other);
}

function ownerOf(domain: string): string | null {
  return getDomain(domain.toLowerCase(), { allowIcannDomains: true, allowPrivateDomains: true });
}

/** Folded fields stay as they are: signatures cover the folds. */
function rawFields(head: string): string[] {
  return head.replace(/(?:\r?\n)+$/, '').split(/\r?\n(?![ \t])/).map((field) => field.replace(/\r?\n/g, '\r\n'));
}

const SIGNATURE = /^dkim-signature[ \t]*:/i;

function proves(field: string, domain: string): boolean {
  if (/^arc-[a-z-]+[ \t]*:/i.test(field)) return false;
  if (!SIGNATURE.test(field)) return true;
  const signer = /(?:[:;]|^)\s*d\s*=\s*([^;\s]+)/i.exec(field.replace(/\r\n/g, ''))?.[1];
  return signer !== undefined && sameOwner(signer, domain);
}
