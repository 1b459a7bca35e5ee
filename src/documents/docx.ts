/** Word 2007 and later (ECMA-376 part 1, 17). */
import type { DocumentFlag } from '../../schemas/reading.ts';
import { append, unreadable, type Lines, type Reader } from './document.ts';
import { LineBuilder } from './builder.ts';
import { wordWalk } from './word/walk.ts';
import { readNumbering, type Numbering } from './word/numbering.ts';
import { walkXml } from './xml.ts';
import { openZip, refusePictures, type OfficeZip } from './zip.ts';

export const docx: Reader = {
  types: ['docx', 'docm', 'dotx', 'dotm'],
  read: async (bytes, flags) => {
    const zip = await openZip(bytes, flags);
    noteMacro(zip, flags);
    const main = zip.names.find((name) => /^word\/document\d{0,3}\.xml$/.test(name)) ?? zip.names.find((name) => name.endsWith('document.xml'));
    if (main === undefined) throw unreadable('damaged', 'no word/document.xml');
    const numbering = await readNumbering(zip);
    const lines = await partLines(zip, main, numbering);
    for (const name of zip.names.filter((n) => /^word\/(footnotes|endnotes)\.xml$/.test(n))) append(lines, await partLines(zip, name, numbering));
    refusePictures(zip, lines);
    append(lines, await edges(zip, numbering));
    return { lines, method: 'docx' };
  },
};

/** Flags a file that carries a program. */
export function noteMacro(zip: OfficeZip, flags: Set<DocumentFlag>): void {
  if (zip.names.some((name) => /vbaProject\.bin$/i.test(name))) flags.add('macro');
}

/** Headers and footers, each text once: those of the first and of the even pages mostly repeat. */
async function edges(zip: OfficeZip, numbering: Numbering): Promise<Lines> {
  const seen = new Map<string, string[]>();
  for (const name of zip.names.filter((n) => /^word\/(header|footer)\d{0,3}\.xml$/.test(n)).sort().slice(0, 40)) {
    for (const line of await partLines(zip, name, numbering)) seen.set(line.join('\t'), line);
  }
  return [...seen.values()];
}

async function partLines(zip: OfficeZip, name: string, numbering: Numbering): Promise<Lines> {
  const builder = new LineBuilder();
  await walkXml(zip.pieces(name), wordWalk(builder, numbering));
  return builder.lines();
}
