/** The one word by which staff close a question without an answer. */
import { fold } from '../../vietnamese/fold.ts';

/** The reason behind "ĐÓNG" or "CLOSE" at the beginning, '' where none is given; null where the mail says something else. */
export function readClosing(text: string): string | null {
  const line = text.split('\n').map((l) => l.trim()).find((l) => l !== '') ?? '';
  const folded = fold(line);
  if (/^(?:dong|close)[.!]?$/.test(folded)) return '';
  return /^(?:dong|close)\s*:/.test(folded) ? line.slice(line.indexOf(':') + 1).trim() : null;
}
