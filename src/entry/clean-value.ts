/** What was filled in, without what was printed. */

/** Dotted leaders of printed forms, quotes and hints in brackets are no value. */
export function cleanValue(raw: string): string {
  const text = raw.replace(/[.…_]{3,}/g, ' ').replace(/\s+/g, ' ').replace(/^["“”'\s:]+|["“”'\s;,]+$|\s*\.\/\.?\s*$/g, '').trim();
  return /^\([^()]*\)$/.test(text) && !/^\([^()]*\d{6}/.test(text) ? '' : text;
}
