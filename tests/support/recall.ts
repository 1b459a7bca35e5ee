/** How much of a text was read. */

const words = (text: string): string[] => text.normalize('NFC').split(/\s+/).filter((word) => word !== '');

/** Share of the reference's words that the text has, each as often. */
export function recall(text: string, reference: string): number {
  const left = new Map<string, number>();
  for (const word of words(text)) left.set(word, (left.get(word) ?? 0) + 1);
  const wanted = words(reference);
  const found = wanted.filter((word) => {
    const n = left.get(word) ?? 0;
    left.set(word, n - 1);
    return n > 0;
  });
  return found.length / wanted.length;
}
