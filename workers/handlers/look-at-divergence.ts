/** The sheets of some entries, or of a round, are looked at for how far they lie apart. */
import { lookAtDivergence } from '../judging/divergence.ts';
import type { Handler } from '../services.ts';

export const lookAtSheets: Handler<'look-at-divergence'> = async ({ round, entryIds }, work) => {
  await work.finish((tx) => lookAtDivergence(tx, work, round, entryIds === '' ? null : entryIds.split(',')));
};
