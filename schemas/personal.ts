/** Personal data: the words that tables, commands and letters share. Plain JSON. */

import { z } from 'zod';
import { localizedSchema } from './localized.ts';

const days = z.number().int().positive();
const day = z.iso.date({ error: 'expected a day, as 2024-09-02' });

/** How a contest deals with personal data (contest.yaml). */
export const personalDataSchema = z.strictObject({
  /**
   * what entrants are told of their data when an entry is registered: who, what for, who sees it, how long, which rights. Another text
   * needs another version: each entry keeps that under which it was registered
   */
  notice: z.strictObject({
    version: z.string().regex(/^[A-Za-z0-9.-]{1,20}$/, 'expected letters, digits, dots and hyphens, as "2024-1"'),
    text: localizedSchema,
    /** where the whole of it can be read */
    link: z.url({ protocol: /^https$/, error: 'expected an address that begins with https://' }).optional(),
  }).optional(),
  /** how long things are kept, in days after they were handled or decided; unset = until a person erases them */
  retention: z.strictObject({
    /** mail that had nothing to do with the contest */
    unrelatedDays: days.default(30),
    /** bounces, automatic replies and mass mail */
    machinesDays: days.optional(),
    withdrawnDays: days.optional(),
    ineligibleDays: days.optional(),
    /** words of letters that left: that they left, to whom and about what stays */
    letterTextDays: days.optional(),
    /** everything else, so many months after the closing; entries that got a prize stay, archives keep them */
    contestMonths: days.optional(),
  }).prefault({}),
  /** copies of identity papers: whoever sends one hears that none is needed, unless the contest asks for them. Their words stand in no letter in any case */
  idCards: z.enum(['not-needed', 'asked-for']).default('not-needed'),
  /** nothing personal is deleted while it holds: an inspection or a complaint needs it */
  legalHold: z.strictObject({ reason: localizedSchema, /** the last day; unset = until it is taken out */ until: day.optional() }).optional(),
});

/** What people may ask about data of theirs (Law 91/2025/QH15): a copy, erasure, taking consent back, restriction, objection, correction. */
export const personRequestKinds = ['access', 'erase', 'withdraw-consent', 'restrict', 'object', 'correct'] as const;
export type PersonRequestKind = (typeof personRequestKinds)[number];

/** Rows emptied by an erasure, and rows of others in which it took words out. */
export type ErasedCounts = { messages: number; documents: number; letters: number; entries: number; /** entries that others remain in */ shared: number; redacted: number };

/** Facts of letters about personal data. Nothing in them says whose they were. */
export const personalFacts = {
  /** to staff: what was erased, and what they must delete in the mailbox by hand */
  'person-erased': z.object({
    n: z.number(), at: z.string(), by: z.string(),
    entries: z.array(z.object({ code: z.string(), /** false = others remain in it */ whole: z.boolean() })),
    /** the folder that is read */
    mailbox: z.string(), /** where handled mail is moved to; null = it stays where it came */ movedTo: z.string().nullable(),
    mails: z.array(z.object({ uid: z.number(), receivedAt: z.string(), /** copy = of a letter of ours */ what: z.enum(['mail', 'copy', 'machine', 'staff']) })), moreMails: z.number(),
    sent: z.object({ folder: z.string().nullable(), letters: z.number(), first: z.string(), last: z.string() }).nullable(),
    stays: z.array(z.object({ what: z.enum(['files', 'mail', 'same-bytes', 'list', 'judges']), code: z.string().nullable(), count: z.number(), /** of 'judges': in whose mailboxes */ who: z.array(z.string()).optional() })),
  }),
} as const;
