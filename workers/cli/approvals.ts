import { Command } from 'commander';
import { wrongUse } from '../../src/problem.ts';
import { approvalsByCode, listApprovals, type ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { proposeLaunch } from '../agencies/launch.ts';
import { announceEligibility } from '../approvals/eligibility.ts';
import { csvOf } from '../approvals/propose.ts';
import { proposeQuestions } from '../approvals/questions.ts';
import { decideBatch, isAboutSheets } from '../approvals/decide.ts';
import type { ByHand } from '../by-hand/change.ts';
import { readContacts } from './agencies-contacts.ts';
import { printNotWrittenTo } from './agencies-nudge.ts';
import { byHand } from './by-hand.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { print, printJson, printTable, visible, when } from './print.ts';

type By = { by: string; reason?: string };

/** `mailroom approvals list|show|propose|approve|cancel`: letters that leave together, after a person approved exactly what was previewed. */
export function approvalsCommand(): Command {
  const command = new Command('approvals').description('batches of letters that wait for approval');
  const by = (name: string, description: string): Command => command.command(name).description(description).option('--by <name>', 'who decides', process.env['USER'] ?? 'staff');
  command.command('list').description('newest first').option('--json', 'JSON on stdout').action(list);
  command.command('show <code>').description('every letter of a batch, word for word').option('--json', 'JSON on stdout').option('--csv', 'the list for a spreadsheet program, on stdout').action(show);
  by('propose <what>', '`eligibility`: the outcome of every decision that its entrant was not told of yet; `launch`: the announcement to every agency with a contact; `questions`: what the plan leaves open, to the committee').action(propose);
  by('approve <code>', 'its letters leave, in exactly these words').action((code: string, options: By) => decide(code, 'approve', options));
  by('cancel <code>', 'none of its letters leaves').option('--reason <text>', 'why').action((code: string, options: By) => decide(code, 'cancel', options));
  return command;
}

async function list(options: { json?: boolean }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const rows = await withDatabase((tx) => listApprovals(tx));
  if (options.json) return printJson(rows.map(({ letters, ...row }) => ({ ...row, letters: letters.length })));
  printTable(['code', 'asked', 'what', 'letters', 'state', 'about'], rows.map((b) => [b.code, when(b.askedAt, zone), b.what, String(b.letters.length), b.decidedBy === null ? (b.firstBy === null ? b.state : `${b.state}, first approved by ${b.firstBy}`) : `${b.state} by ${b.decidedBy}`, b.about]));
}

async function show(code: string, options: { json?: boolean; csv?: boolean }): Promise<void> {
  const row = await withDatabase((tx) => oneBatch(tx, code));
  if (options.csv) return void process.stdout.write(csvOf(row));
  if (options.json) return printJson(row);
  print(`${row.code}  ${row.state}  ${row.what}: ${visible(row.about)}\n${row.letters.length} letters, hash ${row.hash}`);
  for (const letter of row.letters) print(`\nTo:       ${visible(letter.to)}\nSubject:  ${visible(letter.subject)}\n\n${letter.text}`);
}

async function propose(what: string, { by }: By): Promise<void> {
  if (what !== 'eligibility' && what !== 'launch' && what !== 'questions') throw wrongUse('what can be proposed here is `eligibility`, `launch` or `questions`');
  const services = await byHand();
  if (what === 'launch') return launch(services, by);
  const row = await withDatabase((tx) => (what === 'questions' ? proposeQuestions(tx, services, by) : announceEligibility(tx, services, by)));
  printProposed(row);
}

async function launch(services: ByHand, by: string): Promise<void> {
  const contacts = await readContacts(services.loaded);
  const plan = await withDatabase((tx) => proposeLaunch(tx, services, contacts, by));
  printProposed(plan.batch);
  printNotWrittenTo(plan, 'told before');
}

function printProposed(row: ApprovalRow): void {
  print(`${row.code}: ${row.letters.length} letters wait for approval. Staff got a letter to reply to; or: mailroom approvals approve ${row.code}`);
}

async function decide(code: string, word: 'approve' | 'cancel', { by, reason }: By): Promise<void> {
  const services = await byHand();
  const { row, state } = await withDatabase(async (tx) => {
    await takeTurn(tx);
    const found = await oneBatch(tx, code);
    const { state, moved } = await decideBatch(tx, services, found, word, by, reason ?? null);
    if (state === 'moved' && isAboutSheets(found)) throw wrongUse(`scores or judges changed for ${moved.join(', ')} after ${found.code} was proposed: nobody is asked. Where it is still needed, a running service proposes it anew`);
    if (state === 'moved') throw wrongUse(`${moved.join(', ')} changed after ${found.code} was proposed: no letter leaves. Give it up and propose anew: mailroom approvals cancel ${found.code} && mailroom ${found.what === 'results' ? 'results announce …' : `approvals propose ${found.what}`}`);
    return { row: found, state };
  });
  if (state === 'awaits-second') return print(`${row.code} is approved by ${by}; its letters leave once another of staff approves it, too. The others got a letter.`);
  if (word === 'approve' && isAboutSheets(row)) return print(`${row.code} is approved: its letter to ${row.letters[0]?.to ?? '?'} leaves as soon as a service runs.`);
  print(word === 'approve' ? `${row.letters.length} letters released; a running service sends them.` : `${row.code} cancelled: no letter leaves.`);
}

async function oneBatch(tx: Tx, code: string): Promise<ApprovalRow> {
  const [row] = await approvalsByCode(tx, [code.trim().toUpperCase()]);
  if (!row) throw wrongUse(`no batch has the code ${code}; \`mailroom approvals list\` shows all`);
  return row;
}
