import { Command } from 'commander';
import { wrongUse } from '../../src/problem.ts';
import type { Taken } from '../../src/results/advance.ts';
import { rounded } from '../../src/results/exact.ts';
import type { Ranking } from '../../src/results/ranking.ts';
import { currentAwards, specialAwards } from '../../src/store/results/awards.ts';
import { entriesById, titlesOf } from '../../src/store/entries.ts';
import { advanceAct, chairAct, reopenAct } from '../results/rounds.ts';
import { roundNow, type RoundNow } from '../results/standings.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { asAct, runAct, type ActOptions } from './results-act.ts';
import { addPrizes } from './results-prizes.ts';
import { addSheets } from './results-sheets.ts';
import { addAnnounce } from './results-announce.ts';
import { addSlots } from './results-slots.ts';
import { colour, print, printJson, printTable, when } from './print.ts';

/** `mailroom results …`: rankings, and what people decide of them. Every decision is shown first and done with --approve. */
export function resultsCommand(): Command {
  const command = new Command('results').description('rankings, who goes on, prizes; every decision is shown first, and done with --approve');
  command.command('show [round]').description('the ranking of a round as it stands, and the prizes').option('--json', 'JSON on stdout').action(show);
  addSheets(command);
  asAct(command.command('chair <round> <code>').description("the chair's word on an entry whose judges lie too far apart").requiredOption('--score <points>', 'what counts instead of the mean, as 75,5'))
    .action((round: string, code: string, options: ActOptions & { score: string }) => runAct(options, (tx, loaded) => chairAct(tx, loaded, round, code, options.score)));
  asAct(command.command('advance <round>').description('close a round: its ranking stands, and who goes on').option('--take <codes>', 'of those at the cut, as CODE,CODE; or `all`, or `none`', takenIn, []).option('--waive <codes>', 'let these stand with fewer sheets, or without a place where they have none', list, []))
    .action((round: string, options: ActOptions & { take: Taken; waive: string[] }) => runAct(options, (tx, loaded) => advanceAct(tx, loaded, round, options.take, options.waive)));
  asAct(command.command('reopen <round>').description('open a closed round again')).action((round: string, options: ActOptions) => runAct(options, (tx, loaded) => reopenAct(tx, loaded, round)));
  addSlots(command);
  addAnnounce(command);
  addPrizes(command);
  return command;
}

function list(text: string): string[] {
  return text.split(/[,;\s]+/).filter((code) => code !== '').map((code) => code.toUpperCase());
}

async function show(round: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const loaded = await contestOf(environment());
  const { rounds, zone } = loaded.contest;
  const key = round ?? rounds.findLast((r) => r.judging)?.key;
  if (key === undefined) throw wrongUse('contest.yaml does not say how any round is judged (rounds[].judging)');
  const { now, titles, awards, special } = await withDatabase(async (tx) => {
    const found = await roundNow(tx, loaded.contest, key);
    const given = await currentAwards(tx);
    const specials = await specialAwards(tx);
    const codes = new Map((await entriesById(tx, [...given, ...specials].flatMap((a) => a.entryId ?? []))).map((e) => [e.id, e.code]));
    return { now: found, titles: await titlesOf(tx, found.candidates.map((c) => c.entryId)), awards: given.map((a) => ({ ...a, code: codes.get(a.entryId ?? '') ?? null })), special: specials.map((s) => ({ ...s, code: codes.get(s.entryId) ?? null })) };
  });
  if (json) return printJson({ ...asJson(now), awards: awards.map(({ prize, slot, code, state, document, documentDate }) => ({ prize, slot, code, state, document, documentDate })), special: special.map(({ code, state, amount, document, documentDate }) => ({ code, state, amount, document, documentDate })) });
  showRanking(now, titles, zone);
  if (awards.length > 0) print();
  for (const a of awards) print(`${a.prize} ${a.slot}: ${a.code ?? 'stays empty'}  ${a.state}${a.document === null ? '' : ` by ${a.document} of ${a.documentDate ?? ''}`}`);
  for (const s of special) print(`special: ${s.code ?? ''}  ${s.state}${s.amount === null ? '' : ` ${s.amount}`}`);
}

function asJson({ ranking, outcome, drift }: RoundNow): object {
  const entries = ranking.entries.map(({ sheets, ...e }) => ({ ...e, sheets: sheets.map((s) => ({ id: s.id, judge: s.judge, marks: s.marks, total: rounded(s.total, 2) })) }));
  return { ...ranking, entries, drift, closed: outcome === null ? null : { at: outcome.at, by: outcome.actor, reason: outcome.reason, hash: outcome.hash } };
}

const WAITS: Record<Ranking['entries'][number]['agreement'], string> = { open: 'waits for sheets', 'further-judge': 'needs a third judge', chair: 'waits for the chair', settled: '', absent: 'was not judged' };

function showRanking({ ranking, outcome, drift }: RoundNow, titles: Map<string, string | null>, zone: string): void {
  printTable(['place', 'code', 'mean', 'adjusted', 'spread', 'sheets', '', 'title'], ranking.entries.map((e) => [
    e.place === null ? '-' : `${e.place}${e.tied.length > 0 ? '=' : ''}`, e.code, e.chair === null ? e.mean : `${e.chair} (chair)`, e.adjusted, e.spread, String(e.sheets.length), WAITS[e.agreement], titles.get(e.entryId) ?? null,
  ]));
  print();
  printTable(['judge', 'sheets', 'mean', 'severity'], ranking.judges.map((j) => [j.judge, String(j.sheets), j.mean, j.severity]));
  print(`\nAgreement (Krippendorff's alpha, interval): ${ranking.alpha ?? 'not defined'}${ranking.groups > 1 ? `; the judges fall into ${ranking.groups} groups that cannot be compared` : ''}`);
  for (const told of drift) print(`${colour('WRONG', 'red')}  ${told}`);
  print(outcome === null ? 'The round is open.' : `Closed ${when(outcome.at, zone)} by ${outcome.actor}: ${outcome.reason}`);
}

function takenIn(text: string): Taken {
  const word = text.trim().toLowerCase();
  return word === 'all' || word === 'none' ? word : list(text);
}
