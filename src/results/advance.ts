/** Who goes on to the next round: what the contest's rule says, and what it leaves to a person. */
import type { Scoring } from '../../schemas/scoring.ts';
import { compare, exact } from './exact.ts';
import type { Ranked, Ranking } from './ranking.ts';

export type AdvanceProposal = {
  /** codes that the rule takes, by place */
  through: string[];
  /** codes among which a person chooses: they stand equal and the cut lies between them, or the contest has no rule */
  atCut: string[];
  /** places that are left for them; null = the contest does not say how many */
  left: number | null;
  out: string[];
  /** codes that cannot be ranked yet, and why */
  open: { code: string; why: Exclude<Ranked['agreement'], 'settled' | 'absent'> }[];
};

/** Of equal entries all go on or none, unless a person says which. */
export function advanceProposal({ entries }: Ranking, advance: Scoring['advance']): AdvanceProposal {
  const open = entries.flatMap((e) => (e.agreement === 'settled' || e.agreement === 'absent' ? [] : [{ code: e.code, why: e.agreement }]));
  const ranked = entries.filter((e) => e.counts !== null);
  if (advance === undefined || (advance.top === undefined && advance.threshold === undefined)) return { through: [], atCut: codes(ranked), left: null, out: [], open };
  const { threshold, top } = advance;
  const enough = ranked.filter((e) => threshold === undefined || compare(exact(e.counts ?? '0'), exact(threshold)) >= 0);
  const most = top ?? enough.length;
  const through = enough.filter((e) => lastOf(e, enough) <= most);
  const atCut = enough.length > most ? enough.filter((e) => (e.place ?? 0) <= most && lastOf(e, enough) > most) : [];
  const taken = new Set([...through, ...atCut]);
  return { through: codes(through), atCut: codes(atCut), left: most - through.length, out: codes(ranked.filter((e) => !taken.has(e))), open };
}

/** The last place of those that stand as it does. */
function lastOf({ place, tied }: Ranked, among: Ranked[]): number {
  const equal = new Set(tied);
  return (place ?? 0) + among.filter((e) => equal.has(e.code)).length;
}

function codes(entries: Ranked[]): string[] {
  return entries.map((e) => e.code);
}

/** Codes that a person takes from those at the cut; all = more go on than the rule has places for, none = fewer. */
export type Taken = string[] | 'all' | 'none';

/**
 * The rule's word and the person's, together.
 * @returns codes that go on, and a sentence for each reason why it cannot be so
 */
export function advancing(proposal: AdvanceProposal, said: Taken): { advanced: string[]; faults: string[] } {
  const taken = said === 'all' ? proposal.atCut : said === 'none' ? [] : said;
  const strangers = taken.filter((code) => !proposal.atCut.includes(code));
  const faults = [
    ...proposal.open.map(({ code, why }) => `${code} cannot be ranked: ${WHY[why]}`),
    ...strangers.map((code) => `${code} is not at the cut: ${proposal.through.includes(code) ? 'it goes on in any case' : 'the rule of the contest decides about it'}`),
    ...(proposal.atCut.length > 0 && said.length === 0 && proposal.left !== 0 ? [`a person chooses among ${proposal.atCut.join(', ')}${proposal.left === null ? '' : ` for ${proposal.left} places`}: name them with --take, or say --take all or --take none`] : []),
    ...(said !== 'all' && proposal.left !== null && taken.length > proposal.left ? [`${taken.length} are named for ${proposal.left} places`] : []),
  ];
  return { advanced: [...proposal.through, ...proposal.atCut.filter((code) => taken.includes(code))], faults };
}

const WHY: Record<AdvanceProposal['open'][number]['why'], string> = {
  open: 'sheets are missing (--waive lets it stand with those it has, or without a place where it has none)',
  'further-judge': 'its two judges lie too far apart, and a third must judge it',
  chair: 'its judges lie too far apart, and the chair must decide (`results chair`)',
};
