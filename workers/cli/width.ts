/** Columns that text takes in a terminal: combining marks take none, East Asian wide characters two. */

export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text.normalize('NFC')) width += charWidth(char);
  return width;
}

/** Cuts with an ellipsis at `width` columns; pads to it where asked. */
export function fitWidth(text: string, width: number, pad: boolean): string {
  const normal = text.normalize('NFC');
  const full = displayWidth(normal);
  if (full <= width) return pad ? normal + ' '.repeat(width - full) : normal;
  let out = '';
  let used = 0;
  for (const char of normal) {
    if (used + charWidth(char) > width - 1) break;
    out += char;
    used += charWidth(char);
  }
  return `${out}…${pad ? ' '.repeat(Math.max(0, width - used - 1)) : ''}`;
}

function charWidth(char: string): number {
  if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(char)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(char) ? 2 : 1;
}
