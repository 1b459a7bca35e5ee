/** Decisions read from a reply, bound to the letter it answers: each counts only as long as the matter stands as that letter showed it. */
import type { DecisionWord, Offered, Refusal } from '../../schemas/desk.ts';
import type { Decision } from '../mail/kinds/decisions.ts';

/** How the matter stands now, by its code; a matter that is gone is absent. */
export type Standing = {
  version: number; standing: string;
  /** the last decision of a person on it */
  decided: DecisionWord | null;
  /** of an entry: what its author could be asked for without staff naming it */
  gaps: number;
  /** of a batch: codes of entries that no longer stand as its letters tell */
  moved: string[];
  /** why it is refused then */
  movedAs?: Extract<Refusal, 'judging-changed'>;
};

export type Refused = Decision & { why: Refusal; /** codes of entries that are the reason */ entries?: string[] };
export type Bound = {
  /** may be applied, with the version and standing to ask for once more in the transaction that does it */
  apply: (Decision & Pick<Offered, 'version' | 'standing'>)[];
  /** the matter changed since the letter, is decided that way already, or is gone */
  stale: Refused[];
  /** the letter did not ask for it, or not for that word */
  notOffered: Refused[];
  /** it cannot be done so: too little is said, or what it would tell is no longer true */
  undoable: Refused[];
};

/** @param offered what the letter asked for, from its facts as they were stored, never from the reply */
export function bind(decisions: Decision[], offered: Offered[], current: ReadonlyMap<string, Standing>): Bound {
  const bound: Bound = { apply: [], stale: [], notOffered: [], undoable: [] };
  for (const decision of decisions) {
    const offers = offered.filter((o) => o.code === decision.code);
    const [offer] = offers;
    const now = current.get(decision.code);
    if (!offer) bound.notOffered.push({ ...decision, why: 'not-offered' });
    else if (!offers.every((o) => o.words.includes(decision.word))) bound.notOffered.push({ ...decision, why: 'other-word' });
    else if (!now) bound.stale.push({ ...decision, why: 'gone' });
    else if (now.decided === decision.word && !isAsOffered(now, offers)) bound.stale.push({ ...decision, why: 'already' });
    else if (!isAsOffered(now, offers)) bound.stale.push({ ...decision, why: 'stale' });
    else if (decision.word === 'supplement' && decision.reason === null && now.gaps === 0) bound.undoable.push({ ...decision, why: 'needs-reason' });
    else if (decision.word === 'approve' && now.moved.length > 0) bound.undoable.push({ ...decision, why: now.movedAs ?? 'entries-changed', entries: now.moved });
    else bound.apply.push({ ...decision, version: offer.version, standing: offer.standing });
  }
  return bound;
}

/** A letter that offers one code twice, differently, offers nothing that can be relied on. */
function isAsOffered(now: Standing, offers: Offered[]): boolean {
  return offers.every((o) => o.version === now.version && o.standing === now.standing);
}
