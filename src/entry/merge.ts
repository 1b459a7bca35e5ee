/** The fields of an entry after one more mail. */
import type { EntryFields, Sourced } from '../../schemas/reading.ts';

type FieldName = keyof EntryFields;

/** What the newer mail states replaces what was known; what it does not mention stays. */
export function mergeFields(before: EntryFields | null, read: EntryFields): EntryFields {
  if (before === null) return read;
  return {
    title: newer(before.title, read.title),
    entrantKind: newer(before.entrantKind, read.entrantKind),
    areas: newer(before.areas, read.areas),
    authors: newer(before.authors, read.authors),
    unit: newer(before.unit, read.unit),
    phone: newer(before.phone, read.phone),
    email: newer(before.email, read.email),
    declaration: newer(before.declaration, read.declaration),
    firstApplied: newer(before.firstApplied, read.firstApplied),
    inheritsFrom: newer(before.inheritsFrom, read.inheritsFrom),
    evidence: newer(before.evidence, read.evidence),
  };
}

/** Fields that staff put right stand, whatever is read anew; where they were blanked, too. What was taken over from another entry stands where nothing else is read. */
export function keepByHand(before: EntryFields, read: EntryFields): EntryFields {
  const kept = (Object.keys(before) as FieldName[]).filter((name) => before[name]?.byHand || (before[name]?.adopted && (read[name]?.value ?? null) === null));
  return { ...read, ...Object.fromEntries(kept.map((name) => [name, before[name]])) };
}

/** What an entry states, and where it is silent, what the other one states. */
export function filledUp(fields: EntryFields, from: EntryFields): EntryFields {
  const open = (Object.keys(from) as FieldName[]).filter((name) => (fields[name]?.value ?? null) === null && !fields[name]?.byHand && from[name].value !== null);
  return { ...fields, ...Object.fromEntries(open.map((name) => [name, { ...from[name], adopted: true }])) };
}

/** Without what was taken over from these documents: they belong to another entry again. @param parts part numbers */
export function givenBack(fields: EntryFields, parts: Set<string>): EntryFields {
  const gone = (Object.keys(fields) as FieldName[]).filter((name) => fields[name]?.adopted && parts.has(fields[name].source.split(' ')[0] ?? ''));
  return { ...fields, ...Object.fromEntries(gone.map((name) => [name, { value: null, source: '', confidence: 0 }])) };
}

/** A guess (below one half) never replaces what was stated. */
function newer<T>(before: Sourced<T> | undefined, read: Sourced<T>): Sourced<T> {
  // A version from before the field was known.
  if (before === undefined) return read;
  if (read.value === null) return before;
  // The mail may say otherwise: then a person decides again.
  if (before.byHand) return JSON.stringify(before.value) === JSON.stringify(read.value) ? before : { ...before, others: [{ value: read.value, source: read.source, ...(read.file === undefined ? {} : { file: read.file }), ...(read.seen ? { seen: read.seen } : {}) }] };
  // What a machine saw in a picture never replaces what was typed.
  if (read.seen && before.value !== null && !before.seen) return before;
  if (before.value !== null && read.confidence < 0.5 && before.confidence >= read.confidence) return before;
  return read;
}
