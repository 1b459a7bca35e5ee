/** Facts to words: strict templates, checked facts, one text that becomes plain text and HTML. */
import { Liquid, type Template } from 'liquidjs';
import type { Contest } from '../../schemas/contest.ts';
import { letterFacts, letterKinds, type Attachment, type Carries, type LetterFacts, type LetterKind, type WrittenLetter } from '../../schemas/letters.ts';
import { spokenAmount, spokenDate, spokenDeadline, spokenDay, spokenFingerprint, spokenInstant, spokenNumber, spokenSize } from '../contest/spoken.ts';
import { spokenPlace } from '../places.ts';
import { Problem, reasonOf } from '../problem.ts';
import { attachmentName, attachmentsOf } from './attachments.ts';
import { asHtml } from './html.ts';
import { asText, literal, plain, readBlocks } from './layout.ts';

/** Pieces that several letters share, by `{% include name %}`. */
export const letterParts = ['registered', 'field-name', 'files', 'decided-before', 'form-attached', 'how-to-mend', 'privacy-notice', 'closing', 'judge-closing', 'judging-section'] as const;
/** Text of each template by name, in the contest's language; the first line of a letter's is `Subject: …`. */
export type TemplateSet = Record<LetterKind | (typeof letterParts)[number], string>;

export type LetterWriter = {
  /**
   * Gives the words, and the facts with what the letter carries: they belong into the same row.
   * @param carries beside the papers that letters of this kind carry by themselves
   * @param printed true = it goes to somebody whom no mail reaches, and says how to answer on paper
   * @throws Problem where facts do not fit their schema or a template asks for what is not there
   */
  write: <K extends LetterKind>(kind: K, facts: LetterFacts<K>, now: Date, carries?: Attachment[], printed?: boolean) => WrittenLetter & { facts: object & Carries };
  /** the same templates for the contest as it stands now, where its deadline was changed */
  under: (contest: Contest) => LetterWriter;
};

const LONGEST_SUBJECT = 200;

/** Parses every template at once: a broken one is refused at boot, not when its first letter is due. */
export function createLetterWriter(templates: TemplateSet, contest: Contest): LetterWriter {
  const engine = new Liquid({
    strictVariables: true, strictFilters: true, ownPropertyOnly: true, outputEscape: (value: unknown) => literal(value),
    parseLimit: 100_000, renderLimit: 2_000, memoryLimit: 10_000_000, cache: true, relativeReference: false, dynamicPartials: false,
    templates: Object.fromEntries(letterParts.map((part) => [part, templates[part]])),
  });
  addFilters(engine, contest);
  const deadline = spokenDeadline(contest.window.closes, contest.zone, contest.locale);
  const parsed = new Map(letterKinds.map((kind) => [kind, parse(engine, kind, templates[kind])]));
  return {
    under: (other) => createLetterWriter(templates, other),
    write: (kind, facts, now, carries = [], printed = false) => {
      const checked = letterFacts[kind].safeParse(facts);
      if (!checked.success) throw new Problem('letter-facts', { forUser: `The letter ${kind} cannot be written.`, forStaff: `letter ${kind}: ${checked.error.issues[0]?.path.join('.')}: ${checked.error.issues[0]?.message}` });
      const attached = [...attachmentsOf(kind, checked.data as LetterFacts<typeof kind>, contest, isOpen(contest, now)), ...carries];
      const words = render(engine, parsed.get(kind) ?? [], kind, { ...checked.data, ...common(contest, deadline, now), ...namesOf(attached, contest), printed }, contest);
      return { ...words, facts: attached.length === 0 ? facts : { ...facts, attached } };
    },
  };
}

function parse(engine: Liquid, kind: LetterKind, text: string): Template[] {
  if (!text.startsWith('Subject: ')) throw new Problem('contest-template', { forUser: `template ${kind}: expected a first line that begins with "Subject: "` });
  try {
    return engine.parse(text);
  } catch (error) {
    throw new Problem('contest-template', { forUser: `template ${kind}: ${reasonOf(error)}`, cause: error });
  }
}

