/** What people decide of rounds and prizes, as rows keep it. Plain JSON. */

export const awardStates = [
  'approved', // the committee gave it; its paper is not signed yet
  'signed', // the decision has a number and a date
  'handed-over',
] as const;
export type AwardState = (typeof awardStates)[number];

export const specialStates = [
  'proposed', // the committee names the entry
  'submitted', // it went to whom decides, with a document
  'approved', // with an amount
  'declined',
] as const;
export type SpecialState = (typeof specialStates)[number];

/** What an entrant says to an invitation; swap = another hour is asked for. */
export const defenceWords = ['accepted', 'declined', 'swap'] as const;
export type DefenceWord = (typeof defenceWords)[number];

/** An official paper: its number and the day on it (ISO). */
export type PaperReference = { number: string; date: string };
