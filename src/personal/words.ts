/** Finding a person's words in texts of others, and putting what stands for them in their place. */
import { fold } from '../vietnamese/fold.ts';
import { ERASED } from './erased.ts';
import { syllables } from './same-name.ts';

export type PersonWords = {
  /** lower case */
  addresses: string[];
  names: string[];
  /** digits with a leading 0 */
  phones: string[];
  /** titles, file names and subjects of what is erased as a whole */
  texts: string[];
};

export type Redact = (text: string) => string;

/**
 * Addresses stand alone or in brackets, names in any case, with or without diacritics, phones with any dots and spaces between.
 * "Nguyễn Thị Ân" is another person than "Nguyễn Thị An": a name typed with other diacritics stays.
 */
export function redactor({ addresses, names, phones, texts }: PersonWords, mark = ERASED): Redact {
  const bare = addresses.map((a) => new RegExp(`(?<![\\w.+-])${escaped(a)}(?![\\w-]|\\.\\w)`, 'gi'));
  const numbers = phones.filter((p) => p.length >= 8).map((p) => new RegExp(`(?<!\\d)(?:0|\\+?84[ .-]?)${[...p.replace(/^0/, '')].join('[ .-]?')}(?!\\d)`, 'g'));
  const spoken = [...names, ...texts].map((t) => t.normalize('NFC').trim()).filter((t) => t.length >= SHORTEST).toSorted((a, b) => b.length - a.length);
  return (text) => {
    let out = text;
    for (const pattern of [...bare, ...numbers]) out = out.replace(pattern, mark);
    for (const phrase of spoken) out = without(out, phrase, mark);
    return out;
  };
}

/** Shorter words stand in everybody's texts. */
const SHORTEST = 5;

/** The same in every string of a JSON value; keys stay. Where an address or a number was, nothing is known any more. */
export function redactJson<T>(value: T, redact: Redact, mark = ERASED, path: string[] = []): T {
  if (typeof value === 'string') {
    const left = redact(value);
    return (left === mark && left !== value && isContact(path) ? null : left) as T;
  }
  if (Array.isArray(value)) {
    const left = value.map((one: unknown) => redactJson(one, redact, mark, path));
    return (path.at(-1) === 'senders' ? left.filter((one) => one !== mark) : left) as T;
  }
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, redactJson(one as unknown, redact, mark, [...path.slice(-1), key])])) as T;
  return value;
}

/** `email: …` of an author, `email: { value: … }` of an entry. */
function isContact(path: string[]): boolean {
  const [before, last] = path.length > 1 ? path : ['', path[0] ?? ''];
  return CONTACTS.has(last ?? '') || (last === 'value' && CONTACTS.has(before ?? ''));
}

const CONTACTS = new Set(['email', 'phone']);

function without(text: string, phrase: string, mark: string): string {
  const { plain, at } = lettersOf(text);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(fold(phrase)).replace(/ /g, '\\s+')}(?![\\p{L}\\p{N}])`, 'gu');
  let out = '';
  let from = 0;
  for (const found of plain.matchAll(pattern)) {
    const start = at[found.index] ?? 0;
    const end = at[found.index + found[0].length] ?? text.length;
    if (!isSame(text.slice(start, end), phrase)) continue;
    out += text.slice(from, start) + mark;
    from = end;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** The text letter by letter without marks, and where each letter stood. */
function lettersOf(text: string): { plain: string; at: number[] } {
  let plain = '';
  const at: number[] = [];
  let index = 0;
  for (const letter of text) {
    const bare = letter.normalize('NFD').replace(/\p{M}+/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
    for (let i = 0; i < bare.length; i++) at.push(index);
    plain += bare;
    index += letter.length;
  }
  at.push(text.length);
  return { plain, at };
}

/** Typed without diacritics, or with the same ones, wherever in the syllable they were put. */
function isSame(found: string, phrase: string): boolean {
  return found.toLowerCase().replace(/\s+/g, ' ') === fold(phrase) || syllables(found) === syllables(phrase);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