function render(engine: Liquid, template: Template[], kind: LetterKind, scope: object, contest: Contest): WrittenLetter {
  let source: string;
  try {
    source = engine.renderSync(template, scope) as string;
  } catch (error) {
    throw new Problem('contest-template', { forUser: `template ${kind}: ${reasonOf(error)}`, cause: error });
  }
  const newline = source.indexOf('\n');
  const subject = oneLine(plain(source.slice('Subject: '.length, newline)));
  const blocks = readBlocks(source.slice(newline + 1));
  const sender = contest.shortName[contest.locale] ?? contest.id;
  return { subject, text: asText(blocks), html: asHtml(blocks, { title: subject, sender, accent: contest.letters.accent, language: contest.locale }) };
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Co}]+/gu, ' ').replace(/ {2,}/g, ' ').trim();
  return line.length <= LONGEST_SUBJECT ? line : `${line.slice(0, LONGEST_SUBJECT - 1)}…`;
}

/** What every template may use besides its own facts; `deadline` is spoken once, not for every letter. */
function common(contest: Contest, deadline: string, now: Date): object {
  const { locale } = contest;
  const of = (text: Contest['name']): string => text[locale] ?? '';
  return {
    now: now.toISOString(),
    contest: {
      name: of(contest.name), shortName: of(contest.shortName), organiser: of(contest.organiser), mailbox: contest.mailbox.address,
      office: of(contest.office.name), officeAddress: of(contest.office.address), officePhone: contest.office.phone ?? null,
      notice: noticeOf(contest), opens: contest.window.opens, deadline, open: isOpen(contest, now), complaintDays: contest.openQuestions.complaintDays ?? null,
    },
  };
}

/** Which privacy notice is in force, in the contest's language; null where there is none. */
function noticeOf({ personalData: { notice }, locale }: Contest): object | null {
  return notice ? { version: notice.version, text: notice.text[locale] ?? '', link: notice.link ?? null } : null;
}

function isOpen(contest: Contest, now: Date): boolean {
  return now < new Date(contest.window.closes);
}

/** The names of the files that the letter carries; of the contest's form by itself, or nil. */
function namesOf(attached: Attachment[], contest: Contest): object {
  return { attached: { form: attached.includes('registration-form') ? attachmentName('registration-form', contest) : null, files: attached.map((a) => attachmentName(a, contest)) } };
}

function addFilters(engine: Liquid, contest: Contest): void {
  const { zone, locale } = contest;
  engine.registerFilter('instant', (iso: string) => spokenInstant(new Date(iso), zone, locale));
  engine.registerFilter('day', (iso: string) => spokenDay(new Date(iso), zone, locale));
  engine.registerFilter('date_of', (iso: string) => spokenDate(new Date(iso), zone, locale));
  engine.registerFilter('deadline', (iso: string) => spokenDeadline(iso, zone, locale));
  engine.registerFilter('size_of', (bytes: number) => spokenSize(bytes, locale));
  engine.registerFilter('amount', (n: number, currency: string) => spokenAmount(n, currency, locale));
  engine.registerFilter('count', (n: number) => spokenNumber(n, locale));
  // Names of rounds and prizes stand inside sentences.
  engine.registerFilter('lower_first', (text: string) => `${String(text).slice(0, 1).toLocaleLowerCase(locale)}${String(text).slice(1)}`);
  engine.registerFilter('fingerprint', spokenFingerprint);
  engine.registerFilter('cut', (text: string, length: number) => ([...String(text)].length <= length ? text : `${[...String(text)].slice(0, length - 1).join('')}…`));
  engine.registerFilter('lines', (text: string) => String(text).split(/\r?\n/));
  engine.registerFilter('place', (source: string | null, file: string | null) => spokenPlace(source ?? '', file ?? null, locale));
}
