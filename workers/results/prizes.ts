/** Prizes: given by people, signed for, handed over. */
import type { LoadedContest } from '../../schemas/contest.ts';
import { wrongUse } from '../../src/problem.ts';
import { readGiven } from '../../src/results/given.ts';
import type { PaperReference } from '../../schemas/awards.ts';
import { judgeGiven, prizeProposal, slotsOf, type Given, type Prize } from '../../src/results/prizes.ts';
import type { Tx } from '../../src/store/database.ts';
import { correctPaper, currentAwards, handOver, replaceAwards, signAwards, type AwardRow } from '../../src/store/results/awards.ts';
import { entriesById } from '../../src/store/entries.ts';
import type { Act } from './act.ts';
import { candidatesOf, roundNow, type RoundNow } from './standings.ts';

/** The last round, whose ranking prizes rest on. */
export async function lastRound(tx: Tx, { contest }: LoadedContest): Promise<RoundNow> {
  const last = contest.rounds.at(-1);
  if (!last) throw wrongUse('contest.yaml names no rounds');
  return roundNow(tx, contest, last.key);
}

/** @param typed as of `--give`; empty = as the ranking proposes. What is signed for stays as it is */
export async function awardAct(tx: Tx, loaded: LoadedContest, typed: string[]): Promise<Act> {
  const { prizes } = loaded.contest;
  const { ranking, candidates, outcome, rules, drift } = await lastRound(tx, loaded);
  // Whoever withdrew since the round was closed wins nothing.
  const passed = new Set((await candidatesOf(tx, loaded.contest, rules.key)).map((c) => c.code));
  const proposal = prizeProposal(prizes, ranking, passed);
  const read = readGiven(typed, prizes);
  const before = await currentAwards(tx);
  const kept = await signedFor(tx, before);
  const given = typed.length === 0 && kept.length === 0 ? proposal.given : besides(read.given, kept, prizes);
  const judged = judgeGiven(prizes, given, ranking, new Set([...passed, ...kept.flatMap((k) => k.code ?? [])]));
  const undecided = typed.length > 0 || kept.length > 0 ? [] : proposal.undecided.map((u) => `${u.codes.join(', ')} stand equal for ${u.prizes.join(', ')}: a person names who gets which, with --give`);
  const place = (code: string | null): string => (code === null ? '' : `place ${ranking.entries.find((e) => e.code === code)?.place ?? '-'}, ${ranking.entries.find((e) => e.code === code)?.counts ?? '-'}`);
  return {
    action: 'give-prizes', subject: loaded.contest.id,
    faults: [
      ...read.faults, ...judged.faults, ...undecided, ...drift,
      ...(prizes.length === 0 ? ['contest.yaml names no prizes'] : []),
      ...(outcome === null ? [`the round ${rules.key} is not closed: its ranking may still change`] : []),
      ...read.given.flatMap((g) => kept.filter((k) => isSlot(k, g) && k.code !== g.code).map((k) => `${k.prize} ${k.slot} is ${k.state} and goes to ${k.code}: \`results annul\` takes it back first`)),
      ...(typed.length === 0 && kept.length > 0 ? [`${kept.length} prizes are signed for and stay: name who gets the others with --give`] : []),
    ],
    warnings: [...judged.warnings, ...(before.length > kept.length ? ['prizes were given before: these take their place'] : [])],
    content: { given, outcome: outcome?.hash ?? null },
    lines: given.map((g) => `${g.prize} ${g.slot}: ${g.code ?? 'stays empty'}  ${place(g.code)}${kept.some((k) => isSlot(k, g)) ? '  (signed for)' : ''}`.trimEnd()),
    perform: (tx, { by, reason, hash }) => {
      const id = new Map(candidates.map((c) => [c.code, c.entryId]));
      const fresh = given.filter((g) => !kept.some((k) => isSlot(k, g)));
      return replaceAwards(tx, fresh.map((g) => ({ prize: g.prize, slot: g.slot, entryId: g.code === null ? null : id.get(g.code) ?? null })), { hash, actor: by, reason });
    },
  };
}

type Kept = Given & { state: AwardRow['state'] };

const isSlot = (a: Pick<Given, 'prize' | 'slot'>, b: Pick<Given, 'prize' | 'slot'>): boolean => a.prize === b.prize && a.slot === b.slot;

async function signedFor(tx: Tx, awards: AwardRow[]): Promise<Kept[]> {
  const signed = awards.filter((a) => a.state !== 'approved');
  const names = await namesOf(tx, signed);
  return signed.map((a) => ({ prize: a.prize, slot: a.slot, code: names.get(a.id) ?? null, state: a.state }));
}

/** In the order of the contest's prizes. */
function besides(typed: Given[], kept: Kept[], prizes: Prize[]): Given[] {
  return slotsOf(prizes).flatMap((slot) => kept.filter((k) => isSlot(k, slot)).map(({ prize, slot: n, code }) => ({ prize, slot: n, code }))[0] ?? typed.find((g) => isSlot(g, slot)) ?? []);
}

