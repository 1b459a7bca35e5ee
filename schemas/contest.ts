/**
 * The shape of a contest folder's contest.yaml. Everything a plan fixes is data here; no rule of any contest is in code.
 * Strict: an unknown key is refused, so that a misspelt setting never passes for an unset one.
 */
import { z } from 'zod';
import type { Agency } from './agency.ts';
import { approvalMatters } from './desk.ts';
import { distributionSchema } from './distribution.ts';
import { conflictSettings, roundJudging } from './judging.ts';
import { localeSchema, localizedSchema } from './localized.ts';
import { openQuestionsSchema, questionsToCommitteeSchema } from './open-questions.ts';
import { papersSchema } from './papers.ts';
import { personalDataSchema } from './personal.ts';
import { scoringSchema } from './scoring.ts';
import { originalitySettings } from './similarity.ts';
import { tagSchema } from './tags.ts';

export { localeSchema, localizedSchema };

const instant = z.iso.datetime({ offset: true, error: 'expected a date and time with its offset, as 2024-07-01T00:00:00+07:00' });
const email = z.email({ error: 'expected an email address, as office@example.org' });
const day = z.iso.date({ error: 'expected a day, as 2024-09-02' });
const positive = z.number().int().positive();

/** What a label of a form may name. `other` labels only end the value before them. */
export const labelFields = ['title', 'kind', 'area', 'name', 'authors', 'unit', 'position', 'phone', 'email', 'declaration', 'share', 'firstApplied', 'inheritsFrom', 'evidence', 'other'] as const;
export type LabelField = (typeof labelFields)[number];

const entrantKindSchema = z.strictObject({
  name: localizedSchema,
  /** Words by which an entrant names this kind; matched folded (no diacritics, lower case). */
  words: z.array(z.string().min(1)).default([]),
  minAuthors: z.number().int().min(0),
  /** null = no upper limit */
  maxAuthors: positive.nullable(),
});

/** A check without settings may stand as a bare name: `declaration:` reads as `declaration: {}`. */
const turnedOn = <T extends z.ZodType>(settings: T) => z.preprocess((value) => (value === null ? {} : value), settings.optional()).optional();

/** Where the plan or the rules say what a check asks for, "Kế hoạch, mục II.2": staff read it behind its findings. */
const basis = { basis: z.string().min(1).optional() };
const nothingElse = z.strictObject(basis);
const phrases = z.array(z.string().min(1));

export const checkSettingsSchema = z.strictObject({
  /** mail received up to so many minutes after closing is borderline even without a sign that it was sent in time */
  window: turnedOn(z.strictObject({ ...basis, borderlineMinutes: z.number().int().min(0).default(0) })),
  /** units against agencies.csv: one that may be several is asked for */
  agency: turnedOn(nothingElse),
  /** who may enter: units against agencies.csv; what nobody can look up is shown as self-declared, another province before a person */
  eligibility: turnedOn(nothingElse),
  /** two places of one mail state different things */
  agreement: turnedOn(nothingElse),
  'group-size': turnedOn(nothingElse),
  /** shares of the authors add up to 100 %, give or take so many points (three times 33 are 99) */
  'author-shares': turnedOn(z.strictObject({ ...basis, tolerance: z.number().min(0).max(10).default(1) })),
  'content-area': turnedOn(z.strictObject({ ...basis, atLeast: positive.default(1) })),
  declaration: turnedOn(nothingElse),
  /** what builds on an earlier product compares itself with it, in words as these; matched folded */
  inheritance: turnedOn(z.strictObject({ ...basis, words: phrases.default(['so sánh', 'khác biệt', 'cải tiến', 'compared with', 'compared to', 'comparison', 'difference', 'improvement']) })),
  /** evidence of the contest's evidenceKinds, stated or found */
  evidence: turnedOn(z.strictObject({
    ...basis,
    /** of so many kinds there must be some, or the entrant is asked; 0 = nobody is asked */
    atLeast: z.number().int().min(0).default(1),
    /** key of the kind that tables of figures and spreadsheets are evidence of */
    tables: z.string().optional(),
    /** key of the kind that pictures, videos and links to them are evidence of */
    pictures: z.string().optional(),
    /** by the key of a kind: phrases that show it in a document; matched folded */
    words: z.record(z.string(), phrases).default({}),
  })),
  /** the date of first application or trial: not after the entry arrived; and not before this day, where the rules name one */
  'first-application': turnedOn(z.strictObject({ ...basis, notBefore: z.iso.date().optional(), /** ask for it where none is stated */ ask: z.boolean().default(false) })),
  'excluded-person': turnedOn(nothingElse),
  /** passages that other texts have, too: for staff alone */
  originality: turnedOn(originalitySettings.extend(basis)),
  completeness: turnedOn(z.strictObject({
    ...basis,
    required: z.array(z.enum(['title', 'authors', 'unit', 'contact', 'documents'])).default(['title', 'authors', 'contact', 'documents']),
  })),
});

