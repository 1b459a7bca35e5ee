/** The contest in force, for every piece of work: read anew only when a deadline was changed, by whichever copy of the service. */
import { inForce } from '../src/contest/in-force.ts';
import type { Tx } from '../src/store/database.ts';
import { deadlineInForce } from '../src/store/deadlines.ts';
import type { Services } from './services.ts';

export type InForce = Pick<Services, 'loaded' | 'writer'>;

/** @returns for the number of a change, as the row of the job names it when it is begun; null = none */
export function openInForce({ db, loaded, writer }: Pick<Services, 'db' | 'loaded' | 'writer'>): (n: number | null) => Promise<InForce> {
  let known: { n: number | null; contest: InForce } = { n: null, contest: { loaded, writer } };
  return async (n) => {
    if (n === known.n) return known.contest;
    const now = inForce(loaded, await db.statement((tx) => deadlineInForce(tx)));
    known = { n: now.deadline?.n ?? null, contest: { loaded: now, writer: writer.under(now.contest) } };
    return known.contest;
  };
}

/** For whoever may have begun under an earlier deadline. Call only after takeTurn. */
export async function asInForce<S extends InForce>(tx: Tx, services: S): Promise<S> {
  const loaded = inForce(services.loaded, await deadlineInForce(tx));
  return loaded.deadline?.n === services.loaded.deadline?.n ? services : { ...services, loaded, writer: services.writer.under(loaded.contest) };
}
