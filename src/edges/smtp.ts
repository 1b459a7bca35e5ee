/** Handing letters to the mail server. Composed first, sent as bytes, so that we know how many of them were taken. */
import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { Readable } from 'node:stream';
import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { ComposedLetter } from '../letters/compose.ts';
import { Problem, reasonOf } from '../problem.ts';
import { oauthOf, type OAuth } from './oauth.ts';
import { sortFailure, type SendOutcome } from './smtp-outcome.ts';

export type Smtp = {
  send: (letter: ComposedLetter) => Promise<SendOutcome>;
  /** @throws Problem where the server cannot be reached or refuses the login */
  verify: () => Promise<void>;
  close: () => Promise<void>;
};

export type SmtpOptions = {
  /** smtps://user:password@host:465, or smtp:// (STARTTLS where offered; plain only to loopback); ?auth=xoauth2&… as in oauth.ts */
  url: string;
  /** PEM file of an own certification authority */
  caFile: string | null;
  /** milliseconds without a byte before a connection counts as dead */
  socketTimeoutMs?: number;
};

export async function openSmtp(options: SmtpOptions): Promise<Smtp> {
  const url = new URL(options.url);
  const oauth = oauthOf(url);
  const transport = nodemailer.createTransport({ ...await connection(url, options), ...pooling(oauth), ...login(url, oauth) });
  return {
    send: async (letter) => {
      let bytesTaken = false;
      try {
        if (oauth) await oauth.fresh();
        const bytes = await compose(letter);
        const raw = Readable.from(chunks(bytes)).once('end', () => { bytesTaken = true; });
        const info = await transport.sendMail({ raw, envelope: letter.envelope, ...await authNow(url, oauth) });
        // With an own copy there are two recipients, and one that is refused does not fail the whole.
        const refused = info.rejectedErrors?.find((e) => (e as { recipient?: unknown }).recipient === letter.to.address);
        return refused ? sortFailure(refused, false) : { state: 'sent', reply: String(info.response ?? '') };
      } catch (error) {
        return sortFailure(error, bytesTaken);
      }
    },
    verify: async () => {
      try {
        await transport.verify();
      } catch (error) {
        throw new Problem('smtp-away', { forUser: 'The outgoing mail server does not answer as it should; letters wait.', forStaff: `SMTP ${url.host}: ${reasonOf(error)}`, retry: 'later', cause: error });
      }
    },
    close: async () => transport.close(),
  };
}

async function connection(url: URL, options: SmtpOptions) {
  const secure = url.protocol === 'smtps:';
  const timeout = options.socketTimeoutMs ?? 60_000;
  return {
    host: hostOf(url), port: Number(url.port || (secure ? 465 : 587)), secure,
    requireTLS: !secure && !isLoopback(url), ignoreTLS: !secure && isLoopback(url) && options.caFile === null,
    tls: { minVersion: 'TLSv1.2' as const, ...(options.caFile ? { ca: await readFile(options.caFile) } : {}) },
    connectionTimeout: Math.min(timeout, 30_000), greetingTimeout: Math.min(timeout, 30_000), socketTimeout: timeout,
    disableFileAccess: true, disableUrlAccess: true, logger: false,
  };
}

/** A pool logs in with what it was made with; an access token lasts an hour, so that each letter logs in by itself. */
function pooling(oauth: OAuth | null) {
  return oauth ? { pool: false as const } : { pool: true as const, maxConnections: 3, maxMessages: 200 };
}

function login(url: URL, oauth: OAuth | null) {
  if (oauth || url.username === '') return {};
  return { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } };
}

async function authNow(url: URL, oauth: OAuth | null) {
  return oauth ? { auth: { type: 'OAuth2' as const, user: decodeURIComponent(url.username), accessToken: await oauth.fresh() } } : {};
}

function compose(letter: ComposedLetter): Promise<Buffer> {
  const node = new MailComposer({ ...letter, textEncoding: 'base64', disableFileAccess: true, disableUrlAccess: true }).compile();
  return new Promise((resolve, reject) => {
    node.build((error: Error | null, bytes: Buffer) => (error ? reject(error) : resolve(bytes)));
  });
}

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
}

/** Passwords and mail may cross a line in the clear only where the line does not leave the machine. */
export function isLoopback(url: URL): boolean {
  const host = hostOf(url);
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
