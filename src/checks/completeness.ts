import type { Contest } from '../../schemas/contest.ts';
import type { Finding, MailDocument } from '../../schemas/reading.ts';
import { isIdCardDocument } from '../documents/id-card.ts';
import { linksIn, sharingService } from '../mail/links.ts';
import { finding, type Check, type EntryFacts } from './check.ts';
import { texts } from './texts.ts';

/** Formal gaps only: what is not there, or arrived in a form that nobody can open. */
export const completeness: Check<'completeness'> = {
  name: 'completeness',
  planItems: [16, 19, 30, 33, 34],
  run: (facts, settings, { contest }) => {
    const say = texts(contest.locale);
    const there = present(facts, contest.entrantKinds.organisation?.minAuthors === 0);
    const gaps = settings.required.filter((what) => what !== 'documents' && !there[what]);
    return [...gaps.map((what) => finding('completeness', 'review', `missing-${what}`, { forEntrant: say.missing[what] })),
      ...documentFindings(facts.documents, settings.required.includes('documents'), contest.locale), ...formatFindings(facts.documents, contest), ...linkFindings(facts, contest.locale), ...idCardFindings(facts.documents, contest.locale)];
  },
};

function present({ fields }: EntryFacts, authorsOptional: boolean): Record<'title' | 'authors' | 'unit' | 'contact', boolean> {
  const authors = (fields.authors.value ?? []).filter((a) => a.name.trim() !== '');
  const unit = filled(fields.unit.value) || authors.some((a) => filled(a.unit));
  return {
    title: filled(fields.title.value),
    // a collective enters under its own name and need not list its people (plan item 33)
    authors: authors.length > 0 || (authorsOptional && fields.entrantKind.value === 'organisation' && unit),
    unit,
    contact: [fields.phone.value, fields.email.value, ...authors.flatMap((a) => [a.phone, a.email])].some(filled),
  };
}

function filled(text: string | null): boolean {
  return text !== null && text.trim() !== '';
}

/** A file behind a link is no file yet: nobody knows what lies there tomorrow. Asked for where nothing else came; with other files staff look. */
function linkFindings({ documents, links = [] }: EntryFacts, locale: 'vi' | 'en'): Finding[] {
  const shared = [...links, ...documents.slice(0, 20).flatMap((d) => linksIn(d.text?.text.slice(0, 40_000) ?? ''))].filter((link) => sharingService(link) !== null);
  if (shared.length === 0) return [];
  const sound = documents.some((d) => !isDecoration(d) && flawOf(d) === null);
  const services = [...new Set(shared.map((link) => sharingService(link)))].join(', ');
  return [finding('completeness', sound ? 'info' : 'review', 'link-instead-of-file', { forEntrant: texts(locale).link(services), evidence: shared.slice(0, 5).join(' ') })];
}

/** Kinds of files that the rules name (plan item 34); where they name none, every kind is taken. Evidence in pictures and archives' own parts count as files, too: staff look. */
function formatFindings(documents: MailDocument[], { openQuestions, locale }: Contest): Finding[] {
  const accepted = openQuestions.acceptedFormats?.map((f) => f.toLowerCase().replace(/^\./, ''));
  if (accepted === undefined) return [];
  const others = documents.filter((d) => !isDecoration(d) && flawOf(d) === null && !accepted.includes(d.detectedType));
  const taken = documents.some((d) => accepted.includes(d.detectedType) && flawOf(d) === null);
  if (others.length === 0) return [];
  const names = others.slice(0, 5).map((d) => d.storedName).join(', ');
  const say = texts(locale).otherFormat(names, accepted.join(', '));
  return [finding('completeness', taken ? 'info' : 'review', 'other-format', { forEntrant: taken ? '' : say, forStaff: say, evidence: others.slice(0, 10).map((d) => `${d.part}: ${d.detectedType}`).join('; ') })];
}

/** For staff alone: the receipt says beside the file that none is needed. */
function idCardFindings(documents: MailDocument[], locale: 'vi' | 'en'): Finding[] {
  const cards = documents.filter(isIdCardDocument);
  if (cards.length === 0) return [];
  return [finding('completeness', 'info', 'id-card', { forEntrant: '', forStaff: texts(locale).idCard(cards.length), evidence: cards.slice(0, 10).map((d) => d.part).join(', ') })];
}

type Flaw = 'unreadable' | 'password' | 'infected';

function documentFindings(documents: MailDocument[], required: boolean, locale: 'vi' | 'en'): Finding[] {
  const files = documents.filter((d) => !isDecoration(d));
  const sound = files.filter((d) => flawOf(d) === null);
  const say = texts(locale);
  if (files.length === 0) return required ? [finding('completeness', 'blocking', 'missing-documents', { forEntrant: say.missing.documents })] : [];
  const severity = sound.length === 0 && required ? 'blocking' : 'review';
  const soundNames = new Set(sound.map((d) => d.storedName.toLowerCase()));
  return files.flatMap((d) => {
    const flaw = flawOf(d);
    // sent again under its name and sound this time: nothing to ask for
    if (flaw === null || soundNames.has(d.storedName.toLowerCase())) return [];
    return [finding('completeness', severity, `${flaw}-document`, { forEntrant: say[flaw](d.storedName), evidence: `${d.part}: ${d.flags.join(', ')}` })];
  });
}

/** A picture within the text is a signature's logo more often than not: never all that an entry consists of. */
function isDecoration(d: MailDocument): boolean {
  return d.from === 'inline' && (d.contentType.startsWith('image/') || ['jpg', 'png', 'gif'].includes(d.detectedType));
}

function flawOf({ flags }: MailDocument): Flaw | null {
  if (flags.includes('infected')) return 'infected';
  if (flags.includes('password')) return 'password';
  return flags.some((f) => f === 'empty' || f === 'truncated' || f === 'undecodable' || f === 'too-large') ? 'unreadable' : null;
}
