/**
 * Every letter this service can write, with the facts its template may use. Facts are data, never text ready made:
 * instants are ISO strings and are spoken by the templates' filters, in the zone and language of the contest.
 */
import { z } from 'zod';
import { deskFacts } from './desk.ts';
import { channels } from './paper.ts';
import { judgingFacts } from './judging-letters.ts';
import { openQuestionFacts } from './open-questions.ts';
import { personalFacts } from './personal.ts';
import { reportFacts } from './reports.ts';
import { resultFacts } from './result-letters.ts';

const iso = z.string();
const file = z.object({
  name: z.string(),
  size: z.number(),
  sha256: z.string(),
  type: z.string(),
  /** what is wrong with it and what was read of it, in words the entrant can act on; empty when all is well */
  notes: z.array(z.string()),
  /** the first words that were read; null where none were */
  excerpt: z.string().nullable().default(null),
});

/** One field as it was understood: value null = not stated; source and file = where it stood */
const understood = z.object({ field: z.enum(['title', 'entrantKind', 'areas', 'authors', 'unit', 'phone', 'email', 'declaration', 'firstApplied', 'inheritsFrom', 'evidence']),
    value: z.string().nullable(), source: z.string().nullable(), file: z.string().nullable().default(null) });

/** One registered version as a receipt names it. */
const registered = z.object({
  code: z.string(),
  version: z.number(),
  title: z.string().nullable(),
  receivedAt: iso,
  /** how it reached the office */
  channel: z.enum(channels).default('mail'),
  files: z.array(file),
  /** in the order shown */
  understood: z.array(understood),
  /** what is missing or wrong, each a sentence the entrant can act on */
  missing: z.array(z.string()),
  /** true where another entry of the same sender exists and this mail may have been meant as its new version */
  mayReplace: z.string().nullable(),
  /** version of the privacy notice it was registered under; null where there was none */
  notice: z.string().nullable().default(null),
});

/** An approved change: the first instants that were, and are, too late. */
const changedDeadline = z.object({ before: iso, closes: iso, extended: z.boolean(), reason: z.string(), /** of the decision on paper */ decisionNo: z.string() });

const named = z.object({ code: z.string(), title: z.string().nullable() });

export const letterFacts = {
  receipt: z.object({ entries: z.array(registered).min(1) }),
  early: z.object({ entries: z.array(registered).min(1) }),
  late: z.object({ entries: z.array(registered).min(1), borderline: z.boolean() }),
  'scan-read': named.extend({ files: z.array(file), understood: z.array(understood), missing: z.array(z.string()) }),
  /** to an author whose entry somebody else sent; by whom, null where it came on paper */
  'author-copy': named.extend({ receivedAt: iso, sentBy: z.string().nullable(), authors: z.array(z.string()) }),
  /** what entries of one sender still lack, before the closing */
  'gap-reminder': z.object({ days: z.number(), entries: z.array(named.extend({ missing: z.array(z.string()).min(1) })).min(1) }),
  /** staff ask for something; the answer counts until `dueAt`, also after the closing */
  'staff-request': named.extend({ missing: z.array(z.string()).min(1), dueAt: iso }),
  /** staff mended by hand what was understood, or made one entry part of another */
  'entry-changed': named.extend({
    what: z.enum(['edit', 'merge', 'move-document', 'senders']), undone: z.boolean(),
    /** fields as they stand now; null = not stated */
    understood: z.array(understood),
    /** the entry that became part of this one, or to which files went */
    other: named.nullable(), files: z.array(z.string()), missing: z.array(z.string()),
    /** the two entries of a merge came from one address */
    oneSender: z.boolean(),
    /** of 'senders': addresses that may speak for the entry from now on */
    senders: z.array(z.string()),
  }),
  /** a mail held more entries than are registered of one: files of those that were not */
  'entries-left-over': z.object({ subject: z.string().nullable(), receivedAt: iso, registered: z.number(), files: z.array(file).min(1) }),
  /** staff found several entries in what was registered as one: names the new one */
  'entry-split': z.object({ from: named, entries: z.array(registered).min(1) }),
  /** a person decided whether the entry may take part; leaves with a batch that was approved */
  'eligibility-result': named.extend({ eligible: z.boolean(), /** the rule that it breaks */ reason: z.string().nullable(), /** when another outcome was told before */ replaces: iso.nullable() }),
  /** the deadline was changed: to those whose entries count as in time now, or still lack something */
  'deadline-changed': changedDeadline.extend({ inTime: z.array(named.extend({ /** something is still missing */ lacks: z.boolean() })), open: z.array(named) }),
  /** the notice that the office publishes; with a word to the office where it goes there as a letter */
  'deadline-notice': changedDeadline.extend({ toOffice: z.boolean() }),
  'not-understood': z.object({ subject: z.string().nullable(), receivedAt: iso, files: z.array(file),
    reason: z.enum(['nothing-readable', 'no-entry-found', 'damaged']) }),
  'too-large': z.object({ subject: z.string().nullable(), receivedAt: iso, size: z.number(), limit: z.number() }),
  'which-entry': z.object({ subject: z.string().nullable(), receivedAt: iso, files: z.array(file), candidates: z.array(named).min(2),
    purpose: z.enum(['supplement', 'withdrawal']) }),
  'change-confirm': named.extend({ requestedFrom: z.string(), receivedAt: iso, files: z.array(file) }),
  'withdrawal-confirm': named.extend({ requestedFrom: z.string(), receivedAt: iso }),
  'withdrawal-done': named.extend({ withdrawnAt: iso }),
  'withdrawal-undone': named.extend({ restoredAt: iso }),
  'status-answer': z.object({ entries: z.array(named.extend({ state: z.string(), receivedAt: iso, versions: z.number(), files: z.number(), missing: z.array(z.string()) })) }),
  'question-received': z.object({ subject: z.string().nullable(), receivedAt: iso, /** it asks for the registration form */ aboutForm: z.boolean().optional() }),
  /** what staff answered, in their words; files that come with it by their names */
  'question-answer': z.object({ subject: z.string().nullable(), askedAt: iso, text: z.string(), /** the question, in its asker's words */ asked: z.string(), files: z.array(z.string()) }),
  /** an answer of staff that came by mail: to be confirmed by the owner of the address before it leaves */
  'answer-confirm': z.object({ n: z.number(), to: z.string(), subject: z.string().nullable(), text: z.string(), files: z.array(z.string()), from: z.string(), receivedAt: iso }),
  /** an answer of staff that did not leave */
  'answer-not-sent': z.object({ n: z.number(), to: z.string(), receivedAt: iso, why: z.enum(['answered', 'closed', 'asked-since', 'empty', 'not-proven', 'infected']), by: z.string().nullable(), at: iso.nullable(), /** what was asked after the letter to which staff replied */ since: z.array(z.object({ at: iso, text: z.string() })).default([]) }),
  'staff-question': z.object({ /** its number; null in letters from before questions were threads */ n: z.number().nullable().default(null), owner: z.string().nullable().default(null), /** staff answer by replying to this letter */ byReply: z.boolean().default(false), from: z.string(), subject: z.string().nullable(), text: z.string(), receivedAt: iso, code: z.string().nullable() }),
  'staff-alert': z.object({
    what: z.enum(['mailbox-unreachable', 'mailbox-login-refused', 'queue-away', 'database-away', 'storage-fails', 'smtp-unreachable', 'smtp-login-refused',
      'parser-fails', 'clock-wrong', 'work-waits', 'loop-stopped', 'oracle-failed', 'message-unreadable', 'entries-left-over', 'defence-answer', 'document-infected', 'letters-held', 'letters-moved', 'letters-refused', 'job-dead', 'flood', 'database-restored']),
    /** when it was over; null while it lasts, or where it does not pass by itself */
    since: iso, until: iso.nullable(), detail: z.string(), command: z.string().nullable(),
    /** letters that their addresses do not take, and how many more there are */
    refused: z.array(z.object({ id: z.string(), to: z.string(), subject: z.string(), said: z.string() })), more: z.number(),
    /** of 'flood' alone: within the hour before */
    flood: z.object({ mails: z.number(), senders: z.number(), loudest: z.string(), loudestMails: z.number(), held: z.number() }).optional(),
  }),
  ...deskFacts,
  ...reportFacts,
  ...openQuestionFacts,
  ...resultFacts,
  ...personalFacts,
  ...judgingFacts,
} as const;

