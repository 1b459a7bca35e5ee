/** Values of fields as staff type them on the command line. */
import type { Contest } from '../../schemas/contest.ts';
import type { Author, EntryFields, Sourced } from '../../schemas/reading.ts';
import { wrongUse } from '../problem.ts';
import { foldWord } from '../vietnamese/fold.ts';
import { dateIn } from './dates.ts';
import { areasIn, emailsIn, entrantKindIn, phonesIn } from './values.ts';

export type FieldName = keyof EntryFields;

/** How each field is written, for people. Authors are divided by `;`, what is known of one by `|`. */
export const fieldForms: Record<FieldName, string> = {
  title: 'text', entrantKind: 'individual, group or organisation, or as the contest calls it', areas: 'numbers or names: "2, 6"', authors: '"Name | unit | position | phone | email | share%; Name | …"',
  unit: 'text', phone: 'one telephone number', email: 'one address', declaration: 'yes or no', firstApplied: '15/7/2024, 7/2024 or 2024', inheritsFrom: 'text', evidence: "keys of the contest's evidenceKinds: \"data, media\"",
};

/**
 * @param words empty = not stated
 * @throws Problem `wrong-use` that names the form expected
 */
export function fieldByHand<N extends FieldName>(name: N, words: string, contest: Contest): EntryFields[N] {
  const text = words.normalize('NFC').replace(/\s+/g, ' ').trim();
  const value = text === '' ? null : readers[name](text, contest);
  if (value === undefined) throw wrongUse(`${name}: cannot read “${text.slice(0, 80)}”; expected ${fieldForms[name]}`);
  const made: Sourced<unknown> = { value, source: 'staff', confidence: 1, byHand: true };
  return made as EntryFields[N];
}

type Reader<N extends FieldName> = (text: string, contest: Contest) => EntryFields[N]['value'] | undefined;

/** Undefined where the text says nothing of the kind. */
const readers: { [N in FieldName]: Reader<N> } = {
  title: (text) => (text.length <= 500 ? text : undefined),
  entrantKind: (text, contest) => (text === 'individual' || text === 'group' || text === 'organisation' ? text : entrantKindIn(text, contest) ?? undefined),
  areas: (text, contest) => areasByHand(text, contest),
  authors: (text) => authorsByHand(text),
  unit: (text) => (text.length <= 500 ? text : undefined),
  phone: (text) => phonesIn(text)[0],
  email: (text) => emailsIn(text)[0],
  declaration: (text) => ({ yes: true, co: true, no: false, khong: false })[foldWord(text)],
  firstApplied: (text) => dateIn(text) ?? undefined,
  inheritsFrom: (text) => (text.length <= 2_000 ? text : undefined),
  evidence: (text, contest) => {
    const keys = text.split(/[,;\s]+/).filter((k) => k !== '');
    return keys.every((k) => contest.evidenceKinds.some((kind) => kind.key === k)) ? keys : undefined;
  },
};

function areasByHand(text: string, contest: Contest): number[] | undefined {
  const numbers = /^\d{1,2}(\s*[,;]\s*\d{1,2})*$/.test(text) ? text.split(/[,;]/).map(Number) : areasIn(text, contest);
  const known = numbers.filter((n) => n >= 1 && n <= contest.areas.length);
  return known.length === 0 || known.length < numbers.length ? undefined : [...new Set(known)].toSorted((a, b) => a - b);
}

function authorsByHand(text: string): Author[] | undefined {
  const authors = text.split(';').map((one) => one.split('|').map((part) => part.trim())).filter(([name]) => name !== undefined && name !== '');
  const made = authors.map(([name = '', unit, position, phone, email, share]): Author | null => {
    const percent = share === undefined || share === '' ? null : Number(share.replace('%', '').replace(',', '.'));
    const [number = null, address = null] = [phone ? phonesIn(phone)[0] : null, email ? emailsIn(email)[0] : null];
    if (Number.isNaN(percent) || (phone && number === null) || (email && address === null)) return null;
    return { name, unit: unit || null, position: position || null, phone: number, email: address, share: percent };
  });
  return made.length === 0 || made.length > 50 || made.includes(null) ? undefined : made.filter((a) => a !== null);
}
