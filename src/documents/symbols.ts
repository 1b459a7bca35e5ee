/** Characters of symbol fonts as Unicode: above all the boxes that people tick. */

export const TICKED = '☒';
export const UNTICKED = '☐';

/** Codes of the boxes and ticks in each font; the rest of a symbol font is decoration. */
const FONTS: { name: RegExp; ticked: string; unticked: string; tick: string }[] = [
  { name: /^wingdings 2/i, ticked: '\x51\x52\x53\x54', unticked: '\xa3\x2a\x30', tick: '\x50' },
  { name: /^wingdings 3|^webdings/i, ticked: '\x67', unticked: '\x63', tick: '\x61' },
  { name: /^wingdings/i, ticked: '\xfd\xfe\x78', unticked: '\x6f\x71\x72\xa8', tick: '\xfc' },
  { name: /^(symbol|marlett|zapf)/i, ticked: '', unticked: '\x7f\xa0', tick: '\xd6' },
];
const WINGDINGS = FONTS[2] as (typeof FONTS)[number];

/** True for a font whose letters are pictures. */
export function isSymbolFont(font: string | undefined): boolean {
  return font !== undefined && FONTS.some((f) => f.name.test(font));
}

/** One character of a symbol font. @param code its code, alone or in the private area U+F000. Gives ☒, ☐, ✓ or a bullet. */
export function symbol(font: string | undefined, code: number): string {
  const char = String.fromCharCode(code & 0xff);
  const { ticked, unticked, tick } = FONTS.find((f) => f.name.test(font ?? '')) ?? WINGDINGS;
  if (ticked.includes(char)) return TICKED;
  if (unticked.includes(char)) return UNTICKED;
  return tick.includes(char) ? '✓' : char === ' ' ? ' ' : '•';
}

/** The text of a run in a symbol font. */
export function symbols(font: string, text: string): string {
  return text.replace(/[\u0021-\u00ff\uf020-\uf0ff]/g, (char) => symbol(font, char.charCodeAt(0)));
}
