/** Who gets which prize: proposed from the ranking, decided by people. A prize may stay empty; what stands equal across two prizes is left to people. */
import type { Contest } from '../../schemas/contest.ts';
import type { Ranking } from './ranking.ts';

export type Prize = Contest['prizes'][number];
/** One of the prizes: `first`, or the second of three `encouragement`. */
export type Slot = { prize: string; /** counted from 1 */ slot: number };
/** code null = it stays empty */
export type Given = Slot & { code: string | null };

/** All prizes in the contest's order, the best first. */
export function slotsOf(prizes: Prize[]): Slot[] {
  return prizes.flatMap(({ key, count }) => Array.from({ length: count }, (_, i) => ({ prize: key, slot: i + 1 })));
}

export type PrizeProposal = { given: Given[]; /** codes that stand equal where one prize ends: a person chooses among them for these prizes */ undecided: { codes: string[]; prizes: string[] }[] };

/** @param passed codes that may win a prize; entries of the ranking that are not among them are passed over */
export function prizeProposal(prizes: Prize[], { entries }: Ranking, passed: ReadonlySet<string>): PrizeProposal {
  const slots = slotsOf(prizes);
  const may = entries.filter((e) => e.place !== null && passed.has(e.code));
  const given: Given[] = [];
  const undecided: PrizeProposal['undecided'] = [];
  for (let i = 0; i < may.length && given.length < slots.length;) {
    const equal = may.filter((e) => e.place === may[i]?.place);
    const open = slots.slice(given.length, given.length + equal.length);
    // Equal entries that get equal prizes are no question.
    const split = open.length < equal.length || new Set(open.map((s) => s.prize)).size > 1;
    if (split && equal.length > 1) undecided.push({ codes: equal.map((e) => e.code), prizes: [...new Set(open.map((s) => s.prize))] });
    given.push(...open.map((slot, k) => ({ ...slot, code: split && equal.length > 1 ? null : equal[k]?.code ?? null })));
    i += equal.length;
  }
  return { given: [...given, ...slots.slice(given.length).map((slot) => ({ ...slot, code: null }))], undecided };
}

/**
 * What a person gives, against the rules.
 * @returns a sentence for each thing that cannot be, and for each that a person should look at twice
 */
export function judgeGiven(prizes: Prize[], given: Given[], { entries }: Ranking, passed: ReadonlySet<string>): { faults: string[]; warnings: string[] } {
  const place = new Map(entries.map((e) => [e.code, e.place]));
  const codes = given.flatMap((g) => g.code ?? []);
  const missing = slotsOf(prizes).filter((s) => !given.some((g) => g.prize === s.prize && g.slot === s.slot));
  const faults = [
    ...missing.map((s) => `nobody said who gets ${s.prize} ${s.slot}, or that it stays empty`),
    ...codes.filter((code, i) => codes.indexOf(code) < i).map((code) => `${code} would get two prizes`),
    ...codes.filter((code) => !passed.has(code)).map((code) => `${code} did not reach the last round, or does not take part any more`),
    ...codes.filter((code) => passed.has(code) && place.get(code) == null).map((code) => `${code} has no place in the ranking`),
  ];
  const won = given.filter((g) => g.code !== null);
  const order = prizes.map((p) => p.key);
  const warnings = won.flatMap((g, i) => won.slice(i + 1).filter((later) => order.indexOf(later.prize) > order.indexOf(g.prize) && (place.get(later.code ?? '') ?? 0) < (place.get(g.code ?? '') ?? 0))
    .map((later) => `${g.code} gets ${g.prize} on place ${place.get(g.code ?? '')}, and ${later.code} gets ${later.prize} on place ${place.get(later.code ?? '')}`));
  const passedOver = entries.filter((e) => e.place !== null && passed.has(e.code) && !codes.includes(e.code) && won.some((g) => (place.get(g.code ?? '') ?? 0) > (e.place ?? 0)));
  return { faults, warnings: [...warnings, ...passedOver.map((e) => `${e.code} stands on place ${e.place} and gets no prize, while entries below it do`)] };
}

/** In whole units of the currency. */
export function prizeMoney(prizes: Prize[]): number {
  return prizes.reduce((sum, p) => sum + p.count * p.amount, 0);
}
