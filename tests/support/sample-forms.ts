/** The sample forms of the shared folder and what they state (expected.json), in the terms of our own marks. */
import type { EntryFields } from '../../schemas/reading.ts';
import { expectedValues, shared } from './shared.ts';
import { mark, type Marks } from './form-marks.ts';

type Sample = {
  title: string | null; entrantKind: 'individual' | 'group' | 'organisation' | null; areas: number[] | null; authors: { name: string; unit?: string; position?: string; phone?: string }[];
  unit: string | null; position: string | null; phones: string[] | null; emails: string[] | null; declaration: boolean | null; findings?: string[];
};

export const samplesDir = shared('samples', 'the sample forms');

export function sampleForms(): Record<string, Sample> {
  return expectedValues()['forms'] as unknown as Record<string, Sample>;
}

/** Phones and addresses count wherever the form has them: for the entry or for one of its authors. */
export function markSample(fields: EntryFields, sample: Sample): Marks {
  const { phones, emails, position, unit, ...rest } = sample;
  const authors = fields.authors.value ?? [];
  const marks = mark(fields, { ...rest, ...(unit === null && authors.length > 1 ? {} : { unit }) });
  const list = (name: string, got: (string | null)[], wanted: string[] | null): void => {
    if (wanted === null) return;
    const found = new Set(got.filter((g) => g !== null));
    for (const one of wanted) {
      if (found.delete(one)) marks.right++;
      else marks.open.push(`${name}: not ${one}`);
    }
    for (const one of found) marks.wrong.push(`${name}: ${one}`);
  };
  list('phones', [fields.phone.value, ...authors.map((a) => a.phone)], phones);
  list('emails', [fields.email.value, ...authors.map((a) => a.email)], emails);
  if (position !== null) {
    const got = authors[0]?.position ?? null;
    if (got === position) marks.right++;
    else if (got === null) marks.open.push(`position: not ${position}`);
    else marks.wrong.push(`position: ${got}, not ${position}`);
  }
  return marks;
}
