/** Programs of the machine that read documents, each run as a child with little time, memory and output. */
import { spawn } from 'node:child_process';
import { unreadable, type DocumentTools, type Page } from '../documents/document.ts';
import { readBoundingBoxes } from '../documents/page/boxes.ts';

export type Programs = DocumentTools & {
  /** programs by name and whether they are there, for `mailroom check` */
  found: Record<'pdftotext' | 'pdftoppm' | 'tesseract', boolean>;
};

/** Looks on the PATH, once. Never throws: what is missing is null. */
export async function findPrograms(): Promise<Programs> {
  const [pdftotext, pdftoppm, tesseract] = await Promise.all(['pdftotext', 'pdftoppm', 'tesseract'].map(isThere)) as [boolean, boolean, boolean];
  return { pdfWords: pdftotext ? pdfWords : null, found: { pdftotext, pdftoppm, tesseract } };
}

async function isThere(name: string): Promise<boolean> {
  const result = await run(['sh', '-c', `command -v ${name}`], Buffer.alloc(0), { ms: 5_000, bytes: 4_096 });
  return result.exit === 0;
}

const LIMITS = { ms: 20_000, bytes: 48 << 20 };
const MOST_PAGES = 300;
/** Seconds of processor and kB of memory. The shell sets them and is then replaced, so that the child ends by itself even when we are gone. */
const BOUNDED = 'ulimit -t 20; ulimit -v 1500000; ulimit -c 0; exec "$0" "$@"';

/** Words of a PDF with their boxes, page by page; the first 300 pages. Throws Problem `password`, `damaged`, `deadline` or `too-large`. */
async function pdfWords(pdf: Buffer): Promise<Page[]> {
  const { exit, output, said, stopped } = await run(['sh', '-c', BOUNDED, 'pdftotext', '-bbox-layout', '-enc', 'UTF-8', '-l', String(MOST_PAGES), '-', '-'], pdf, LIMITS);
  if (stopped === 'time') throw unreadable('deadline', `pdftotext took more than ${LIMITS.ms} ms`);
  if (stopped === 'output') throw unreadable('too-large', `pdftotext gave more than ${LIMITS.bytes} bytes`);
  if (/incorrect password/i.test(said)) throw unreadable('password', 'the PDF asks for a password');
  if (exit !== 0) throw unreadable('damaged', `pdftotext: ${said.trim().slice(0, 300)} (exit ${exit})`);
  return readBoundingBoxes(output);
}

type Ran = { exit: number | null; output: Buffer; said: string; stopped: 'time' | 'output' | null };

/** Runs a program on bytes. Gives what it wrote; it is killed at its limits. A program that cannot be started exits with null. */
function run(command: string[], input: Buffer, limits: { ms: number; bytes: number }): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command[0] ?? 'sh', command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    let size = 0;
    let said = '';
    let stopped: Ran['stopped'] = null;
    const stop = (why: Ran['stopped']): void => {
      stopped ??= why;
      child.kill('SIGKILL');
    };
    const deadline = setTimeout(() => stop('time'), limits.ms);
    child.stdout.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > limits.bytes) stop('output');
      else pieces.push(piece);
    });
    child.stderr.on('data', (piece: Buffer) => { if (said.length < 2_000) said += piece.toString('latin1').slice(0, 2_000); });
    // The program may end before it has read all: what it says of that is in its exit.
    child.stdin.on('error', (error) => { said += error.message; });
    const settle = (exit: number | null): void => {
      clearTimeout(deadline);
      resolve({ exit, output: Buffer.concat(pieces), said, stopped });
    };
    child.on('error', (error) => {
      said += error.message;
      settle(null);
    });
    child.on('close', settle);
    child.stdin.end(input);
  });
}
