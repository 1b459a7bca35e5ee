/** Handing letters to the mail server. Composed first, sent as bytes, so that we know how many of them were taken. */
import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { Readable } from 'node:stream';
import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type MailMessage from 'nodemailer/lib/mailer/mail-message.js';
import type { ComposedLetter } from '../letters/compose.ts';
import { Problem, reasonOf } from '../problem.ts';
import { oauthOf, type OAuth } from './oauth.ts';
import { isLoginRefused, sortFailure, type SendOutcome } from './smtp-outcome.ts';

export type Smtp = {
  /** Once the signal is aborted nothing is handed over any more: what had not begun is given up, what had begun loses its connection. */
  send: (letter: ComposedLetter, signal?: AbortSignal) => Promise<SendOutcome>;
  /** @throws Problem smtp-login where the server refuses the login, smtp-away where it does not answer as it should (both later) */
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

/** Connections are made when the first letter leaves, and kept. */
export async function openSmtp(options: SmtpOptions): Promise<Smtp> {
  const url = new URL(options.url);
  const oauth = oauthOf(url);
  const transport = nodemailer.createTransport({ ...await connection(url, options), ...pooling(oauth), ...login(url, oauth) });
  transport.use('stream', (mail, done) => { pullLate(mail); done(); });
  return {
    send: async (letter, signal) => {
      const handing: Handing = { bytes: Buffer.alloc(0), to: letter.to.address, taken: false, refusal: null };
      try {
        if (oauth) await oauth.fresh();
        handing.bytes = await compose(letter);
        const mail = { raw: handing.bytes, envelope: letter.envelope, handing, ...(signal ? { signal } : {}), ...await authNow(url, oauth) };
        const info = await transport.sendMail(mail);
        return { state: 'sent', reply: String(info.response ?? '') };
      } catch (error) {
        return sortFailure(handing.refusal ?? refusalOf(error, handing.to) ?? error, handing.taken);
      }
    },
    verify: async () => {
      try {
        await transport.verify();
      } catch (error) {
        throw new Problem(isLoginRefused(error) ? 'smtp-login' : 'smtp-away', { forUser: 'The outgoing mail server does not answer as it should; letters wait.', forStaff: `SMTP ${url.host}: ${reasonOf(error)}`, retry: 'later', cause: error });
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

/** A letter on its way: whether its last byte was read for sending, and what the server said where it refused the person written to. */
type Handing = { bytes: Buffer; to: string; taken: boolean; refusal: unknown };

/**
 * nodemailer reads a message into its buffers before the server has said a word about it. Ours is read when the server asks for
 * it: then is known who was refused, a connection that was closed meanwhile costs nothing, and what was not read was not sent.
 */
function pullLate({ data, message }: MailMessage): void {
  const { handing } = data as { handing?: Handing };
  if (!handing) return;
  // SMTPConnection notes on this very object whom the server refused.
  const envelope = message.getEnvelope();
  message.createReadStream = () => Readable.from(pieces(handing, envelope));
}

/** @throws where the person written to was refused: the own copy must not leave alone, or it would pass for evidence */
function* pieces(handing: Handing, envelope: object): Generator<Buffer> {
  handing.refusal = refusalOf(envelope, handing.to);
  if (handing.refusal !== null) throw new Error(`${handing.to} was refused`);
  for (let at = 0; at < handing.bytes.length; at += PIECE) yield handing.bytes.subarray(at, at + PIECE);
  handing.taken = true;
}

const PIECE = 16_384;

/** What the server said to this recipient, from an envelope or an error of nodemailer; null where it did not refuse. */
function refusalOf(told: unknown, recipient: string): unknown {
  const { rejectedErrors } = (told ?? {}) as { rejectedErrors?: { recipient?: unknown }[] };
  return rejectedErrors?.find((error) => error.recipient === recipient) ?? null;
}

/** Passwords and mail may cross a line in the clear only where the line does not leave the machine. */
export function isLoopback(url: URL): boolean {
  const host = hostOf(url);
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
