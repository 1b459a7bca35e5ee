/** What was filled in, without what was printed. */

/** Dotted leaders of printed forms, quotes and hints in brackets are no value. */
export function cleanValue(raw: string): string {
  const text = trimmed(raw.replace(/[.…_]{3,}/g, ' ').replace(/\s+/g, ' ').replace(/ ?\.\/\.? ?$/, ''), /["“”'\s:]/, /["“”'\s;,]/);
  return /^\([^()]*\)$/.test(text) && !/^\([^()]*\d{6}/.test(text) ? '' : text;
}

/** Without such characters at its ends. By hand: an expression that looks for them at the end begins anew at each of them. */
export function trimmed(text: string, before: RegExp, behind: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && before.test(text[start] ?? '')) start++;
  while (end > start && behind.test(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}
