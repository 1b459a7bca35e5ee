/** Entry codes, `CCHC24-0123-K`: prefix, number, and a check character (ISO/IEC 7064 MOD 37,36) that catches any single slip and most swaps. */

/** "CCHC24-0012-C": the number in four digits or more, and a letter or digit that shows a mistyped one. */
export function formatCode(prefix: string, number: number): string {
  const digits = String(number).padStart(4, '0');
  return `${prefix}-${digits}-${checkCharacter(prefix + digits)}`;
}

/** The number that a code in canonical form stands for; null where it is none. The check character is not looked at. */
export function numberOf(code: string): number | null {
  const [, digits] = /^[A-Z0-9]+-(\d{4,9})-[0-9A-Z]$/.exec(code) ?? [];
  return digits === undefined ? null : Number(digits);
}

export type FoundCodes = { /** in canonical form, each once */ valid: string[]; /** as written: they look like codes but the check character does not fit */ mistyped: string[] };

/** Codes in a text: in any case and width, with spaces, dots or dashes of any kind, O for 0 and I for 1 among the digits. */
export function findCodes(text: string, prefix: string): FoundCodes {
  const found: FoundCodes = { valid: [], mistyped: [] };
  const plain = text.slice(0, 200_000).normalize('NFKC').toUpperCase();
  const letters = [...prefix].map((c) => (c === '0' ? '[0O]' : c === '1' ? '[1IL]' : c === 'O' ? '[O0]' : c === 'I' ? '[I1]' : c)).join('[ ]?');
  const pattern = new RegExp(`(?<![A-Z0-9])${letters}[ ]?[-–—_. ]?[ ]?([0-9OIL]{4,6})[ ]?[-–—_. ]?[ ]?([0-9A-Z])(?![A-Z0-9])`, 'g');
  for (const [written, numberText = '', check = ''] of plain.matchAll(pattern)) {
    const digits = numberText.replaceAll('O', '0').replace(/[IL]/g, '1');
    const code = formatCode(prefix, Number(digits));
    // The check character is taken as written: O for 0 there would let one slip in a digit pass.
    if (code.endsWith(`-${check}`)) {
      if (!found.valid.includes(code)) found.valid.push(code);
    } else if (!found.mistyped.includes(written)) found.mistyped.push(written);
  }
  return found;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function checkCharacter(text: string): string {
  let p = 36;
  for (const c of text) {
    const sum = (p + ALPHABET.indexOf(c)) % 36 || 36;
    p = (sum * 2) % 37;
  }
  return ALPHABET[(37 - p) % 36] as string;
}
