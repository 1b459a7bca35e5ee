/** Facts of letters that report: to agencies without entries, to the committee each week, and on one entry. */
import { z } from 'zod';
import { agencyKinds } from './agency.ts';
import { reopened } from './desk.ts';
import { channels } from './paper.ts';

const iso = z.string();
const bar = z.object({ label: z.string(), count: z.number() });
const understood = z.object({ field: z.string(), value: z.string().nullable(), source: z.string().nullable(), file: z.string().nullable(), /** staff put it right */ byHand: z.boolean() });

/** Groups in which coverage is counted: departments, other bodies of the province, districts with towns and cities, communes with wards and townships. */
export const agencyGroups = ['departments', 'bodies', 'districts', 'communes'] as const;
export type AgencyGroup = (typeof agencyGroups)[number];

export const reportFacts = {
  /** to the contact of an agency from which nothing came so far */
  'agency-nudge': z.object({
    /** of agencies.csv: by it a bounce or an auto-reply pauses the right contact */
    agencyId: z.string(), agency: z.string(), /** as it is addressed */ addressee: z.string(), kind: z.enum(agencyKinds),
    /** whole days until closing */
    days: z.number(), areas: z.array(z.string()), entrantKinds: z.array(z.string()),
  }),
  /** the contest is announced to an agency, which is asked to tell its people (plan items 2, 49, 52, 54, 56) */
  'contest-launch': z.object({
    agencyId: z.string(), agency: z.string(), addressee: z.string(), kind: z.enum(agencyKinds),
    areas: z.array(z.string()), entrantKinds: z.array(z.string()), /** what the contest rests on */ legalBases: z.array(z.string()),
    /** amount: of one, in whole units of the currency (ISO 4217) */
    prizes: z.array(z.object({ name: z.string(), count: z.number(), amount: z.number(), currency: z.string() })),
  }),
  'committee-report': z.object({
    /** the seven days before the report */
    from: iso, to: iso, fresh: z.number(),
    window: z.object({ state: z.enum(['open', 'closed']), /** until closing, or since */ days: z.number() }),
    total: z.number(), withdrawn: z.number(),
    /** how the entries stand */
    gaps: z.number(), waiting: z.number(), eligible: z.number(), ineligible: z.number(), late: z.number(), borderline: z.number(),
    /** null where the contest has no list of agencies; all = every agency of the list counts */
    coverage: z.object({
      all: z.boolean(), known: z.number(), of: z.number(),
      groups: z.array(z.object({ group: z.enum(agencyGroups), known: z.number(), of: z.number() })),
      silent: z.array(z.string()), moreSilent: z.number(),
    }).nullable(),
    /** entries by mail and on paper; none where all came by mail */
    byChannel: z.array(bar).default([]),
    /** what people asked; null where nobody did. A question may count under several themes */
    questions: z.object({ total: z.number(), /** within the seven days */ fresh: z.number(), open: z.number(), themes: z.array(bar) }).nullable().default(null),
    byArea: z.array(bar), byKind: z.array(bar), byWeek: z.array(bar),
    /** what is missing in how many entries, the most frequent first */
    missing: z.array(bar),
    /** named in contest.yaml: what the contest is to improve */
    indices: z.array(z.string()),
    /** what people said the entries serve; null where the contest has no tags. none = somebody looked, and none fits; untagged = nobody looked yet */
    tags: z.object({ byTag: z.array(bar), none: z.number(), untagged: z.number() }).nullable().default(null),
  }),
  /** one entry on one page: what was received, understood, found, asked, decided, by whom, when, under which rules */
  'case-file': z.object({
    code: z.string(), title: z.string().nullable(), state: z.string(), version: z.number(), receivedAt: iso, senders: z.array(z.string()), /** the last decision does not count any more */ again: reopened.nullable(),
    /** code of the entry that it is part of */
    mergedInto: z.string().nullable(),
    received: z.array(z.object({
      /** that it became; null where it became none */
      version: z.number().nullable(), receivedAt: iso, from: z.string().nullable(), subject: z.string().nullable(), channel: z.enum(channels).default('mail'), /** of staff, who entered it */ enteredBy: z.string().nullable().default(null), /** what is known of its sender's address; null = nobody looked */ sender: z.object({ result: z.enum(['pass', 'fail', 'none']), by: z.enum(['server', 'mailauth']) }).nullable(), /** of the raw mail */ sha256: z.string().nullable(),
      files: z.array(z.object({ name: z.string(), size: z.number(), sha256: z.string(), type: z.string() })), moreFiles: z.number(),
    })),
    moreReceived: z.number(),
    understood: z.array(understood),
    found: z.array(z.object({ severity: z.enum(['blocking', 'review', 'info']), says: z.string(), evidence: z.string().nullable(), /** of the plan */ items: z.array(z.number()) })),
    moreFound: z.number(),
    asked: z.array(z.object({ at: iso, to: z.string(), points: z.array(z.string()), /** points not shown; points that an earlier letter asked for, too */ more: z.number(), again: z.number(), dueAt: iso.nullable() })),
    moreAsked: z.number(),
    decided: z.array(z.object({ at: iso, by: z.string(), word: z.enum(['eligible', 'ineligible', 'supplement']), reason: z.string().nullable(), version: z.number(), /** SHA-256 */ rules: z.string() })),
    /** what it serves, as people said it; until then the lines by which it may say so itself. Null where the contest has no tags */
    tags: z.object({ said: z.object({ names: z.array(z.string()), at: iso, by: z.string() }).nullable(), hints: z.array(z.object({ name: z.string(), evidence: z.string() })) }).nullable().default(null),
    /** files that judges of a blind round got, or get, as they were sent in */
    released: z.array(z.object({ file: z.string(), /** as judges know it */ name: z.string(), round: z.string(), at: iso, by: z.string(), withdrawnAt: iso.nullable() })).default([]),
    changes: z.array(z.object({ n: z.number(), at: iso, by: z.string(), action: z.string(), reason: z.string(), undone: z.boolean() })),
    /** of the hash-chained record: what is told nowhere else */
    record: z.array(z.object({ n: z.number(), at: iso, by: z.string(), action: z.string() })),
    moreRecord: z.number(),
    /** the versions of contest.yaml and its lists that the entry was checked under, the newest last */
    rules: z.array(z.object({ sha256: z.string(), since: iso.nullable(), versions: z.array(z.number()) })),
    letters: z.array(z.object({ at: iso, to: z.string(), subject: z.string(), state: z.string() })),
    moreLetters: z.number(),
  }),
} as const;
