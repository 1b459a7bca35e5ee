/** OCR of scans and pictures in one warm child, started when first needed: the words of a document that has none as text. */
import type { DocumentText } from '../../schemas/reading.ts';
import { noText } from '../archives/no-text.ts';
import { append, type Lines, type Page } from '../documents/document.ts';
import { linesToText } from '../documents/lines-text.ts';
import { pageLines } from '../documents/page/lines.ts';
import { pageText } from '../documents/page/text.ts';
import { textQuality } from '../vietnamese/quality.ts';
import { findIsolation } from './isolation.ts';
import { openLane } from './lane.ts';
import type { Log } from './log.ts';

/** What crosses the border to the child and back. */
export type OcrQuestion = { path: string; /** as detectType names it */ type: string; mostPages: number; /** those wanted, from 1; null = all */ pages: number[] | null; /** not by the program of the machine */ onlyEmbedded: boolean };
export type OcrWords = { pages: Page[] };
export type OcrAnswer = OcrWords | { failed: string };

export type Ocr = {
  /** true while a document is being read: there is one at a time */
  busy: () => boolean;
  /** The words of a stored scan or picture. Never throws for a bad one. */
  read: (document: { path: string; type: string; /** of a PDF, from 1; all where none are named */ pages?: number[] }) => Promise<DocumentText>;
  close: () => void;
};

/** Types that pictures of pages come in. */
export const ocrTypes = new Set(['pdf', 'jpg', 'png', 'tif', 'webp', 'gif']);

const DEADLINE_MS = 240_000;
const RSS_BYTES = 900 * 1024 * 1024;
const IDLE_MS = 120_000;
const MOST_PAGES = 10;
const DOCUMENTS_PER_CHILD = 100;

export async function openOcr(options: { log?: Log; idleMs?: number; deadlineMs?: number; module?: URL; onlyEmbedded?: boolean } = {}): Promise<Ocr> {
  const lane = openLane({
    module: options.module ?? new URL(`../../workers/children/ocr${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
    deadlineMs: options.deadlineMs ?? DEADLINE_MS, rssBytes: RSS_BYTES, heapMb: 384, answers: DOCUMENTS_PER_CHILD, isolation: await findIsolation(), log: options.log, size: 1, idleMs: options.idleMs ?? IDLE_MS,
  });
  let reading = 0;
  return {
    busy: () => reading > 0,
    close: lane.close,
    read: async ({ path, type, pages }) => {
      reading++;
      try {
        const answered = await lane.ask({ path, type, mostPages: MOST_PAGES, pages: pages && pages.length > 0 ? pages : null, onlyEmbedded: options.onlyEmbedded ?? false } satisfies OcrQuestion);
        if ('ended' in answered) return noText('failed', answered.ended.cause === 'died' ? 'crashed' : answered.ended.cause, 'ocr');
        const answer = answered.answer as OcrAnswer;
        return 'failed' in answer ? noText('failed', 'damaged', 'ocr') : asText(answer);
      } finally {
        reading--;
      }
    },
  };
}

function asText({ pages }: OcrWords): DocumentText {
  const lines: Lines = [];
  for (const page of pages) append(lines, pageText(pageLines(page.words), page.width));
  const { text } = linesToText(lines);
  if (text.trim() === '') return noText('none', 'no-words', 'ocr');
  return { state: 'read', characters: text.length, quality: textQuality(text), method: 'ocr', failure: null, text };
}
