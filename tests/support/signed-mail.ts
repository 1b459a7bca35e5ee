/** Mails signed as their domain would sign them, and a DNS that knows what the test tells it. */
import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
import type { Resolve } from '../../src/edges/mailauth/dns.ts';

/** By "name TYPE": records as node:dns gives them. */
export type Zone = Record<string, string[][]>;

/** @param slow names that are never answered */
export function fakeDns(zone: Zone, slow: string[]): { resolve: Resolve; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolve: (name, type) => {
      asked.push(`${name} ${type}`);
      if (slow.includes(name)) return new Promise(() => undefined);
      const found = zone[`${name} ${type}`];
      return found ? Promise.resolve(found) : Promise.reject(Object.assign(new Error(`no ${type} of ${name}`), { code: 'ENOTFOUND' }));
    },
  };
}

export type Signer = { zone: Zone; sign: (mail: string, options?: { maxBodyLength?: number }) => Promise<string> };

/** Signs by the selector s1; `zone` is what the domain publishes of its key. */
export function signer(domain: string, bits = 2048): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    zone: { [`s1._domainkey.${domain} TXT`]: [[`v=DKIM1; k=rsa; p=${key}`]] },
    sign: async (mail, options = {}) => {
      const one = { signingDomain: domain, selector: 's1', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), algorithm: 'rsa-sha256', canonicalization: 'relaxed/relaxed', ...options };
      // Its types want one signer at the top, where it takes none.
      const { signatures } = await dkimSign(mail, { ...one, signatureData: [one] } as typeof one);
      if (!signatures.startsWith('DKIM-Signature:')) throw new Error('not signed');
      return signatures + mail;
    },
  };
}

/** What our own server puts on top of a mail that comes from this address. */
export function received(ip: string, envelope = 'an@people.example', by = 'mx.office.example'): string {
  return `Return-Path: <${envelope}>\r\nReceived: from mail.somewhere.example (mail.somewhere.example [${ip}])\r\n by ${by} (Postfix) with ESMTPS id 4ABC;\r\n Tue, 2 Jul 2024 08:00:01 +0700\r\n`;
}
