/**
 * One mail, many entries: an office collects its people's forms and sends them together. Each form with a title of its own is an
 * entry; what lies beside it in a folder, speaks of its title or bears its name belongs to it; the rest is kept with each of them.
 *
 *   entriesIn(reading, contest)  gives one part per entry, in the order of the mail; one part alone where the mail is one entry
 */
import type { DocumentPlace } from '../../schemas/changes.ts';
import type { Contest } from '../../schemas/contest.ts';
import type { Finding, MailDocument, MailReading } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { readBody, readDocumentForms } from './fields.ts';
import type { FormReading } from './form.ts';
import { belongings, type Group } from './belongings.ts';

export type Part = {
  /** part number of its first form, "body" where it is typed into the mail; '' = the mail as a whole */
  form: string;
  /** the mail as far as it speaks of this entry */
  reading: MailReading;
  /** documents of nobody in particular: each entry of the mail has them */
  shared: MailDocument[];
};

/** A title was stated, and not only mentioned. */
const STATED = 0.7;
/** Documents of one mail that are looked at: an archive holds no more. */
const MOST_DOCUMENTS = 200;
/** Entries that one mail can hold: the forms of more are in none of its parts, and their sender is told. */
export const MOST_ENTRIES = 50;

/** The mail as its entries: one that is the whole mail, or one for each form with a title of its own, 50 at the most. */
export function entriesIn(reading: MailReading, contest: Contest): Part[] {
  const whole = { form: '', reading, shared: [] };
  const { groups, beyond } = grouped(reading.documents.slice(0, MOST_DOCUMENTS), contest);
  if (groups.length < 2) return [whole];
  const { own, shared: ofNobody } = belongings(groups, reading.documents.filter((d) => !beyond.includes(d)));
  // What lies beyond was not looked at: it may be another's form, which is none of these entries' business.
  const shared = ofNobody.filter((d) => reading.documents.indexOf(d) < MOST_DOCUMENTS);
  const body = readBody(reading, contest);
  const typed = body.isForm && titleOf(body) !== null ? groups.find((g) => g.forms.some(({ form }) => !isOther(form, body))) : undefined;
  const parts = groups.map((group): Part => {
    const documents = [...group.forms.map((f) => f.document), ...own.get(group) ?? [], ...shared];
    return { form: group.forms[0]?.document.part ?? '', shared, reading: { ...reading, subject: null, text: group === typed ? reading.text : '', documents } };
  });
  const alone = body.isForm && titleOf(body) !== null && typed === undefined;
  return alone ? [{ form: 'body', shared, reading: { ...reading, subject: null, documents: shared } }, ...parts] : parts;
}

/** Documents that no entry of the mail has: there was no room for theirs. */
export function leftOver(parts: Part[], reading: MailReading): MailDocument[] {
  const taken = new Set(parts.flatMap((part) => part.reading.documents));
  return reading.documents.filter((d) => !taken.has(d));
}

/** The mail as far as a version was made of it. @param version of this message */
export function readingOfVersion(version: { messageId: string; form: string; documents: DocumentPlace[] | null }, reading: MailReading): MailReading {
  const own = version.documents === null ? null : new Set(version.documents.filter((d) => d.messageId === version.messageId).map((d) => d.part));
  const documents = own === null ? reading.documents : reading.documents.filter((d) => own.has(d.part));
  if (version.form === '') return { ...reading, documents };
  const first = documents.find((d) => d.part === version.form);
  return { ...reading, subject: null, text: version.form === 'body' ? reading.text : '', documents: first ? [first, ...documents.filter((d) => d !== first)] : documents };
}

/** What staff should know of documents that several entries have in common. */
export function sharedFindings({ shared }: Part): Finding[] {
  return shared.filter((d) => d.text?.state !== 'none' || d.detectedType !== 'zip').map((d) => ({
    check: 'division', severity: 'info', code: 'shared-document', forEntrant: '',
    forStaff: `“${d.filename ?? d.storedName}” came with several entries in one mail; whose it is was not clear, so that each of them has it. \`mailroom entries move-document\` gives it to one.`,
  }));
}

/** Forms by what they call the entry. What may be one entry stays together: the titles then disagree, and the sender is asked. `beyond`: forms of more entries than there may be. */
function grouped(documents: MailDocument[], contest: Contest): { groups: Group[]; beyond: MailDocument[] } {
  const groups: Group[] = [];
  const beyond: MailDocument[] = [];
  for (const document of documents) {
    const form = readDocumentForms(document, contest).find((f) => f.isForm && titleOf(f) !== null);
    if (!form) continue;
    const group = groups.find((g) => g.forms.some((f) => !isOther(f.form, form)));
    if (group) group.forms.push({ document, form });
    else if (groups.length < MOST_ENTRIES) groups.push({ title: titleOf(form) ?? '', forms: [{ document, form }] });
    else beyond.push(document);
  }
  return { groups, beyond };
}

function titleOf(form: FormReading): string | null {
  const [title] = form.title;
  return title && title.confidence >= STATED ? title.value : null;
}

const HARDLY_ALIKE = 0.34;
const ALIKE = 0.6;

/** Clearly another entry: hardly a word of the title in common, or not many and nobody of the authors. */
function isOther(a: FormReading, b: FormReading): boolean {
  const alike = likeness(titleOf(a) ?? '', titleOf(b) ?? '');
  return alike < HARDLY_ALIKE || (alike < ALIKE && strangers(a, b));
}

function likeness(a: string, b: string): number {
  const [one, other] = [a, b].map((t) => new Set(fold(t).match(/[\p{L}\p{N}]+/gu) ?? [])) as [Set<string>, Set<string>];
  const common = [...one].filter((word) => other.has(word)).length;
  const [few, all] = [Math.min(one.size, other.size), one.size + other.size - common];
  // One title may be the other in short.
  return all === 0 ? 0 : common === few && few >= 3 ? 1 : common / all;
}

function strangers(a: FormReading, b: FormReading): boolean {
  const [one, other] = [a, b].map((f) => (f.authors[0]?.value ?? []).map((author) => fold(author.name))) as [string[], string[]];
  return one.length > 0 && other.length > 0 && !one.some((name) => other.includes(name));
}
