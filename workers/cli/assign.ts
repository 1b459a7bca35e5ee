import { Command } from 'commander';
import type { Contest } from '../../schemas/contest.ts';
import type { ProposalResult, ProposedPair } from '../../schemas/judging.ts';
import { judgedRound } from '../../src/contest/judged-rounds.ts';
import { csvText } from '../../src/spreadsheets/csv-text.ts';
import { openAssignmentsOf, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import { listMembers } from '../../src/store/judging/members.ts';
import { loadProposal, type ProposalRow } from '../../src/store/judging/proposals.ts';
import { JURY } from '../../src/judging/roster.ts';
import { wrongUse } from '../../src/problem.ts';
import { approveAssignment, cancelAssignment, proposeAssignment } from '../judging/assign.ts';
import { addRelease, printReleased } from './assign-release.ts';
import { byHand } from './by-hand.ts';
import { giveEntry } from '../judging/give.ts';
import { contestOf, environment, withConnection, withDatabase } from './context.ts';
import { colour, print, printJson, printTable, when } from './print.ts';

type By = { by: string };

/** `mailroom assign propose|show|approve|cancel|give|release|export`: who judges what. Nothing is assigned before a person approved exactly what was shown. */
export function assignCommand(): Command {
  const command = new Command('assign').description('who judges what');
  const by = (name: string, description: string): Command => command.command(name).description(description).option('--by <name>', 'who decides', process.env['USER'] ?? 'staff');
  by('propose', 'work out an assignment; what was begun stays').option('--round <key>', 'the round; unset = the one that runs').option('--seed <text>', 'the same lists and the same seed give the same assignment; unset = a new one')
    .option('--per-entry <n>', 'judges for each entry; unset = as contest.yaml says').option('--json', 'JSON on stdout').action(propose);
  command.command('show [number]').description('a proposal: why each, what could not be, loads; unset = the newest').option('--json', 'JSON on stdout').option('--csv', 'every pair for a spreadsheet program, on stdout').option('--conflicts', 'every pair that was left out, with the reason').action(show);
  by('approve [number]', 'the assignment takes effect').requiredOption('--hash <hash>', 'as `assign show` gives it, 8 characters or more').action(approve);
  by('cancel [number]', 'it does not').action(cancel);
  by('give <code>', 'one entry to one judge, beside the others or in place of one of them; they are written to at once').requiredOption('--to <address>', 'the judge').option('--from <address>', 'the judge it is taken from').option('--round <key>', 'the round; unset = the one that runs').action(give);
  addRelease(command);
  command.command('export').description('the assignment as it stands, for a spreadsheet program, on stdout').option('--round <key>', 'the round; unset = the one that runs').action(exportList);
  return command;
}

async function propose(options: By & { round?: string; seed?: string; perEntry?: string; json?: boolean }): Promise<void> {
  const perEntry = options.perEntry === undefined ? null : Number(options.perEntry);
  if (perEntry !== null && !(Number.isInteger(perEntry) && perEntry >= 1 && perEntry <= 20)) throw wrongUse('--per-entry: expected a whole number from 1 to 20');
  const loaded = await contestOf(environment());
  const row = await withConnection((db) => proposeAssignment(db, { loaded }, { round: options.round ?? null, seed: options.seed ?? null, perEntry, by: options.by }));
  if (options.json) return printJson(row);
  describe(row, loaded.contest);
}

async function show(number: string | undefined, options: { json?: boolean; csv?: boolean; conflicts?: boolean }): Promise<void> {
  const { contest } = await contestOf(environment());
  const row = await withDatabase((tx) => loadProposal(tx, numberIn(number)));
  if (!row) throw wrongUse(number === undefined ? 'nothing was proposed; `mailroom assign propose` does' : `there is no proposal ${number}`);
  if (options.json) return printJson(row);
  if (options.csv) return void process.stdout.write(csvText([['entry', 'judge', 'why'], ...row.result.pairs.map((p) => [p.code, p.judge, whyOf(p)])]));
  if (options.conflicts) return printTable(['entry', 'judge', 'ground', 'reason', 'left out'], row.result.conflicts.map((c) => [c.code, c.judge, c.ground, c.told, c.kept ? 'no: begun' : c.ground === 'name' ? 'where it costs nothing' : 'yes']));
  describe(row, contest);
  print();
  printTable(['entry', 'judge', 'why'], row.result.pairs.map((p) => [p.code, p.judge, whyOf(p)]));
  await withDatabase((tx) => printReleased(tx, row.round, contest.zone));
}

function describe({ n, round, state, seed, perEntry, result, hash, askedBy, askedAt }: ProposalRow, contest: Contest): void {
  const name = contest.rounds.find((r) => r.key === round)?.name[contest.locale] ?? round;
  print(`Proposal ${n}, ${name}: ${state}. ${result.pairs.length} assignments, ${perEntry} judges for each entry. Asked by ${askedBy}, ${when(askedAt, contest.zone)}.`);
  print(`Seed ${seed}; ${proof(result)}; hash ${hash}`);
  printShort(result);
  const warned = result.conflicts.filter((c) => c.ground === 'name').length;
  const kept = result.conflicts.filter((c) => c.kept);
  for (const c of kept) print(colour(`Kept in spite of a conflict, for it was begun before: ${c.code}, ${c.judge}: ${c.told}. \`mailroom assign give ${c.code} --from … --to …\` gives it to somebody else`, 'yellow'));
  print(`Pairs left out for a conflict: ${result.conflicts.length - warned - kept.length}${warned > 0 ? `; ${warned} judges have the name of somebody in an entry, avoided where that was possible` : ''}: mailroom assign show ${n} --conflicts`);
  if (result.dropped.length > 0) print(`Ends ${result.dropped.length} assignments that nobody began: ${result.dropped.slice(0, 10).map((d) => `${d.code} (${d.judge})`).join(', ')}${result.dropped.length > 10 ? ' …' : ''}`);
  print();
  printTable(['judge', 'begun', 'new', 'together', 'at most'], result.loads.map((l) => [l.judge, String(l.kept), String(l.fresh), String(l.kept + l.fresh), l.limit === null ? '-' : String(l.limit)]));
  if (state === 'open') print(`\nIt takes effect with: mailroom assign approve ${n} --hash ${hash.slice(0, 12)}`);
}

function proof({ proof: p }: ProposalResult): string {
  return p.status === 'optimal' ? 'proven: none is better' : `at most ${(p.gap * 100).toFixed(3)} % from the best`;
}

function printShort({ short }: ProposalResult): void {
  if (short.length === 0) return;
  print(colour(short.length === 1 ? '1 entry lacks judges:' : `${short.length} entries lack judges:`, 'yellow'));
  printTable(['entry', 'wanted', 'got', 'because'], short.map((s) => [s.code, String(s.wanted), String(s.got),
    s.cause === 'conflicts' ? `only ${s.possible} judges may judge it` : `the judges who may, ${s.possible}, have as much as they can take`]));
}

const WHY: Record<ProposedPair['why'][number], string> = { kept: 'had it before', panel: 'area of the judge', 'other-panel': 'another area', 'no-area': 'any area', balance: 'equal loads' };

function whyOf({ why }: ProposedPair): string {
  return why.map((w) => WHY[w]).join(', ');
}

async function approve(number: string | undefined, { hash, by }: By & { hash: string }): Promise<void> {
  const services = await byHand();
  const { row, added, ended, letters } = await withDatabase((tx) => approveAssignment(tx, services, numberIn(number), hash, by));
  print(`Proposal ${row.n} is in effect: ${added.length} new assignments, ${ended.length} ended, ${row.result.pairs.length - added.length} as before. ${letters} letters to judges leave as soon as a service runs.`);
}

async function cancel(number: string | undefined, { by }: By): Promise<void> {
  print(`Proposal ${(await withDatabase((tx) => cancelAssignment(tx, numberIn(number), by))).n} is cancelled.`);
}

async function give(code: string, { to, from, round, by }: By & { to: string; from?: string; round?: string }): Promise<void> {
  const services = await byHand();
  const done = await withDatabase((tx) => giveEntry(tx, services, { code, to, from: from ?? null, round: round ?? null, by }));
  print(`${code.trim().toUpperCase()} is ${done.judge}'s to judge${done.from === null ? '' : `, and ${done.from}'s no more`}; the invitation leaves as soon as a service runs.`);
}

async function exportList({ round }: { round?: string }): Promise<void> {
  const { contest } = await contestOf(environment());
  const { rows, names } = await withDatabase(async (tx) => ({
    rows: await openAssignmentsOf(tx, { round: judgedRound(contest, round ?? null, tx.now).key }), names: new Map((await listMembers(tx, JURY)).map((m) => [m.id, m])),
  }));
  const line = (a: OpenAssignment): string[] => [a.code, a.title ?? '', names.get(a.memberId)?.name ?? '', names.get(a.memberId)?.emails[0] ?? '', a.state, a.sheet ?? '', when(a.assignedAt, contest.zone), a.assignedBy];
  process.stdout.write(csvText([['entry', 'title', 'judge', 'address', 'state', 'scores', 'assigned', 'by'], ...rows.map(line)]));
}

function numberIn(text: string | undefined): number | null {
  if (text === undefined) return null;
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw wrongUse(`expected the number of a proposal (found ${text})`);
  return n;
}
