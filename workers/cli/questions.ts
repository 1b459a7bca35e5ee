import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { questionStates } from '../../schemas/questions.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { reasonOf, wrongUse } from '../../src/problem.ts';
import { closeQuestion, listQuestions, postsOf, questionNumbered, questionsForThemes, setOwner, type QuestionRow } from '../../src/store/questions.ts';
import { themesOf } from '../../src/desk/themes.ts';
import { answerQuestion } from '../questions/answer.ts';
import { byHand } from './by-hand.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { print, printJson, printTable, visible, when } from './print.ts';

/** `mailroom questions list|show|themes|answer|assign|close`: what people ask, who sees to it, and what was answered. */
export function questionsCommand(): Command {
  const command = new Command('questions').description('questions to the organisers, each a thread');
  const by = (name: string, description: string): Command => command.command(name).description(description).option('--by <name>', 'who does it', process.env['USER'] ?? 'staff');
  command.command('list').description('those that wait longest first').option('--state <state>', questionStates.join(', ')).option('--owner <address>').option('--limit <n>', 'at most this many', '200').option('--json', 'JSON on stdout').action(list);
  command.command('show <n>').description('one thread, as it was asked and answered').option('--json', 'JSON on stdout').action(show);
  command.command('themes').description('what people ask about, by the topics of contest.yaml').option('--json', 'JSON on stdout').action(themes);
  by('answer <n>', 'answer in the thread; leaves as a letter of the organisers').option('--text <words>', 'the answer').option('--file <path>', 'the answer, from a file of plain text').action(answer);
  by('assign <n> <owner>', 'who sees to it: an address of staff, or "nobody"; further mails of the thread go to that address alone').action(assign);
  by('close <n>', 'without an answer').requiredOption('--reason <text>', 'why; it goes on record').action(close);
  return command;
}

async function list(options: { state?: string; owner?: string; limit: string; json?: boolean }): Promise<void> {
  if (options.state !== undefined && !(questionStates as readonly string[]).includes(options.state)) throw wrongUse(`--state ${options.state}: expected ${questionStates.join(', ')}`);
  const { zone } = (await contestOf(environment())).contest;
  const rows = await withDatabase((tx) => listQuestions(tx, { limit: Number(options.limit), ...(options.state ? { state: options.state } : {}), ...(options.owner ? { owner: options.owner.toLowerCase() } : {}) }));
  if (options.json) return printJson(rows);
  printTable(['n', 'state', 'asked', 'from', 'entry', 'owner', 'answered', 'subject'],
    rows.map((q) => [String(q.n), q.state, when(q.askedAt, zone), q.asker, q.code, q.owner, q.answeredAt === null ? null : `${when(q.answeredAt, zone)} ${q.answeredBy ?? ''} (${q.answeredHow ?? ''})`, q.subject]));
}

async function show(n: string, options: { json?: boolean }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const { row, posts } = await withDatabase(async (tx) => {
    const found = await named(tx, n);
    return { row: found, posts: await postsOf(tx, found.id) };
  });
  if (options.json) return printJson({ ...row, posts });
  print(`Question ${row.n}  ${row.state}  from ${row.asker}  owner: ${row.owner ?? 'nobody'}${row.closedReason ? `  closed: ${visible(row.closedReason)}` : ''}`);
  for (const post of posts) print(`\n${when(post.at, zone)}  ${post.answer ? 'answered by' : 'asked by'} ${post.by}${post.subject === null ? '' : `: ${visible(post.subject)}`}\n${post.text.split('\n').map((line) => `  ${visible(line)}`).join('\n')}`);
}

async function themes({ json }: { json?: boolean }): Promise<void> {
  const { contest } = await contestOf(environment());
  const found = themesOf(await withDatabase(questionsForThemes), contest);
  if (json) return printJson(found);
  printTable(['theme', 'questions', 'open'], found.map((t) => [t.label, String(t.count), String(t.open)]));
  print('A question counts under each theme of which a word stands in it.');
}

async function named(tx: Tx, n: string): Promise<QuestionRow> {
  const row = /^\d{1,9}$/.test(n) ? await questionNumbered(tx, Number(n)) : null;
  if (row === null) throw wrongUse(`no question has the number ${n}; \`mailroom questions list\` shows all`);
  return row;
}

async function answer(n: string, { text, file, by }: { text?: string; file?: string; by: string }): Promise<void> {
  if ((text === undefined) === (file === undefined)) throw wrongUse('give the answer by --text or by --file');
  const words = text ?? await readFile(file ?? '', 'utf8').catch((error: unknown) => { throw wrongUse(`--file: ${reasonOf(error)}`); });
  const services = await byHand();
  const asker = await withDatabase(async (tx) => {
    const row = await named(tx, n);
    await answerQuestion(tx, services, row, { text: words, by, how: 'command' });
    return row.asker;
  });
  print(`Answered. A running service sends the letter to ${asker}.`);
}

async function assign(n: string, owner: string, { by }: { by: string }): Promise<void> {
  const { staff } = (await contestOf(environment())).contest;
  const address = owner === 'nobody' ? null : owner.toLowerCase();
  if (address !== null && !staff.addresses.some((a) => a.toLowerCase() === address)) throw wrongUse(`${owner} is no address of staff; contest.yaml names ${staff.addresses.join(', ') || 'none'}`);
  await withDatabase(async (tx) => {
    const row = await named(tx, n);
    await setOwner(tx, row.id, address);
    await recordDecision(tx, { actor: by, action: 'assign-question', subject: row.id, detail: { question: row.n }, texts: { owner: address } });
  });
  print(address === null ? `Question ${n} belongs to nobody.` : `Question ${n} belongs to ${address}.`);
}

async function close(n: string, { reason, by }: { reason: string; by: string }): Promise<void> {
  if (reason.trim() === '') throw wrongUse('--reason: say why; it goes on record');
  await withDatabase(async (tx) => {
    const row = await named(tx, n);
    await closeQuestion(tx, row.id, { by, reason: reason.trim().slice(0, 1_000) });
    await recordDecision(tx, { actor: by, action: 'close-question', subject: row.id, detail: { question: row.n }, texts: { reason: reason.trim() } });
  });
  print(`Question ${n} is closed. Nobody was written to.`);
}