/** What names a round or a prize in commands and in the audit chain: never changed once anything was decided. */
const recordKey = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'expected lower-case letters, digits and hyphens');

export const contestSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens'),
  name: localizedSchema,
  shortName: localizedSchema,
  organiser: localizedSchema,
  /** first = the language letters are written in; second = shown below it where set */
  locale: localeSchema.default('vi'),
  /** IANA zone in which every date of the contest is meant */
  zone: z.string().min(1),
  codePrefix: z.string().regex(/^[A-Z0-9]{2,8}$/, 'expected 2 to 8 capital letters or digits'),
  office: z.strictObject({ name: localizedSchema, address: localizedSchema, phone: z.string().optional() }),
  /** Item of the plan, or document, that each basis comes from */
  legalBases: z.array(z.string()).default([]),
  indices: z.array(z.string()).default([]),
  /** what people may say an entry serves (`entries tag`) */
  tags: z.array(tagSchema).default([]),

  mailbox: z.strictObject({
    address: email,
    /** other addresses that deliver to the same mailbox: never answered, never taken for an entrant */
    alsoOwn: z.array(email).default([]),
    /** personal = somebody's own mailbox: mail without a sign of the contest is left entirely alone */
    kind: z.enum(['official', 'personal']).default('official'),
    /** mail older than this is recorded by UID, date and size only (intake decision 13) */
    since: instant.optional(),
    after: z.discriminatedUnion('do', [
      z.strictObject({ do: z.literal('leave') }),
      z.strictObject({ do: z.literal('flag'), keyword: z.string().regex(/^[A-Za-z0-9_$-]+$/).default('$Registered') }),
      z.strictObject({ do: z.literal('move'), folder: z.string().min(1) }),
    ]).default({ do: 'leave' }),
    sentFolder: z.string().optional(),
  }),

  /** opens: first instant accepted. closes: first instant that is too late. */
  window: z.strictObject({ opens: instant, closes: instant }),
  /** entrants whose entry lacks something hear of it again: so many days before the closing day, and on that day itself */
  reminders: z.strictObject({
    daysBefore: z.array(positive).default([14, 3, 1]),
    closingDay: z.boolean().default(true),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day in quotation marks, as "08:00"').default('08:00'),
  }).prefault({}),
  /** days besides Saturday and Sunday on which the office does not work; the staff's summary leaves them out */
  holidays: z.array(day).default([]),
  /** Saturdays and Sundays on which it does, in return for another day */
  workingWeekends: z.array(day).default([]),

  /** what people ask about, for the summary of questions: a question counts under each topic of which a word stands in it, with or without diacritics */
  questionTopics: z.array(z.strictObject({ name: localizedSchema, words: phrases.min(1) })).default([]),

  areas: z.array(z.strictObject({ name: localizedSchema, words: z.array(z.string().min(1)).default([]) })).min(1),
  entrantKinds: z.strictObject({
    individual: entrantKindSchema.optional(),
    group: entrantKindSchema.optional(),
    organisation: entrantKindSchema.optional(),
  }),
  /** who may enter, in words; nothing is checked by it, since where somebody works or lives is self-declared */
  eligible: z.array(localizedSchema).default([]),
  /** kinds of evidence that an entry may bring, named in forms by these words; matched folded */
  evidenceKinds: z.array(z.strictObject({ key: z.string().regex(/^[a-z][a-z-]*$/), name: localizedSchema, words: z.array(z.string().min(1)).default([]) })).default([]),
  /** further labels of this contest's forms, beside the usual ones; matched folded */
  labels: z.partialRecord(z.enum(labelFields), z.array(z.string().min(1))).default({}),
  excludedBodies: z.array(z.strictObject({ key: z.string(), name: localizedSchema })).default([]),
  rounds: z.array(z.strictObject({
    /** stands in records and commands */
    key: recordKey,
    name: localizedSchema,
    /** unset = not judged from the mailbox, and nothing can be scored */
    judging: roundJudging(localizedSchema).optional(),
    /** how sheets become a ranking */
    scoring: scoringSchema.prefault({}),
  })).default([]),
  conflicts: conflictSettings.prefault({}),
  prizes: z.array(z.strictObject({
    key: recordKey,
    name: localizedSchema,
    count: positive,
    /** per prize, in whole units of the currency: 10000000 VND is 10.000.000 đồng */
    amount: z.number().int().min(0),
    currency: z.string().regex(/^[A-Z]{3}$/, 'expected the ISO 4217 code of a currency, as VND'),
    certificate: localizedSchema.optional(),
    signedBy: localizedSchema.optional(),
    gift: z.boolean().default(false),
  })).default([]),

  /** a prize outside the list, whose amount only a person decides */
  specialPrize: z.strictObject({ name: localizedSchema, decidedBy: localizedSchema }).optional(),
  funding: localizedSchema.optional(),
  /** newsrooms that hear of the results, with the others */
  press: z.array(z.email().toLowerCase()).default([]),
  /** who gets the final report */
  distribution: distributionSchema,
  /** heads of the official papers */
  papers: papersSchema.prefault({}),
  /** bodies that organisers and jury must be drawn from; required = named without an "and so on" */
  juryAgencies: z.array(z.strictObject({ name: localizedSchema, required: z.boolean() })).default([]),

  /** Only the checks named here run. */
  checks: checkSettingsSchema.default({}),

  letters: z.strictObject({
    /** Bcc of every letter to the contest mailbox: the evidence by which an unclear send is settled */
    ownCopy: z.boolean().default(false),
    /** later versions of an entry within this time share one receipt */
    gatherMinutes: z.number().int().min(0).default(10),
    /** authors named in a form with an address of their own hear once that their entry was sent, where somebody else sent it */
    copyToAuthors: z.boolean().default(false),
    /** letters that ask for what a registration form states carry the contest's own, as a Word file of some 12 kB */
    attachForm: z.boolean().default(true),
    accent: z.string().regex(/^#[0-9a-fA-F]{6}$/).default('#1a5fb4'),
    /** letters about nothing registered: at most this many per hour over all; above it they wait as drafts for staff */
    breakerPerHour: positive.default(200),
  }).prefault({}),

  staff: z.strictObject({
    /** who receives alerts and questions, and whose mail counts as staff's; never the contest mailbox itself */
    addresses: z.array(email).default([]),
    /** when the morning's summary leaves, on working days, in the contest's zone; unset = 07:30 */
    summaryAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day in quotation marks, as "07:30"').optional(),
    /** working days that an entrant has to answer a request of staff; unset = 5 */
    answerDays: positive.optional(),
    /** what proves a decision sent by mail besides the letter it answers: our own server's Authentication-Results, a check of ours, or (unset) one confirmation of all decisions of the mail */
    auth: z.enum(['server', 'mailauth', 'confirm']).optional(),
    /** batches of letters that leave only after two different addresses of staff approved them, as [eligibility, results]; unset = one is enough */
    fourEyes: z.array(z.enum(approvalMatters)).optional(),
  }).prefault({}),
  judges: z.strictObject({ addresses: z.array(email).default([]) }).prefault({}),
  /** who receives the weekly report; none = it is not written */
  committee: z.strictObject({ addresses: z.array(email).default([]) }).prefault({}),

  documents: z.strictObject({
    /** scans and pictures are read by OCR behind the receipt; it takes some 250 MB of memory while it works */
    ocr: z.boolean().default(true),
  }).prefault({}),

  personalData: personalDataSchema.prefault({}),

  limits: z.strictObject({
    messageBytes: positive.default(50 * 1024 * 1024),
    partBytes: positive.default(25 * 1024 * 1024),
  }).prefault({}),

  /** What the plan leaves to the rules of the contest (Thể lệ). Unset = staff decides, and nothing is checked. */
  openQuestions: openQuestionsSchema.prefault({}),
  questionsToCommittee: questionsToCommitteeSchema.prefault({}),
});

