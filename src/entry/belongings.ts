/** Which of several entries in one mail a document belongs to. Where that is not clear it belongs to none in particular. */
import type { MailDocument } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import type { FormReading } from './form.ts';

export type Group = { title: string; forms: { document: MailDocument; form: FormReading }[] };

type Belongings = { own: Map<Group, MailDocument[]>; shared: MailDocument[] };

/** Which documents belong to the entry of which form: by name, by the folder or mail they lie in; what fits none or several is shared. */
export function belongings(groups: Group[], documents: MailDocument[]): Belongings {
  const forms = new Set(groups.flatMap((g) => g.forms.map((f) => f.document)));
  const own = new Map<Group, MailDocument[]>(groups.map((g) => [g, []]));
  const shared: MailDocument[] = [];
  // A part of a multipart lies in no document: "1.2" is inside "1" only where that is a mail of its own.
  const containers = new Set(documents.map((d) => d.part));
  const names = groups.map((g) => ({ group: g, words: nameWords(g) }));
  for (const document of documents) {
    if (forms.has(document)) continue;
    const owner = byPlace(document, groups, containers) ?? byTitle(document, groups) ?? byName(document, names);
    if (owner) own.get(owner)?.push(document);
    else shared.push(document);
  }
  return { own, shared };
}

function only(groups: Group[]): Group | null {
  return groups.length === 1 ? groups[0] ?? null : null;
}

/** In the same folder, archive or forwarded mail as the forms of one entry alone; a container of such forms alone. */
function byPlace(document: MailDocument, groups: Group[], containers: Set<string>): Group | null {
  for (const place of placesOf(document, containers)) {
    const around = groups.filter((g) => g.forms.some((f) => placesOf(f.document, containers).includes(place)));
    if (around.length > 0) return only(around);
  }
  return only(groups.filter((g) => g.forms.some((f) => isInside(f.document.part, document.part))));
}

/** The folders and containers it lies in, the innermost first: "2/1|Bài 1", "2/1|", "2|". Outside all of them is no place. */
function placesOf({ part, filename }: MailDocument, containers: Set<string>): string[] {
  const folders = (filename ?? '').split('/').slice(0, -1);
  const around = [...part.matchAll(/[./]/g)].map((m) => part.slice(0, m.index)).filter((c) => containers.has(c)).toReversed();
  const [nearest = ''] = around;
  return [...folders.map((_, i) => `${nearest}|${folders.slice(0, folders.length - i).join('/')}`), ...around.map((c) => `${c}|`)];
}

function isInside(part: string, container: string): boolean {
  return part.startsWith(`${container}/`) || part.startsWith(`${container}.`);
}

/** Characters of a document in which its title is looked for. */
const HEAD = 3_000;
const LEAST_WORDS = 4;

/** It speaks of one of the titles, as explanations do in their heading. */
function byTitle({ text }: MailDocument, groups: Group[]): Group | null {
  if (text?.state !== 'read') return null;
  const head = plain(text.text.slice(0, HEAD));
  return only(groups.filter((g) => {
    const title = plain(g.title);
    return title.split(' ').length >= LEAST_WORDS && head.includes(title);
  }));
}

/** Its name shares two words or numbers with the name of one entry's form or author, one of them with no other's: "Bài 2 - minh chứng". */
function byName({ filename }: MailDocument, names: { group: Group; words: Set<string> }[]): Group | null {
  const words = new Set(plain(stem(filename ?? '')).split(' '));
  return only(names.filter(({ group, words: own }) => {
    const common = [...words].filter((w) => own.has(w));
    return common.length >= 2 && common.some((w) => names.every((n) => n.group === group || !n.words.has(w)));
  }).map((n) => n.group));
}

function nameWords({ forms }: Group): Set<string> {
  return new Set(forms.flatMap(({ document, form }) => [stem(document.filename ?? ''), ...(form.authors[0]?.value ?? []).map((a) => a.name)]).flatMap((t) => plain(t).split(' ')).filter((w) => w !== ''));
}

function stem(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]{1,5}$/, '');
}

function plain(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
