/** The table of strings that cells point into (ECMA-376 part 1, 18.4). */
import { walkXml } from '../xml.ts';
import type { OfficeZip } from '../zip.ts';

/** Characters and strings that are kept: more is never shown. */
const MOST_CHARACTERS = 8_000_000;
const MOST_STRINGS = 500_000;

/** All shared strings, runs joined, phonetic guides left out. */
export async function readStrings(zip: OfficeZip): Promise<string[]> {
  const name = zip.names.find((n) => /^xl\/sharedStrings\.xml$/i.test(n));
  if (name === undefined) return [];
  const strings: string[] = [];
  let size = 0;
  let text = '';
  let reading = false;
  let phonetic = false;
  await walkXml(zip.pieces(name), {
    open: (tag) => {
      if (tag === 'si') text = '';
      else if (tag === 'rPh') phonetic = true;
      else if (tag === 't') reading = !phonetic;
    },
    text: (piece) => { if (reading) text += piece; },
    close: (tag) => {
      if (tag === 't') reading = false;
      else if (tag === 'rPh') phonetic = false;
      if (tag !== 'si') return;
      size += text.length;
      strings.push(text);
    },
    enough: () => size + text.length > MOST_CHARACTERS || strings.length > MOST_STRINGS,
  });
  return strings;
}
