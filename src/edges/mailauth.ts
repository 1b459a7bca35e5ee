/**
 * Proof of a sender by the mail itself (mailauth): signatures of the domain (DKIM), servers that may send for it (SPF), and what
 * the domain says of mail that has neither (DMARC). Only the last of them speaks of the From that people see, so only it counts.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { authenticate } from 'mailauth';
import type { Authentication } from '../../schemas/authentication.ts';
import { within } from '../deadline.ts';
import { Problem, reasonOf } from '../problem.ts';
import { bounded, isEmpty, systemResolve, type Resolve } from './mailauth/dns.ts';
import { headOf, LONGEST_HEAD, sameOwner, type Head } from './mailauth/head.ts';
import { borderHop, type Hop } from './mailauth/received.ts';

export type Mailauth = {
  /** @param path of the raw bytes @param sender the one valid From address; null where there is none. Never throws: what goes wrong is `none` with its reason */
  check: (path: string, sender: string | null) => Promise<Authentication>;
  /** asks DNS about this domain once. Throws Problem `dns-unreachable` */
  probe: (domain: string) => Promise<void>;
};

export type MailauthOptions = {
  /** names of our own receiving servers, as they stand behind "by" in Received; none = only signatures are looked at, and nothing counts as failed */
  servers: string[];
  resolve?: Resolve;
  /** bytes: larger mails are not looked at. ms: for one mail, machine time */
  limits?: Partial<MailauthLimits>;
};
export type MailauthLimits = { bytes: number; ms: number; questionMs: number };

const usual: MailauthLimits = { bytes: 55 * 1024 * 1024, ms: 15_000, questionMs: 4_000 };

export function openMailauth({ servers, resolve = systemResolve(), limits }: MailauthOptions): Mailauth {
  const most = { ...usual, ...limits };
  return {
    check: async (path, sender) => {
      if (sender === null) return nobodyKnows('not one plain From address');
      const stopping = new AbortController();
      try {
        return await within(most.ms, look(path, sender, { servers, resolve, most, signal: stopping.signal }));
      } catch (error) {
        return nobodyKnows(reasonOf(error));
      } finally {
        stopping.abort();
      }
    },
    probe: async (domain) => {
      try {
        await within(most.questionMs * 2, resolve(domain, 'MX'));
      } catch (error) {
        if (!isEmpty(error)) throw new Problem('dns-unreachable', { forUser: 'DNS does not answer: no sender can be proven.', forStaff: `MX of ${domain}: ${reasonOf(error)}`, retry: 'later', cause: error });
      }
    },
  };
}

type Look = { servers: string[]; resolve: Resolve; most: MailauthLimits; signal: AbortSignal };

async function look(path: string, sender: string, { servers, resolve, most, signal }: Look): Promise<Authentication> {
  const { size } = await stat(path);
  if (size > most.bytes) return nobodyKnows(`larger than ${most.bytes} bytes`);
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  const head = headOf(await startOf(path), domain);
  if (head.bodyAt >= LONGEST_HEAD) return nobodyKnows('its header is too long');
  if (head.froms !== 1) return nobodyKnows(`${head.froms} From fields`);
  if (head.tooMany) return nobodyKnows(`${head.signatures} signatures of one domain`);
  // Without the envelope nobody knows what SPF would say.
  const hop = head.envelope === null ? null : borderHop(head.received, servers);
  if (head.signatures === 0 && hop === null) return nobodyKnows('no signature of its domain, and not known which server brought it');
  const dns = bounded(resolve, most.questionMs);
  const found = await authenticate(messageOf(path, head, signal), {
    ...spfOf(head, hop, domain), mta: servers[0] ?? 'localhost', resolver: dns.resolve as Resolver, disableArc: true, disableBimi: true,
  });
  return verdict(found as Found, { sender, dns, hop });
}

/** What the library takes; its own types call every record a string. */
type Resolver = NonNullable<NonNullable<Parameters<typeof authenticate>[1]>['resolver']>;

/** The envelope of another domain proves nothing about From, and its records may be anything: it is not looked at. */
function spfOf({ envelope }: Head, hop: Hop | null, domain: string): { ip?: string; helo?: string; sender?: string } {
  if (hop === null || envelope === null) return {};
  const sender = envelope === '' ? `postmaster@${hop.helo}` : envelope;
  return sameOwner(sender.slice(sender.lastIndexOf('@') + 1), domain) ? { ip: hop.ip, helo: hop.helo, sender } : {};
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(LONGEST_HEAD);
    const { bytesRead } = await file.read(start, 0, LONGEST_HEAD, 0);
    return start.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The body matters to signatures alone. */
function messageOf(path: string, head: Head, signal: AbortSignal): Readable {
  return Readable.from((async function* pieces() {
    yield head.bytes;
    if (head.signatures > 0) yield* createReadStream(path, { start: head.bodyAt, signal });
  })());
}

/** Of what the library finds, what is looked at. Its declared types lack some of it. */
type Found = {
  dkim: { headerFrom: string[]; results: { status: { result: string; aligned?: string | false; comment?: string }; signingHeaders?: { keys: string } }[] };
  spf: { status: { result: string } } | false;
  dmarc: { status: { result: string; comment?: string }; alignment?: { spf: { result?: string | false }; dkim: { result?: string | false; underSized?: number } } } | false;
};

function verdict({ dkim, spf, dmarc }: Found, { sender, dns, hop }: { sender: string; dns: { unanswered: () => boolean }; hop: Hop | null }): Authentication {
  const [from, second] = dkim.headerFrom;
  // Two readers that see two senders: whom people see is not known.
  if (second !== undefined || from?.toLowerCase() !== sender || dmarc === false) return nobodyKnows('not one plain From address');
  const says = `DMARC ${dmarc.status.result}, DKIM ${dkim.results.map((r) => `${r.status.result}${r.status.comment ? ` (${r.status.comment})` : ''}`).join(', ') || 'none'}, SPF ${spf ? spf.status.result : 'not looked at'}`.slice(0, 300);
  if (dmarc.status.result === 'pass') return whole(dkim, dmarc) ? { result: 'pass', by: 'mailauth', why: says } : nobodyKnows(`${says}; the signature does not cover all of the mail`);
  if (dmarc.status.result !== 'fail') return nobodyKnows(says);
  if (dns.unanswered()) return nobodyKnows(`${says}; DNS did not answer everything`);
  return hop === null ? nobodyKnows(`${says}; not known which server brought it`) : { result: 'fail', by: 'mailauth', why: says };
}

/** A signature that leaves out the end of the body, or From, lets others write what it seems to sign. */
function whole(dkim: Found['dkim'], { alignment }: Exclude<Found['dmarc'], false>): boolean {
  if (alignment?.spf.result) return true;
  const signs = dkim.results.some((r) => r.status.result === 'pass' && r.status.aligned && r.signingHeaders?.keys.toLowerCase().split(/[:\s]+/).includes('from'));
  return signs && !alignment?.dkim.underSized;
}

function nobodyKnows(why: string): Authentication {
  return { result: 'none', by: 'mailauth', why };
}
