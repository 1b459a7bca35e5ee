import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { LetterFacts } from '../../schemas/letters.ts';
import { spokenDeadline } from '../../src/contest/spoken.ts';
import type { Tx } from '../../src/store/database.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import { deadlineBatches, deadlineOfApproval, listDeadlines } from '../../src/store/deadlines.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { decideBatch } from '../approvals/decide.ts';
import { carryOutDeadline } from '../deadline/carry-out.ts';
import { proposeDeadline, type Proposed } from '../deadline/propose.ts';
import { instantOf } from '../../src/contest/deadline-change.ts';
import { wrongUse } from '../../src/problem.ts';
import { byHand } from './by-hand.ts';
import { contestInForce, withDatabase } from './context.ts';
import { print, printJson, printTable, visible, when } from './print.ts';

type Asked = { closes: string; reason: string; decisionNo: string; by: string; json?: boolean };

/** `mailroom contest deadline show|propose|approve|cancel|notice`: an extension, or an earlier closing, as one act that a person approves. */
export function deadlineCommand(): Command {
  const command = new Command('deadline').description('extend the deadline, or close earlier: previewed, approved, on record');
  const by = (name: string, description: string): Command => command.command(name).description(description).option('--by <name>', 'who decides', process.env['USER'] ?? 'staff');
  command.command('show').description('the deadline in force, and every change of it').option('--json', 'JSON on stdout').action(show);
  by('propose', 'says what it would do; nothing changes before somebody approves').requiredOption('--closes <instant>', 'the first instant that is too late, as 2024-08-24T00:00:00+07:00')
    .requiredOption('--reason <text>', 'as entrants and the public read it').requiredOption('--decision-no <text>', 'the decision on paper, as "Quyết định số 12/QĐ-BTC"').option('--json', 'JSON on stdout').action(propose);
  by('approve <hash>', 'exactly what was previewed takes effect; the hash may be shortened').action((hash: string, options: { by: string }) => decide(hash, 'approve', options));
  by('cancel <hash>', 'gives the proposal up').option('--reason <text>', 'why').action((hash: string, options: { by: string; reason?: string }) => decide(hash, 'cancel', options));
  command.command('notice [hash]').description('the notice for the public, as a text file; of the change in force, or of a proposal').option('--out <file>', 'where to write it', 'deadline-notice.txt').action(notice);
  return command;
}

async function show({ json }: { json?: boolean }): Promise<void> {
  const loaded = await contestInForce();
  const { window, zone, locale } = loaded.contest;
  const rows = await withDatabase((tx) => listDeadlines(tx));
  if (json) return printJson({ closes: window.closes, written: loaded.written?.closes ?? window.closes, rules: loaded.rulesSha256, changes: rows.map(({ change, batch }) => ({ ...change, code: batch.code, hash: batch.hash, state: batch.state, askedBy: batch.askedBy, decidedBy: batch.decidedBy })) });
  print(`Entries are taken until ${spokenDeadline(window.closes, zone, locale)}${loaded.written ? `; contest.yaml says ${loaded.written.closes}` : ', as contest.yaml says'}.`);
  if (rows.length > 0) printTable(['hash', 'code', 'asked', 'closes', 'state', 'decision', 'reason'], rows.map(({ change, batch }) => [batch.hash.slice(0, 12), batch.code, when(batch.askedAt, zone), when(change.closes, zone), batch.decidedBy === null ? batch.state : `${batch.state} by ${batch.decidedBy}`, change.decisionNo, change.reason]));
}

async function propose({ closes, reason, decisionNo, by, json }: Asked): Promise<void> {
  const services = await byHand();
  const made = await withDatabase((tx) => proposeDeadline(tx, services, { closes: instantOf(closes), reason, decisionNo }, by));
  const { batch, plan } = made;
  if (json) return printJson({ hash: batch.hash, code: batch.code, closes: plan.loaded.contest.window.closes, before: services.loaded.contest.window.closes, inTime: plan.inTime, decided: plan.decided, letters: plan.letters.length, unsaid: plan.unsaid.length });
  printPreview(made, services.loaded.contest.zone);
}

