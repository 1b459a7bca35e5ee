/** An entry's sheets, how far they lie apart, and whom that calls for. */
import { createHash } from 'node:crypto';
import type { AssignmentState, DivergenceAsk } from '../../schemas/judging.ts';
import { agreementOf, spreadOf, type Agreement } from '../results/divergence.ts';
import { rounded, type Exact } from '../results/exact.ts';
import { totalled, type RoundRules, type Sheet, type TotalledSheet } from '../results/sheet.ts';

/** Who proposes, and takes back: nobody in person. */
export const SERVICE = 'contest-mailroom';

export type Looked = {
  entryId: string; code: string; title: string | null;
  /** that count, complete ones alone */
  sheets: Sheet[];
  /** every assignment in this round, ended ones included */
  ever: { id: string; memberId: string; state: AssignmentState; ended: boolean; reason: string | null }[];
  /** assignments without a complete sheet: their judges may settle it yet */
  pending: number;
  /** the chair has spoken */
  decided: boolean;
};

export type Divergent = Omit<Looked, 'sheets'> & {
  sheets: TotalledSheet[]; spread: Exact; agreement: Exclude<Agreement, 'absent'>;
  /** null = nobody need be asked now */
  ask: DivergenceAsk | null;
  /** fingerprint of the sheets and of who was asked: what rests on it holds only while both are the same */
  standing: string;
};

/** @param locked nothing comes in by mail any more: sheets that are missing are not waited for */
export function divergentOf(looked: Looked, rules: RoundRules, locked: boolean): Divergent {
  const sheets = totalled(looked.sheets, rules).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const totals = sheets.map((s) => s.total);
  const found = locked && totals.length < rules.needed ? ofThoseIn(totals, rules) : agreementOf(totals, rules.needed, rules.scoring.gap);
  const agreement = looked.decided && found !== 'open' ? 'settled' : found;
  const waits = looked.pending > 0 && !locked;
  return { ...looked, sheets, spread: spreadOf(totals), agreement, ask: waits || agreement === 'open' || agreement === 'settled' ? null : agreement, standing: standingOf(looked, sheets) };
}

/** Sheets are missing and come no more: the chair decides where all are in, so that apart they call for one more, on paper. */
function ofThoseIn(totals: Exact[], { scoring }: RoundRules): Divergent['agreement'] {
  const found = agreementOf(totals, Math.max(2, totals.length), scoring.gap);
  return found === 'chair' ? 'further-judge' : found;
}

function standingOf({ entryId, ever }: Looked, sheets: TotalledSheet[]): string {
  const said = [entryId, ...sheets.map((s) => `${s.id} ${rounded(s.total, 4)}`), ...ever.map((a) => `${a.id} ${a.ended ? a.state : 'counts'}`).toSorted()];
  return createHash('sha256').update(said.join('\n')).digest('hex');
}

/** Judges who were asked for this entry and gave it back, in the order in which they were asked. */
export function gaveBack({ ever }: Pick<Divergent, 'ever'>): { memberId: string; reason: string | null }[] {
  return ever.filter((a) => a.state === 'declined' || a.state === 'conflict').map(({ memberId, reason }) => ({ memberId, reason }));
}
