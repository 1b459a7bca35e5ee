/** File names of strangers: the original is data, the stored name is ours. */

const MAX_BYTES = 150;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Safe to show and to store under: no separators, controls or direction marks, at most 150 bytes, an extension kept. */
export function storedName(original: string | null, part: string, extension: string): string {
  const clean = (original ?? '').normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu, '').replace(/[/\\:*?"<>|]/g, '_').replace(/\s+/g, ' ').replace(/\.{2,}/g, '.').replace(/^[\s.\-_]+|[\s.]+$/g, '');
  const generated = `part-${part === '' ? '1' : part.replaceAll('.', '-')}${extension === '' ? '' : `.${extension}`}`;
  if (clean === '') return generated;
  return shorten(RESERVED.test(clean) ? `_${clean}` : clean);
}

/** Cut between characters, the extension spared. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  let stem = '';
  for (const char of extension === '' ? name : name.slice(0, dot)) {
    if (Buffer.byteLength(stem + char + extension) > MAX_BYTES) break;
    stem += char;
  }
  return stem + extension;
}
