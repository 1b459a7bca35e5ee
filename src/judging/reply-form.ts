/** What a judge's reply is read against: the form that our letter brought. */
import type { Criterion } from './score-line.ts';

export type ReplyForm = {
  prefix: string; criteria: readonly Criterion[]; decimals: number; /** the only entry that the letter is about, where there is one */ only: string | null; /** plain text of our letter that the mail answers */ letter: string;
  /** names of the criteria of the contest's other rounds: a form of theirs says nothing here */
  others?: readonly string[];
};

/** Lines of a mail that are looked at: no form and no letter has so many. */
export const MOST_LINES = 5_000;