export type LetterKind = keyof typeof letterFacts;
export type LetterFacts<K extends LetterKind = LetterKind> = z.infer<(typeof letterFacts)[K]>;
export const letterKinds = Object.keys(letterFacts) as LetterKind[];

/** Letters that name registered versions: never dropped, only gathered; each version in exactly one of them. */
export const receiptKinds = ['receipt', 'early', 'late', 'entry-split'] as const satisfies readonly LetterKind[];
/** Letters to agencies: a bounce or an auto-reply pauses the contact. */
export const agencyLetterKinds = ['agency-nudge', 'contest-launch', 'models-notice'] as const satisfies readonly LetterKind[];
/** Letters to judges as judges, and to their chair: one that bounces goes to their next address, and somebody else is looked for. */
export const judgeLetterKinds = ['judge-invitation', 'judge-package', 'judge-file', 'judge-read', 'judge-released', 'judge-reminder', 'chair-request', 'chair-read'] as const satisfies readonly LetterKind[];
/** Letters to the staff of the contest. */
export const staffKinds = ['staff-question', 'answer-confirm', 'answer-not-sent', 'staff-alert', 'staff-summary', 'approval-request', 'decisions-read', 'decision-confirm', 'paper-confirm', 'paper-answer', 'committee-report', 'open-questions', 'case-file', 'deadline-notice', 'person-erased', 'follow-up', 'further-judge-request', 'chair-proposal', 'chair-decided', 'divergence-open'] as const satisfies readonly LetterKind[];

export const letterStates = ['draft', 'due', 'sending', 'sent', 'unknown', 'rejected', 'bounced', 'cancelled',
  // to somebody whom no mail reaches: waits to be printed, and was printed for handing over
  'to-print', 'printed'] as const;
export type LetterState = (typeof letterStates)[number];

/** Papers of the contest that a letter may carry. */
export const papers = ['registration-form'] as const;
/** An appointment (RFC 5545) for the receiver's calendar; the same uid with a higher sequence moves it, or cancels it. */
export type CarriedAppointment = { kind: 'appointment'; uid: string; sequence: number; cancelled: boolean; startsAt: string; minutes: number; summary: string; place: string; description: string };
/** A file of DATA_DIR, by the SHA-256 of its bytes. */
export type CarriedFile = { kind: 'file'; sha256: string; filename: string; contentType: string };
export type Attachment = (typeof papers)[number] | CarriedAppointment | CarriedFile;
/** Stands in the facts of a letter that carries any, beside those of its kind: written down with its words, so that the row says what leaves. */
export type Carries = { attached?: Attachment[] };

/** A letter in words. Both bodies come from one source in the block form of src/letters/layout.ts. */
export type WrittenLetter = { subject: string; text: string; html: string };
