/** What a form asks everybody stands in every form: of one, only prose is compared. */
import type { Contest } from '../../schemas/contest.ts';
import { readForm } from '../entry/form.ts';
import { labelledIn } from '../entry/labels.ts';
import { lexiconOf } from '../entry/lexicon.ts';
import { bodySource } from '../entry/source.ts';

/** A value of so many words is a description, whatever label stands before it. */
const PROSE_WORDS = 25;
/** A line of fewer is a heading, a greeting or a signature. */
const LEAST_WORDS = 8;

/** The text with the lines of its form blank, so that every other line keeps its number; as it is where it is no form. */
export function withoutForm(text: string, contest: Contest): string {
  const source = bodySource(text);
  if (!readForm(source, contest).isForm) return text;
  const labelled = new Set(labelledIn(source, lexiconOf(contest)).map((l) => l.line));
  return text.split('\n').map((line, i) => {
    const words = line.split(/[\s\u2028]+/).filter((w) => w !== '').length;
    return words < LEAST_WORDS || (labelled.has(i + 1) && words < PROSE_WORDS) ? '' : line;
  }).join('\n');
}
