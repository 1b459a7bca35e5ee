/**
 * Which letters carry the contest's registration form: those that ask for what it states, of somebody who seems not to have one.
 * Decided when a letter is written, kept in its row (`attached`), and made into bytes when it leaves.
 */
import type { Contest, Locale } from '../../schemas/contest.ts';
import type { Attachment, LetterFacts, LetterKind } from '../../schemas/letters.ts';
import { fold } from '../vietnamese/fold.ts';

type Registered = LetterFacts<'receipt'>['entries'][number];
type Rules = { [K in LetterKind]?: (facts: LetterFacts<K>) => boolean };

/** The one place where that is decided. A letter that is not named here carries nothing. */
const carriesForm: Rules = {
  receipt: ({ entries }) => entries.some(lacksForm),
  early: ({ entries }) => entries.some(lacksForm),
  'entry-split': ({ entries }) => entries.some(lacksForm),
  'not-understood': () => true,
  'status-answer': ({ entries }) => entries.length === 0,
  'question-received': ({ aboutForm }) => aboutForm === true,
  'agency-nudge': () => true,
  'contest-launch': () => true,
};

/** What one may come to; mail that the form makes larger must still fit into the mailbox, where its own copy arrives. */
const FORM_BYTES = 64 * 1024;
const REST_BYTES = 128 * 1024;

/** @param open the contest still receives entries: later a form would mislead */
export function attachmentsOf<K extends LetterKind>(kind: K, facts: LetterFacts<K>, contest: Contest, open: boolean): Attachment[] {
  if (!open || !contest.letters.attachForm || contest.limits.messageBytes < FORM_BYTES + REST_BYTES) return [];
  const rule = carriesForm[kind] as ((facts: LetterFacts<K>) => boolean) | undefined;
  return rule?.(facts) ? ['registration-form'] : [];
}

/** A file that so many fields were read from is a form; a description tells a title, or who wrote it. */
const FIELDS_OF_A_FORM = 3;
/** What is easier to state in a form than in a few words: a telephone number alone is none of it, nor is a missing file. */
const asked: Registered['understood'][number]['field'][] = ['title', 'entrantKind', 'areas', 'authors', 'unit', 'declaration'];

function lacksForm({ missing, understood }: Registered): boolean {
  if (missing.length === 0 || !understood.some(({ field, value }) => value === null && asked.includes(field))) return false;
  const files = understood.flatMap(({ value, file }) => (value === null || file === null ? [] : [file]));
  return !files.some((name) => files.filter((other) => other === name).length >= FIELDS_OF_A_FORM);
}

/** Characters of a question that are looked at. */
const MOST = 4_000;

/** Does a question ask for the form, or speak of it? */
export function asksForForm(...words: string[]): boolean {
  return /\b((phieu|mau|don) (dang ky|du thi)|bieu mau|mau (phieu|don)|(registration|entry|application) form)\b/.test(fold(words.join('\n').slice(0, MOST)));
}

const names: Record<Extract<Attachment, string> | 'appointment', Record<Locale, string>> = {
  'registration-form': { vi: 'Phieu-dang-ky-du-thi.docx', en: 'Registration-form.docx' },
  appointment: { vi: 'Lich-hen.ics', en: 'Appointment.ics' },
};

/** The name under which it leaves: letters that every mail program shows. */
export function attachmentName(attachment: Attachment, contest: Contest): string {
  if (typeof attachment === 'string') return names[attachment][contest.locale];
  return attachment.kind === 'file' ? attachment.filename : names.appointment[contest.locale];
}
