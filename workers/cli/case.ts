import type { Command } from 'commander';
import { caseFile } from '../../src/desk/case-file.ts';
import { wrongUse } from '../../src/problem.ts';
import { caseInput } from '../../src/store/case-files.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import { required } from '../environment.ts';
import { postLetter } from '../outbox.ts';
import { contestInForce, environment, withDatabase, writerOf } from './context.ts';
import { print, printJson, visible } from './print.ts';

/** `mailroom entries case CODE`: the entry on one page, for the terminal, as JSON, or as a letter to staff. */
export function addCase(entries: Command): void {
  entries.command('case <code>').description('the case file: what was received, understood, found, asked and decided').option('--json', 'JSON on stdout')
    .option('--send', 'as a letter to the addresses of staff').action(show);
}

async function show(code: string, { json, send }: { json?: boolean; send?: boolean }): Promise<void> {
  const loaded = await contestInForce();
  const { contest } = loaded;
  const writer = await writerOf(loaded);
  const { addresses } = contest.staff;
  if (send && addresses.length === 0) throw wrongUse('--send: contest.yaml names no staff.addresses');
  const { facts, at } = await withDatabase(async (tx) => {
    const [entry] = await entriesByCode(tx, [code.trim().toUpperCase()]);
    if (!entry) throw wrongUse(`no entry has the code ${code}; \`mailroom entries list\` shows all`);
    const made = caseFile(await caseInput(tx, entry), contest);
    const to = send ? [...new Set(addresses.map((a) => a.toLowerCase()))] : [];
    const services = { loaded, writer, secretKeys: send ? required(environment(), ['SECRET_KEY']).SECRET_KEY : [], dryRun: false };
    for (const address of to) await postLetter(tx, services, { kind: 'case-file', key: `case-file:${entry.id}:${tx.now.toISOString()}:${address}`, to: address, entryId: entry.id, facts: made });
    return { facts: made, at: tx.now };
  });
  if (json) return printJson(facts);
  // The letter's own text: people who compare the two see the same.
  if (!send) return print(writer.write('case-file', facts, at).text.split('\n').map(visible).join('\n').trimEnd());
  print(`The case file of ${facts.code} is written to ${addresses.join(', ')}. A running service sends it.`);
}
