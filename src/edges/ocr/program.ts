/** Tesseract as a program of the machine (Debian: tesseract-ocr) with our own model, one short-lived child for each page. */
import { runProgram, type ProgramLimits } from '../program-run.ts';
import { tesseractIsThere } from '../programs.ts';
import type { Engine, SeenLine } from './engine.ts';
import { unpackedModelDir } from './model.ts';

/** A full page takes some two seconds and 90 MB. */
const LIMITS: ProgramLimits = { ms: 60_000, bytes: 8 << 20, cpuSeconds: 60, memoryKb: 1_000_000 };
/** One thread: the second gains a tenth of the time, and takes the processor from the mail. */
const COMMAND = ['env', 'OMP_THREAD_LIMIT=1', 'tesseract', '-', '-', '-l', 'vie', '--oem', '1', '--psm', '4', '-c', 'tessedit_create_tsv=1'];

/** Null where the program is not there. @throws where the model cannot be unpacked */
export async function findProgram(): Promise<Engine | null> {
  if (!await tesseractIsThere()) return null;
  const model = await unpackedModelDir();
  return async (png) => {
    const { exit, output, said, stopped } = await runProgram([...COMMAND, '--tessdata-dir', model], png, LIMITS);
    if (exit !== 0 || stopped !== null) throw new Error(`tesseract: ${stopped === null ? said.trim().slice(0, 300) || `exit ${exit}` : `stopped at its limit of ${stopped}`}`);
    return readTsv(output.toString('utf8'));
  };
}

/** Columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text; level 5 is a word. */
export function readTsv(tsv: string): SeenLine[] {
  const lines = new Map<string, SeenLine>();
  for (const row of tsv.split('\n')) {
    const cells = row.split('\t');
    const text = cells[11]?.trim() ?? '';
    if (cells[0] !== '5' || text === '') continue;
    const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = cells.slice(6, 11).map(Number);
    const key = cells.slice(1, 5).join('.');
    const line = lines.get(key) ?? { words: [] };
    line.words.push({ text, confidence, bbox: { x0: left, y0: top, x1: left + width, y1: top + height } });
    lines.set(key, line);
  }
  return [...lines.values()];
}
