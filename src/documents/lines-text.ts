/** Lines of cells as the text that is stored: NFC, LF between lines, tabs between cells, no other control characters, bounded. */
import { BREAK, type Lines } from './document.ts';
import { symbol } from './symbols.ts';

/** Bytes of UTF-8 that are kept. */
export const TEXT_BYTES = 1 << 20;

/** @returns the text, and whether it had to be cut */
export function linesToText(lines: Lines): { text: string; cut: boolean } {
  const out: string[] = [];
  let room = TEXT_BYTES;
  for (const line of lines) {
    const cells = line.map(cellText);
    // An empty last cell stays: a label without its value is another thing than a paragraph.
    const said = cells.every((cell) => cell === '') ? '' : cells.join('\t');
    // One empty line divides as well as many.
    if (said === '' && (out.length === 0 || out.at(-1) === '')) continue;
    room -= Buffer.byteLength(said) + 1;
    if (room < 0) return { text: [...out, cutTo(said, Buffer.byteLength(said) + 1 + room)].join('\n').trimEnd(), cut: true };
    out.push(said);
  }
  while (out.at(-1) === '') out.pop();
  return { text: out.join('\n'), cut: false };
}

/** @param bytes of UTF-8 that fit, minus the end of the line */
function cutTo(text: string, bytes: number): string {
  return Buffer.from(text).subarray(0, Math.max(0, bytes - 1)).toString('utf8').replace(/\ufffd+$/, '');
}

/** One cell: no marks that cannot be seen, blanks as one, breaks as one at most two in a row. */
function cellText(cell: string): string {
  const seen = cell
    .replace(/\r\n?|[\n\v\f\u0085\u2029]/g, BREAK)
    .replace(/[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\uf020-\uf0ff]/g, (char) => symbol(undefined, char.charCodeAt(0)))
    // Control characters, soft hyphens, marks of direction and width, halves of characters.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    // On a printed page a box often touches the word before it.
    .replace(/(?<=[\p{L}\p{N}])(?=[☐☒])/gu, ' ');
  return squeeze(seen).normalize('NFC');
}

function squeeze(text: string): string {
  return text.split(BREAK).map((part) => part.replace(/ {2,}/g, ' ').trim()).join(BREAK).replace(/\u2028{3,}/g, BREAK + BREAK).replace(/^\u2028+|\u2028+$/g, '');
}
