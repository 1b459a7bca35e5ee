/** The files that a final report may carry, made of one dossier and kept in DATA_DIR: what was previewed is what leaves. */
import { basename, extname } from 'node:path';
import type { CarriedFile } from '../../schemas/letters.ts';
import type { Blobs } from '../../src/edges/blobs.ts';
import { bonusList } from '../../src/papers/agency-books.ts';
import type { Dossier, Paper } from '../../src/papers/dossier.ts';
import { pressKit } from '../../src/papers/press.ts';
import { wrongUse } from '../../src/problem.ts';
import type { ReportFiles } from './final-report.ts';

const TYPES: Record<string, string> = {
  '.pdf': 'application/pdf', '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const MOST_BYTES = 10 * 1024 * 1024;

export async function reportFiles(dossier: Dossier, blobs: Pick<Blobs, 'put'>, signed: { path: string; bytes: Buffer } | null): Promise<ReportFiles> {
  const kept = async ({ name, bytes }: Pick<Paper, 'name' | 'bytes'>): Promise<CarriedFile> => ({ kind: 'file', sha256: (await blobs.put(bytes)).sha256, filename: name.replace(/^\d+-/, ''), contentType: TYPES[extname(name).toLowerCase()] ?? '' });
  return { press: await kept(await pressKit(dossier)), bonus: await kept(bonusList(dossier)), signed: signed === null ? null : await kept({ name: signedName(signed), bytes: signed.bytes }) };
}

/** @throws Problem `wrong-use` where it is no file that a letter should carry */
function signedName({ path, bytes }: { path: string; bytes: Buffer }): string {
  const name = basename(path).normalize('NFC').replace(/[^\p{L}\p{N} ._()-]+/gu, '-').slice(-100);
  if (!['.pdf', '.docx'].includes(extname(name).toLowerCase())) throw wrongUse(`${name}: the signed report is a PDF, or a Word file (.docx)`);
  if (bytes.length === 0 || bytes.length > MOST_BYTES) throw wrongUse(`${name}: ${bytes.length} bytes; a letter carries a file of at most 10 MB`);
  return name;
}