/** The names by which contest.yaml turns checks on. */
export type CheckName = keyof z.infer<typeof checkSettingsSchema>;
export type Contest = z.infer<typeof contestSchema>;
export type Locale = z.infer<typeof localeSchema>;
export type Localized = z.infer<typeof localizedSchema>;
export type EntrantKind = 'individual' | 'group' | 'organisation';

/** One person of a body whose members may not enter (people.csv of the contest folder; plan item 6). */
export type ExcludedPerson = {
  name: string; body: string; agency: string | null; emails: string[]; phones: string[];
  /** first and last day of membership, ISO dates; null or absent = not bounded */
  from?: string | null;
  to?: string | null;
  /** number of the decision that appointed them */
  decision?: string | null;
  /** 'Trưởng ban', as written */
  role?: string | null;
  /** of a judge: areas of the contest, counted from 1; none = all */
  areas?: number[];
  /** of a judge: entries of one round at most; null = no limit */
  maxLoad?: number | null;
};

/** A contest as loaded: its data, its people, and the fingerprint under which entries record "checked by these rules". */
export type LoadedContest = {
  contest: Contest; people: ExcludedPerson[]; /** agencies.csv of the folder */ agencies: Agency[]; dir: string; rulesSha256: string;
  /** the approved change by which `contest` closes otherwise than its file says; and what the file says */
  deadline?: DeadlineInForce; written?: { closes: string; rulesSha256: string };
};

/** A change of the deadline that was approved. n counts them from 1; closes is the first instant that is too late. */
export type DeadlineInForce = { n: number; closes: Date; approvedAt: Date };
