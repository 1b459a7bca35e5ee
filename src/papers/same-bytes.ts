/** A Word file whose bytes say when it was made, without that: the same paper is the same bytes, in every process and on every day. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** Wall clock of the machine's zone, which is how zip states times: the earliest it can. */
const NO_TIME = new Date(1980, 0, 1);
const CORE = 'docProps/core.xml';

/** @param docx our own, as a library wrote it @param madeAt stands in its properties, as an instant in ISO */
export function withoutTimes(docx: Uint8Array, madeAt: string): Buffer {
  const files = unzipSync(docx);
  const at = new Date(madeAt).toISOString();
  const core = strFromU8(files[CORE] ?? new Uint8Array()).replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, (_all, tag: string) => `${tag}${at}`);
  return Buffer.from(zipSync({ ...files, [CORE]: strToU8(core) }, { level: 6, mtime: NO_TIME }));
}
