/** Text of strangers made safe for a spreadsheet: a program that takes a cell for a formula would run what somebody wrote as a title. */

/** With an apostrophe before what begins a formula, or might once its blanks are gone; without characters that XML cannot hold. */
export function neutralCell(text: string): string {
  const clean = text.normalize('NFC').replace(/(?![\t\n\r])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '').replace(/\p{Cs}/gu, '\ufffd').slice(0, MOST);
  return /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(clean) ? `'${clean}` : clean;
}

/** Excel keeps 32,767 characters of a cell. */
const MOST = 32_000;