function printPreview({ batch, plan }: Proposed, zone: string): void {
  const counts = new Map<string, number>();
  for (const { kind } of plan.letters) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  print(`Closes     ${when(new Date(plan.loaded.contest.window.closes), zone)}: ${batch.about}`);
  print(`In time    ${plan.inTime.length} entries that stand as late: ${plan.inTime.slice(0, 20).join(', ') || '-'}${plan.inTime.length > 20 ? ' …' : ''}`);
  print(`Late       0 entries: what has come in time stays in time`);
  if (plan.decided.length > 0) print(`Decided    ${plan.decided.length} of them people decided about; these stay as they are, and nobody is written to: ${plan.decided.join(', ')}`);
  print(`Letters    about ${plan.letters.length}, written anew when it is approved${plan.letters.length === 0 ? '' : ` (${[...counts].map(([kind, n]) => `${n} ${kind}`).join(', ')})`}${plan.unsaid.length === 0 ? '' : `; ${plan.unsaid.length} that have not left will not say late`}`);
  for (const kind of counts.keys()) {
    const sample = plan.letters.find((l) => l.kind === kind);
    if (sample) print(`\n--- ${visible(sample.to)}: ${visible(sample.subject)}\n${sample.text.trimEnd().split('\n').map(visible).join('\n')}`);
  }
  print(`\nHash       ${batch.hash}\nNothing changed yet. All letters as they stand: mailroom approvals show ${batch.code}. To let it take effect: mailroom contest deadline approve ${batch.hash.slice(0, 12)}\nStaff got a letter to reply to.`);
}

async function decide(hash: string, word: 'approve' | 'cancel', { by, reason }: { by: string; reason?: string }): Promise<void> {
  const services = await byHand();
  const { batch, carried } = await withDatabase(async (tx) => {
    await takeTurn(tx);
    const found = await oneBatch(tx, hash);
    if (word === 'approve') return { batch: found, carried: await carryOutDeadline(tx, services, found, by) };
    await decideBatch(tx, services, found, word, by, reason ?? null);
    return { batch: found, carried: null };
  });
  if (carried?.state === 'awaits-second') return print(`${batch.code} is approved by ${by}; it takes effect once another of staff approves it, too. The others got a letter.`);
  if (carried?.state === 'given-up' || carried?.state === 'renewed') {
    process.exitCode = 1;
    return print(`Nothing was changed: ${carried.why}. See \`mailroom contest deadline show\`.`);
  }
  print(carried === null ? `${batch.code} cancelled: the deadline stays.` : `${batch.about}. In force now, in every running copy; ${carried.letters} letters leave. For the public: mailroom contest deadline notice`);
}

async function oneBatch(tx: Tx, hash: string): Promise<ApprovalRow> {
  if (hash.trim().length < 6) throw wrongUse('give at least 6 characters of the hash; `mailroom contest deadline show` lists all');
  const [found, another] = await deadlineBatches(tx, hash.trim());
  if (!found) throw wrongUse(`no change of the deadline has a hash that begins with ${hash}; \`mailroom contest deadline show\` lists all`);
  if (another && another.state === 'open' && found.state === 'open') throw wrongUse(`several proposals have hashes that begin with ${hash}: give the code instead`);
  return found.state === 'open' || !another ? found : another.state === 'open' ? another : found;
}

/** In the words of the letter that went to the office, without the word to it. */
async function notice(hash: string | undefined, { out }: { out: string }): Promise<void> {
  const { writer } = await byHand();
  const { change, at } = await withDatabase(async (tx) => {
    const row = hash === undefined ? (await listDeadlines(tx)).find(({ change: { n } }) => n !== null)?.change : await deadlineOfApproval(tx, (await oneBatch(tx, hash)).id);
    return { change: row ?? null, at: tx.now };
  });
  if (change === null) throw wrongUse('the deadline was never changed: there is nothing to give notice of');
  const facts: LetterFacts<'deadline-notice'> = { before: change.before.toISOString(), closes: change.closes.toISOString(), extended: change.closes > change.before, reason: change.reason, decisionNo: change.decisionNo, toOffice: false };
  await writeFile(out, writer.write('deadline-notice', facts, at).text);
  print(`${out} written.`);
}
