import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { lettersByIdPrefix, moveLetter } from '../../src/store/letters.ts';
import { mayBePrinted } from '../approvals/bind.ts';
import { withDatabase } from './context.ts';
import { print } from './print.ts';

/** `mailroom letters print`: a letter on paper, for somebody whom no mail reaches. */
export function addPrint(letters: Command): void {
  letters.command('print <id>').description('write a letter to a file to be printed; one that waits for that counts as printed then').requiredOption('--out <file>', 'as .html, or .txt for its text')
    .option('--by <name>', 'who prints it', process.env['USER'] ?? 'staff')
    .action(async (id: string, { out, by }: { out: string; by: string }) => print(`Written to ${await printLetter(id, out, by)}.`));
}

/** Gives the file. A letter that leaves by mail stays as it is: this is a second copy of it. */
export async function printLetter(id: string, out: string, by: string): Promise<string> {
  const [letter, another] = await withDatabase((tx) => lettersByIdPrefix(tx, id));
  if (!letter || another) throw wrongUse(letter ? `several letters have ids that begin with ${id}: give more of it` : `no letter has an id that begins with ${id}`);
  if (letter.state === 'draft') throw wrongUse(`letter ${letter.id.slice(0, 8)} waits for release (${letter.reason ?? ''}): mailroom letters release ${letter.id.slice(0, 8)}`);
  if (!(await withDatabase((tx) => mayBePrinted(tx, letter.id)))) throw wrongUse(`letter ${letter.id.slice(0, 8)} was approved, but what it tells has changed since: it is held. If it should go to its reader all the same: mailroom letters release ${letter.id.slice(0, 8)}`);
  await writeFile(out, out.toLowerCase().endsWith('.txt') ? `${letter.subject}\n\n${letter.text}` : letter.html).catch((error: unknown) => { throw wrongUse(`${out}: ${String(error)}`); });
  // On disk first: what counts as printed can be printed.
  await withDatabase(async (tx) => {
    if (await moveLetter(tx, letter.id, ['to-print'], 'printed', { reason: `printed by ${by}` })) await recordDecision(tx, { actor: by, action: 'print-letter', subject: letter.id, detail: { kind: letter.kind }, texts: { to: letter.toAddress } });
  });
  return out;
}
