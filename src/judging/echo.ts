/** Which lines of a reply are our own letter's, however a mail program quoted them. */

/** A line so long that stands in our letter, however a mail program wrapped it there, is quoted: a judge's own words are not by chance the same. */
const SHORTEST_ECHO = 30;

/** Whole words of it: "…: 2" is not what stands there as "…: 25". */
export function echoOf(letter: string): (line: string) => boolean {
  const said = `${squeezed(letter)} `;
  const lines = new Set(letter.split('\n').map(squeezed).filter((l) => l !== ''));
  return (line) => {
    const plain = squeezed(line).replace(/^[^\p{L}\p{N}]+/u, '');
    return lines.has(squeezed(line)) || (plain.length >= SHORTEST_ECHO && said.includes(`${plain} `));
  };
}

function squeezed(line: string): string {
  return line.normalize('NFKC').replace(/\s+/g, ' ').trim();
}
