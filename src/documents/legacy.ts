/** Documents typed in fonts of before Unicode: their letters are bytes that only the font shows right. */
import iconv from 'iconv-lite';
import { isSyllable } from '../vietnamese/syllables.ts';
import { repairVietnamese } from '../vietnamese/encodings.ts';

/** Mends the lines that are in such a font and leaves the others: one document often mixes both. Null where nothing is to be mended. */
export function repairLines(text: string): string | null {
  const lines = text.split('\n');
  const strange = lines.flatMap((line, at) => (isStrange(line) ? [at] : []));
  if (strange.length === 0) return null;
  const joined = strange.map((at) => lines[at]).join('\n');
  const mended = repairVietnamese(joined, iconv.encode(joined, 'windows-1252'))?.split('\n');
  if (mended?.length !== strange.length) return null;
  strange.forEach((at, i) => { lines[at] = mended[i] ?? ''; });
  return lines.join('\n').normalize('NFC');
}

/** Only letters that one byte can hold, and most words with such letters are no syllables. */
function isStrange(line: string): boolean {
  if (!HIGH.test(line) || /\p{L}/u.test(line.replace(ONE_BYTE, ''))) return false;
  const words = line.split(/[\s\d.,;:()[\]/"'-]+/).filter((word) => HIGH.test(word));
  return words.filter((word) => !isSyllable(word)).length * 2 > words.length;
}

const HIGH = /[\u0080-\u00ff]/;
/** All that windows-1252 has. */
const ONE_BYTE = /[^\u0100-\uffff]|[ŒœŠšŸŽžƒˆ˜]/gu;
