/** How well the fields of a form were read: right, open (null, so that somebody is asked), or wrong in silence. */
import type { EntryFields } from '../../schemas/reading.ts';
import type { Expected } from '../fixtures/forms/forms.ts';

export type Marks = { right: number; open: string[]; wrong: string[] };

export function mark(fields: EntryFields, expected: Partial<Expected>): Marks {
  const marks: Marks = { right: 0, open: [], wrong: [] };
  const one = (name: string, got: unknown, wanted: unknown): void => {
    if (same(got, wanted)) marks.right++;
    else if (got === null || got === undefined) marks.open.push(`${name}: nothing, not ${JSON.stringify(wanted)}`);
    else marks.wrong.push(`${name}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  for (const name of ['title', 'entrantKind', 'areas', 'unit', 'phone', 'email', 'declaration', 'firstApplied', 'inheritsFrom'] as const) {
    if (expected[name] !== undefined) one(name, fields[name].value, expected[name]);
  }
  if (expected.authors === undefined) return marks;
  one('authors', fields.authors.value?.map((a) => a.name) ?? null, expected.authors?.map((a) => a.name) ?? null);
  expected.authors?.forEach((author, i) => {
    const got = fields.authors.value?.[i];
    for (const key of ['unit', 'position', 'phone', 'email', 'share'] as const) if (author[key] !== undefined) one(`${author.name}'s ${key}`, got?.[key] ?? null, author[key]);
  });
  return marks;
}

/** null = the place does not state it; that a declaration is missing may be told as false or as unknown, both ask. */
function same(got: unknown, wanted: unknown): boolean {
  if (typeof got === 'string' && typeof wanted === 'string') return got.normalize('NFC').replace(/\s+/g, ' ') === wanted.normalize('NFC').replace(/\s+/g, ' ');
  return JSON.stringify(got ?? null) === JSON.stringify(wanted ?? null);
}