/** Takes all prizes back, while none of them is signed for. */
export async function revokeAct(tx: Tx, { contest }: LoadedContest): Promise<Act> {
  const before = await currentAwards(tx);
  const names = await namesOf(tx, before);
  return {
    action: 'revoke-prizes', subject: contest.id, warnings: [],
    faults: before.length === 0 ? ['no prize was given'] : before.filter((a) => a.state !== 'approved').map((a) => `${a.prize} ${a.slot} is ${a.state}`),
    content: { revoked: before.map((a) => ({ prize: a.prize, slot: a.slot, code: names.get(a.id) ?? null })) },
    lines: before.map((a) => `${a.prize} ${a.slot} is taken back from ${names.get(a.id) ?? 'nobody'}`),
    perform: (tx, who) => replaceAwards(tx, [], { hash: who.hash, actor: who.by, reason: who.reason }),
  };
}

export async function namesOf(tx: Tx, awards: AwardRow[]): Promise<Map<string, string>> {
  const codes = new Map((await entriesById(tx, awards.flatMap((a) => a.entryId ?? []))).map((e) => [e.id, e.code]));
  return new Map(awards.flatMap((a) => (a.entryId === null ? [] : [[a.id, codes.get(a.entryId) ?? ''] as const])));
}

/** The decision that gives these prizes has a number and a date; named once more with others, it was mistyped before. One decision is signed by one authority. */
export async function signAct(tx: Tx, { contest }: LoadedContest, keys: string[], paper: PaperReference): Promise<Act> {
  const { locale } = contest;
  const awards = (await currentAwards(tx)).filter((a) => keys.includes(a.prize) && a.entryId !== null);
  const names = await namesOf(tx, awards);
  const authorities = [...new Set(contest.prizes.filter((p) => keys.includes(p.key)).map((p) => p.signedBy?.[locale] ?? ''))];
  const signed = awards.filter((a) => a.state !== 'approved');
  const same = (a: AwardRow): boolean => a.document === paper.number && a.documentDate === paper.date;
  return {
    action: 'sign-prizes', subject: contest.id,
    warnings: signed.filter((a) => !same(a)).map((a) => `${a.prize} ${a.slot} was signed for by ${a.document ?? '?'} of ${a.documentDate ?? '?'}: this takes its place, and \`results announce awards\` tells it anew to whoever was told`),
    faults: [
      ...keys.filter((key) => !contest.prizes.some((p) => p.key === key)).map((key) => `there is no prize ${key}`),
      ...(authorities.length > 1 ? [`these prizes are signed by ${authorities.join(' and ')}: each signs a decision of its own`] : []),
      ...(awards.length === 0 ? ['none of these prizes was given'] : []),
      ...signed.filter(same).map((a) => `${a.prize} ${a.slot} is ${a.state} already, by ${a.document ?? '?'}`), ...paperFaults(paper),
    ],
    content: { prizes: awards.map((a) => ({ prize: a.prize, slot: a.slot, code: names.get(a.id) ?? null })) }, texts: { document: `${paper.number}, ${paper.date}`, ...(signed.length > 0 ? { was: [...new Set(signed.map((a) => `${a.document ?? '?'}, ${a.documentDate ?? '?'}`))].join('; ') } : {}) },
    lines: [`${paper.number} of ${paper.date}, signed by ${authorities.join(', ')}, gives:`, ...awards.map((a) => `${a.prize} ${a.slot}: ${names.get(a.id) ?? ''}`)],
    perform: async (tx) => {
      await signAwards(tx, awards.filter((a) => a.state === 'approved').map((a) => a.id), paper);
      await correctPaper(tx, signed.map((a) => a.id), paper);
    },
  };
}

export function paperFaults({ number, date }: PaperReference): string[] {
  return [
    ...(number.trim() === '' ? ['--document: expected the number of the paper, as 1234/QĐ-UBND'] : []),
    ...(isDay(date) ? [] : [`--date: expected a day as 2024-12-05 (found "${date}")`]),
  ];
}

/** 2024-02-30 is none, though Date takes it for the first of March. */
function isDay(date: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}

export async function handOverAct(tx: Tx, { contest }: LoadedContest, prize: string, slot: number, to: string): Promise<Act> {
  const found = (await currentAwards(tx)).find((a) => a.prize === prize && a.slot === slot && a.entryId !== null);
  if (!found) throw wrongUse(`${prize} ${slot} was given to nobody`);
  const names = await namesOf(tx, [found]);
  const gift = contest.prizes.find((p) => p.key === prize)?.gift ?? false;
  return {
    action: 'hand-over-prize', subject: `${prize}-${slot}`, warnings: [],
    faults: [...(found.state === 'signed' ? [] : [`${prize} ${slot} is ${found.state}: it is handed over once it is signed for`]), ...(to.trim() === '' ? ['--to: who took it'] : [])],
    content: { code: names.get(found.id) ?? null, gift }, texts: { to },
    lines: [`${prize} ${slot} of ${names.get(found.id) ?? ''} goes to ${to}${gift ? ', with the gift' : ''}.`],
    perform: (tx) => handOver(tx, found.id, to),
  };
}
