/** Texts in the languages that a contest writes in. */
import { z } from 'zod';

const EXPECTED_LOCALIZED = 'expected a text for each language, as { vi: Nhóm tác giả, en: Group of authors }';

/** A text in the languages a contest writes in. The contest's first locale must be present (checked in load). */
export const localizedSchema = z.strictObject({ vi: z.string().min(1).optional(), en: z.string().min(1).optional() }, {
  error: (issue) => (issue.code === 'invalid_type' ? EXPECTED_LOCALIZED : undefined),
}).refine((texts) => texts.vi !== undefined || texts.en !== undefined, EXPECTED_LOCALIZED);
export const localeSchema = z.enum(['vi', 'en']);
