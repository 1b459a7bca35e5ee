/** Tesseract as WebAssembly, with the Vietnamese model from npm: nothing is installed or downloaded. Warm once it was asked. */
import type { Worker } from 'tesseract.js';
import type { Engine } from './engine.ts';
import { packedModelDir } from './model.ts';

let warm: Promise<Worker> | null = null;

export const embedded: Engine = async (png) => {
  const worker = await (warm ??= start());
  const { data } = await worker.recognize(png, { rotateAuto: true }, { blocks: true, text: false });
  return (data.blocks ?? []).flatMap((b) => b.paragraphs.flatMap((p) => p.lines));
};

/** Loaded when first needed: where the program is, it seldom is. */
async function start(): Promise<Worker> {
  const { createWorker, OEM, PSM } = await import('tesseract.js');
  const worker = await createWorker('vie', OEM.LSTM_ONLY, { langPath: packedModelDir(), gzip: true, cacheMethod: 'none' });
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_COLUMN });
  return worker;
}
