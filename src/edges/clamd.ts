/** ClamAV's daemon, asked over its own protocol (clamd(8), INSTREAM): the bytes go in pieces, one line comes back. */
import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Problem, reasonOf } from '../problem.ts';

/** unscanned = nobody knows: the daemon is away, too slow, or does not look into this */
export type Scan = { state: 'clean' } | { state: 'infected'; signature: string } | { state: 'unscanned'; reason: string; /** false where the daemon itself gave no answer */ answered: boolean };
export type Clamd = {
  /** @param content the bytes, or the path of a file. Never throws: what goes wrong is `unscanned` with its reason. */
  scan: (content: Buffer | string) => Promise<Scan>;
  /** its version line. Throws Problem `clamd-unreachable` */
  probe: () => Promise<string>;
};
/** bytes: larger ones are not sent. ms: for one scan, machine time */
export type ClamdLimits = { bytes: number; ms: number };

const usual: ClamdLimits = { bytes: 60 * 1024 * 1024, ms: 20_000 };
const PIECE = 64 * 1024;
const LONGEST_REPLY = 10_000;

/** @param url tcp://host:port or unix:///path. Throws Problem `clamd-url` */
export function openClamd(url: string, limits: Partial<ClamdLimits> = {}): Clamd {
  const target = targetOf(url);
  const { bytes, ms } = { ...usual, ...limits };
  return {
    scan: async (content) => {
      try {
        return verdict(await converse(target, instream(pieces(content), bytes), ms));
      } catch (error) {
        return { state: 'unscanned', reason: reasonOf(error), answered: error instanceof Problem };
      }
    },
    probe: async () => {
      try {
        return await converse(target, ['zVERSION\0'], ms);
      } catch (error) {
        throw new Problem('clamd-unreachable', { forUser: 'Attachments are not checked for viruses at the moment.', forStaff: `clamd at ${url}: ${reasonOf(error)}`, retry: 'later', cause: error });
      }
    },
  };
}

type Target = { path: string } | { host: string; port: number };

function targetOf(url: string): Target {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol === 'unix:' && parsed.pathname.length > 1) return { path: decodeURIComponent(parsed.pathname) };
  if (parsed?.protocol === 'tcp:' && parsed.hostname !== '' && parsed.port !== '') return { host: parsed.hostname.replace(/^\[|\]$/g, ''), port: Number(parsed.port) };
  throw new Problem('clamd-url', { forUser: 'CLAMD_URL is not an address of clamd.', forStaff: `CLAMD_URL: expected tcp://host:port or unix:///path, got ${url}` });
}

/** "stream: OK", "stream: Name FOUND", or an error in words. What it could not look into is no virus, and not clean either. */
function verdict(reply: string): Scan {
  if (reply === 'stream: OK') return { state: 'clean' };
  const signature = reply.startsWith('stream: ') && reply.endsWith(' FOUND') ? reply.slice('stream: '.length, -' FOUND'.length) : null;
  if (signature === null || /^Heuristics\.(Encrypted|Limits)\./.test(signature)) return { state: 'unscanned', reason: signature ?? `clamd said: ${reply.slice(0, 200)}`, answered: true };
  return { state: 'infected', signature };
}

function pieces(content: Buffer | string): Iterable<Buffer> | AsyncIterable<Buffer> {
  return typeof content === 'string' ? createReadStream(content, { highWaterMark: PIECE }) as AsyncIterable<Buffer> : slices(content);
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** The command, each piece behind its length (four bytes, network order), and a length of zero. */
async function* instream(content: Iterable<Buffer> | AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer | string> {
  yield 'zINSTREAM\0';
  let sent = 0;
  for await (const piece of content) {
    sent += piece.length;
    if (sent > limit) throw new Problem('too-large', { forUser: 'The file is too large to be scanned.', forStaff: `larger than the ${limit} bytes that are scanned` });
    yield Buffer.concat([length(piece.length), piece]);
  }
  yield length(0);
}

function length(bytes: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(bytes);
  return out;
}

/** Sends all and gives the reply without its NUL. Throws where there is none within the time. */
async function converse(target: Target, words: Iterable<string> | AsyncIterable<Buffer | string>, ms: number): Promise<string> {
  const socket = connect(target);
  const reply = replyOf(socket, ms);
  // It may answer before it has heard all, and hang up: then the answer counts, and not that the line is gone.
  const sent = send(socket, words);
  try {
    return await Promise.race([reply, sent.then(() => reply)]);
  } finally {
    socket.destroy();
    await Promise.allSettled([reply, sent]);
  }
}

async function send(socket: Socket, words: Iterable<string> | AsyncIterable<Buffer | string>): Promise<void> {
  for await (const word of words) {
    if (socket.destroyed || !socket.writable) return;
    if (!socket.write(word) && !socket.destroyed) await room(socket);
  }
}

/** Resolves when more can be written, or nothing ever again. */
function room(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'error']) socket.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) socket.on(event, done);
  });
}

function replyOf(socket: Socket, ms: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let failed: Error | null = null;
    const end = (error: Error | null): void => {
      clearTimeout(deadline);
      const whole = said.indexOf('\0');
      if (whole >= 0) resolve(said.slice(0, whole).trim());
      else reject(error ?? failed ?? new Error(said === '' ? 'hung up without an answer' : `hung up within its answer: ${said.slice(0, 100)}`));
    };
    const deadline = setTimeout(() => end(new Error(`no answer within ${ms} ms`)), ms);
    socket.on('data', (piece: Buffer) => {
      said += piece.toString('utf8');
      if (said.includes('\0') || said.length > LONGEST_REPLY) end(null);
    });
    socket.on('error', (error) => { failed = error; });
    socket.on('close', () => end(null));
  });
}
