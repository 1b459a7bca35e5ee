/** Address headers: names decoded after the addresses were found, so that an encoded name can never become an address. */
import addressparser from 'nodemailer/lib/addressparser/index.js';
import type { Address } from '../../schemas/reading.ts';
import { decodeHeader } from './words.ts';

/** Longer headers are cut: a hundred thousand recipients are nobody's entry. */
const MAX_CHARACTERS = 65_536;
const MAX_ADDRESSES = 500;

/** Addresses as the header fields name them. @param raw the fields as they came; named: decoded */
export function readAddresses(raw: string[], named: string[]): Address[] {
  const found: Address[] = [];
  for (const value of raw) {
    for (const one of flat(addressparser(value.slice(0, MAX_CHARACTERS)))) {
      if (found.length >= MAX_ADDRESSES) return found;
      found.push({ name: decodeHeader(one.name, named).text, address: decodeHeader(one.address, named).text });
    }
  }
  return found.filter((a) => a.address !== '' || a.name !== '');
}

type Parsed = { name?: string; address?: string; group?: Parsed[] };

function flat(parsed: Parsed[]): { name: string; address: string }[] {
  return parsed.flatMap((p) => (p.group ? flat(p.group) : [{ name: p.name ?? '', address: p.address ?? '' }]));
}
