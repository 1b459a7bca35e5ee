/** By what rule the score sheets of a round become a ranking. Data of the contest (`rounds[].scoring`); the rubric stands in `rounds[].judging`. */
import { z } from 'zod';

const positive = z.number().int().positive();

export const scoringSchema = z.strictObject({
  /** decimals of an entry's mean, on which it is ranked */
  precision: z.number().int().min(0).max(4).default(1),
  /** of what lies exactly between two: away from zero, as schools do; or to the even digit */
  rounding: z.enum(['half-up', 'half-even']).default('half-up'),
  /** by key of a criterion: its score counts so many times in a sheet's total; 1 where none stands here */
  weights: z.record(z.string(), z.number().positive()).default({}),
  /** totals of an entry that lie so far apart bring a further judge, then the chair; null = they never do */
  gap: z.number().positive().nullable().default(20),
  /** raw = mean of the sheets; adjusted = mean without the severity of its judges (src/results/severity.ts) */
  rankBy: z.enum(['raw', 'adjusted']).default('raw'),
  /** keys of criteria: of entries with the same mean, the one with the higher mean here stands first; what is still equal, people decide */
  tieBreak: z.array(z.string()).default([]),
  /** who goes on: all from so many points, the best so many of them. Unset = people name them */
  advance: z.strictObject({ top: positive.optional(), threshold: z.number().optional() }).optional(),
});

export type Scoring = z.infer<typeof scoringSchema>;
