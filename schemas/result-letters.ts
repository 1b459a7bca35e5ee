/** Facts of the letters about rounds and prizes. Scores are in none of them: whether they are published is for the organisers to say (plan item 34). */
import { z } from 'zod';
import { defenceWords } from './awards.ts';

const iso = z.string();
const named = z.object({ code: z.string(), title: z.string().nullable() });
const slot = z.object({ startsAt: iso, minutes: z.number(), place: z.string() });
/** The signed decision: its number, and its day as ISO date. */
const paper = z.object({ number: z.string(), date: z.string() });
const bar = z.object({ label: z.string(), count: z.number() });
const publicAward = z.object({ prize: z.string(), title: z.string().nullable(), unit: z.string().nullable() });
/** unit: agencies of the registry; null where it names none. tags: what people said it serves */
const model = z.object({ code: z.string(), title: z.string().nullable(), unit: z.string().nullable(), tags: z.array(z.string()) });
const prize = z.object({ name: z.string(), amount: z.number(), currency: z.string(), certificate: z.string().nullable(), gift: z.boolean() });

export const resultFacts = {
  /** a round is closed: whether the entry goes on. next = the round it goes on to */
  'round-result': named.extend({ round: z.string(), next: z.string().nullable(), advanced: z.boolean(), /** when the other outcome was told, before the round was opened again */ replaces: iso.nullable().default(null) }),
  /** when and where an entry is presented; `before` = where it stood until now; answers count until `answerBy` */
  'defence-invitation': named.extend({ round: z.string(), slot, before: slot.nullable(), cancelled: z.boolean(), answerBy: iso.nullable() }),
  /** what the entrant said to it was understood and kept */
  'defence-answered': named.extend({ round: z.string(), slot, answer: z.enum(defenceWords) }),
  /** prize null = none; special = the prize outside the list, whose amount a decision of its own names; each with the paper that gives it */
  'award-result': named.extend({ prize: prize.nullable(), paper: paper.nullable(), special: z.object({ amount: z.number(), currency: z.string(), paper: paper.nullable() }).nullable(), /** when something else was told, before prizes were corrected */ replaces: iso.nullable().default(null) }),
  /** to offices, judges and the press: public facts alone. bonus = entries of the addressee that came into the last round */
  'results-notice': z.object({
    audience: z.enum(['agency', 'jury', 'press']), addressee: z.string().nullable(), paper: paper.nullable(),
    awards: z.array(publicAward).min(1), bonus: z.array(named),
    replaces: iso.nullable().default(null),
  }),
  /** to those whom the plan goes to: what came of the contest, without persons and scores */
  'final-report': z.object({
    /** key of contest.yaml's distribution */
    group: z.string(), addressee: z.string(), paper: paper.nullable(),
    registered: z.number(), eligible: z.number(), /** agencies that take part, of those that count; null without a registry */ coverage: z.object({ known: z.number(), of: z.number() }).nullable(),
    round: z.string(), finalists: z.number(), /** given, and what they come to, the special prize with them */ prizes: z.object({ count: z.number(), sum: z.number(), currency: z.string() }),
    byArea: z.array(bar), /** what people said the entries serve; empty where nobody did */ byTag: z.array(bar),
    awards: z.array(publicAward).min(1), /** followed up, so that others may use them */ models: z.array(model),
    /** the report that people signed is among the files */
    signed: z.boolean(),
  }),
  /** to agencies: entries that people chose for others to use (plan items 3, 9 and 47) */
  'models-notice': z.object({ agencyId: z.string(), addressee: z.string(), models: z.array(model).min(1), /** of these, the addressee's own */ own: z.array(named) }),
  /** to staff: an entry that they wanted to look at again, so many months after `since` */
  'follow-up': named.extend({ since: iso, months: z.number(), note: z.string().nullable(), unit: z.string().nullable(), /** when it is looked at after this; null = never */ next: iso.nullable() }),
} as const;
