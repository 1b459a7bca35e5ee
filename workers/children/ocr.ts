/** The OCR child: a scan or a picture in, its words out. Warm, one at a time; no database, no network, no secrets. */
import type { OcrAnswer, OcrQuestion } from '../../src/edges/ocr.ts';
import { recognise } from '../../src/edges/ocr/recognise.ts';
import { reasonOf } from '../../src/problem.ts';

process.on('message', (question: OcrQuestion) => {
  void recognise(question).then((answer): OcrAnswer => answer, (error: unknown): OcrAnswer => ({ failed: reasonOf(error) })).then((answer) => process.send?.(answer));
});
// The service is told to stop, not this child in the middle of a page.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch (error) {
    process.exit((error as { code?: unknown }).code === 'ESRCH' ? 0 : 1);
  }
});
