/** Programs of the machine that read documents, each run as a child with little time, memory and output. */
import { unreadable, type DocumentTools, type Page } from '../documents/document.ts';
import { readBoundingBoxes } from '../documents/page/boxes.ts';
import { runProgram, type ProgramLimits } from './program-run.ts';

export type Programs = DocumentTools & {
  /** programs by name and whether they are there, for `mailroom check` */
  found: Record<'pdftotext' | 'pdftoppm' | 'tesseract', boolean>;
};

/** Looks on the PATH, once. Never throws: what is missing is null. */
export async function findPrograms(): Promise<Programs> {
  const [pdftotext, pdftoppm, tesseract] = await Promise.all([isThere('pdftotext'), isThere('pdftoppm'), tesseractIsThere()]);
  return { pdfWords: pdftotext ? pdfWords : null, found: { pdftotext, pdftoppm, tesseract } };
}

const LOOK: ProgramLimits = { ms: 5_000, bytes: 1 << 20, cpuSeconds: 5, memoryKb: 1_000_000 };

async function isThere(name: string): Promise<boolean> {
  return (await runProgram(['sh', '-c', `command -v ${name}`], Buffer.alloc(0), LOOK)).exit === 0;
}

/** Is the program Tesseract there? Its model we have ourselves. */
export function tesseractIsThere(): Promise<boolean> {
  return isThere('tesseract');
}

const LIMITS: ProgramLimits = { ms: 20_000, bytes: 48 << 20, cpuSeconds: 20, memoryKb: 1_500_000 };
const MOST_PAGES = 300;

/** Words of a PDF with their boxes, page by page; the first 300 pages. Throws Problem `password`, `damaged`, `deadline` or `too-large`. */
async function pdfWords(pdf: Buffer): Promise<Page[]> {
  const { exit, output, said, stopped } = await runProgram(['pdftotext', '-bbox-layout', '-enc', 'UTF-8', '-l', String(MOST_PAGES), '-', '-'], pdf, LIMITS);
  if (stopped === 'time') throw unreadable('deadline', `pdftotext took more than ${LIMITS.ms} ms`);
  if (stopped === 'output') throw unreadable('too-large', `pdftotext gave more than ${LIMITS.bytes} bytes`);
  if (/incorrect password/i.test(said)) throw unreadable('password', 'the PDF asks for a password');
  if (exit !== 0) throw unreadable('damaged', `pdftotext: ${said.trim().slice(0, 300)} (exit ${exit})`);
  return readBoundingBoxes(output);
}
