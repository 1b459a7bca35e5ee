/** Whom the contest's official papers come from and go to. Data of the contest (`papers`); what is not set stays open in the papers, for a pen. */
import { z } from 'zod';
import { localizedSchema } from './localized.ts';

const head = z.strictObject({
  /** the body above, and the one that issues the paper: "UBND tỉnh Hậu Giang", "Sở Nội vụ" */
  parent: localizedSchema.optional(),
  issuer: localizedSchema.optional(),
  /** behind the number: "TTr-SNV" */
  symbol: z.string().optional(),
  /** office of whom signs: "Giám đốc" */
  signer: localizedSchema.optional(),
  /** who receives it, besides those it is addressed to */
  recipients: z.array(z.string().min(1)).default([]),
});

export const papersSchema = z.strictObject({
  /** as it stands before the date: "Hậu Giang" */
  place: localizedSchema.optional(),
  minutes: head.optional(),
  /** of the final report; its recipients are the contest's `distribution` */
  report: head.optional(),
  /** one for each authority that signs prizes; `to` as `prizes[].signedBy` or `specialPrize.decidedBy` names it */
  submissions: z.array(head.extend({ to: localizedSchema })).default([]),
});

export type PaperHead = z.infer<typeof head>;
