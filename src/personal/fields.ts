/** Fields of an entry without anything in them: what is left of one that was erased. */
import type { EntryFields } from '../../schemas/reading.ts';

/** The same fields with nothing stated. */
export function emptied(fields: EntryFields): EntryFields {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, { value: null, source: 'erased', confidence: 0 }])) as EntryFields;
}
