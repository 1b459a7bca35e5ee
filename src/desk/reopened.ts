/** Why what a person decided about an entry does not count any more. */
import type { EntryWord, Reopened } from '../../schemas/desk.ts';

export type Lapsed = {
  why: Reopened['why'];
  word: EntryWord;
  at: Date;
  /** numbers of the changes by hand that were in force when it was decided, and that are now */
  changesThen: number[];
  changesNow: number[];
};

/** Facts for letters and pages; of several changes the last is named. */
export function reopened({ why, word, at, changesThen, changesNow }: Lapsed): Reopened {
  const came = changesNow.filter((n) => !changesThen.includes(n));
  const went = changesThen.filter((n) => !changesNow.includes(n));
  const change = why === 'by-hand' ? came.at(-1) ?? went.at(-1) ?? null : null;
  return { word, at: at.toISOString(), why, change, undone: change !== null && came.length === 0 };
}
