/** Corpora of the PAN text alignment task (2012 to 2014): src/, susp/, a file of pairs, and the truth about each pair as XML. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import { commonPassages, prepare } from '../../src/similarity/compare.ts';
import { score, type Detection, type Score } from './measures.ts';

export type PanPair = { suspicious: string; source: string };

/** Lines "suspicious-document00001.txt source-document00001.txt". */
export function readPairs(text: string): PanPair[] {
  return text.split(/\r?\n/).map((line) => line.trim().split(/\s+/)).flatMap(([suspicious, source]) => (suspicious && source ? [{ suspicious, source }] : []));
}

/** The features named "plagiarism" (or "detected-plagiarism") of a document. Offsets of PAN count code points; ours are UTF-16 units: see `unitsOf`. */
export function readTruth(xml: string): Detection[] {
  const found: Detection[] = [];
  let document = '';
  const parser = new Parser({
    onopentag: (tag, a) => {
      if (tag === 'document') document = a['reference'] ?? '';
      const span = (side: string): { from: number; to: number } => ({ from: Number(a[`${side}_offset`]), to: Number(a[`${side}_offset`]) + Number(a[`${side}_length`]) });
      if (tag === 'feature' && (a['name'] ?? '').endsWith('plagiarism') && a['source_reference'] !== undefined) found.push({ document, here: span('this'), source: a['source_reference'], there: span('source') });
    },
  }, { xmlMode: true });
  parser.end(xml);
  return found;
}

/** The place in the string of each code point. */
export function unitsOf(text: string): (codePoint: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (at) => at;
  const starts = [0];
  for (const letter of text) starts.push((starts.at(-1) ?? 0) + letter.length);
  return (at) => starts[Math.min(at, starts.length - 1)] ?? text.length;
}

/** Aligns every pair of the corpus and scores it against its truth. @throws Error where the folder is no such corpus */
export function scorePan(folder: string): { pairs: number; score: Score } {
  const pairs = readPairs(readFileSync(join(folder, 'pairs'), 'utf8'));
  const none = new Set<number>();
  const truth: Detection[] = [];
  const found: Detection[] = [];
  for (const { suspicious, source } of pairs) {
    const [here, there] = [readFileSync(join(folder, 'susp', suspicious), 'utf8'), readFileSync(join(folder, 'src', source), 'utf8')];
    const [a, b] = [unitsOf(here), unitsOf(there)];
    for (const t of truthOf(folder, suspicious, source)) truth.push({ ...t, here: { from: a(t.here.from), to: a(t.here.to) }, there: { from: b(t.there.from), to: b(t.there.to) } });
    for (const p of commonPassages(prepare(here, none), prepare(there, none))) found.push({ document: suspicious, here: { from: p.from, to: p.to }, source, there: { from: p.otherFrom, to: p.otherTo } });
  }
  return { pairs: pairs.length, score: score(truth, found) };
}

/** The corpus keeps each obfuscation in a folder of its own, beside src and susp. */
function truthOf(folder: string, suspicious: string, source: string): Detection[] {
  const name = `${suspicious.replace(/\.txt$/, '')}-${source.replace(/\.txt$/, '')}.xml`;
  const folders = [folder, ...readdirSync(folder).map((f) => join(folder, f)).filter((f) => statSync(f).isDirectory())];
  const file = folders.map((f) => join(f, name)).find((f) => existsSync(f));
  return file === undefined ? [] : readTruth(readFileSync(file, 'utf8')).map((d) => ({ ...d, document: suspicious, source }));
}
