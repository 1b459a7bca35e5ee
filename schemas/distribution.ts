/** Who gets the final report (plan item 56, "Nơi nhận"), in groups as the plan names them. */
import { z } from 'zod';
import { agencyKinds } from './agency.ts';
import { localizedSchema } from './localized.ts';

/** Papers without persons that a report may carry: what the press gets, and the agencies with entries in the last round. The signed report itself comes from people. */
export const reportPapers = ['press', 'bonus'] as const;
export type ReportPaper = (typeof reportPapers)[number];

export const distributionSchema = z.array(z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'expected lower-case letters, digits and hyphens'),
  /** as it is addressed, and stands under "Nơi nhận" */
  name: localizedSchema,
  addresses: z.array(z.email({ error: 'expected an email address, as office@example.org' }).toLowerCase()).default([]),
  /** agencies of these kinds, at their contacts of agencies-contacts.csv */
  kinds: z.array(z.enum(agencyKinds)).default([]),
  /** ids of agencies.csv, at their contacts */
  agencies: z.array(z.string().min(1)).default([]),
  papers: z.array(z.enum(reportPapers)).default([]),
})).default([]);

export type DistributionGroup = z.infer<typeof distributionSchema>[number];
