import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { instantOf } from '../../src/contest/deadline-change.ts';
import { openBlobs } from '../../src/edges/blobs.ts';
import { wrongUse } from '../../src/problem.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { announceAwards } from '../announce/awards.ts';
import { inviteToDefence } from '../announce/defence.ts';
import { announceReport } from '../announce/final-report.ts';
import { announceModels } from '../announce/models.ts';
import { reportFiles } from '../announce/report-files.ts';
import { announceRound } from '../announce/round.ts';
import type { ByHand } from '../by-hand/change.ts';
import { dossierOf } from '../results/dossier.ts';
import { contactsIfAny, readContacts } from './agencies-contacts.ts';
import { byHand } from './by-hand.ts';
import { environment, withDatabase } from './context.ts';
import { print } from './print.ts';

type Options = { by: string };

/** `mailroom results announce round|defence|awards|report|models`: letters that wait for approval, word for word, as every batch does. */
export function addAnnounce(results: Command): void {
  const announce = results.command('announce').description('tell the outcome; the letters wait for approval (`mailroom approvals`)');
  const by = (name: string, description: string): Command => announce.command(name).description(description).option('--by <name>', 'who asks for it', process.env['USER'] ?? 'staff');
  by('round <round>', 'whether each entry of a closed round goes on').action((round: string, options: Options) => run((tx, services) => announceRound(tx, services, round, options.by)));
  by('defence <round>', 'invitations with the hour, and what changed of it since').option('--answer-by <instant>', 'until when to answer, as 2024-11-20T17:00:00+07:00')
    .action((round: string, options: Options & { answerBy?: string }) => run((tx, services) => inviteToDefence(tx, services, round, instantIn(options.answerBy), options.by)));
  by('awards', 'the prizes: to entrants of the last round, agencies, judges and the press, together').action((options: Options) => run(async (tx, services) => announceAwards(tx, services, await readContacts(services.loaded), options.by)));
  by('report', 'the final report, to the groups of contest.yaml (distribution), once the results were told').option('--signed <file>', 'the report of `mailroom export` as people completed and signed it (.pdf or .docx); it goes with every letter')
    .action((options: Options & { signed?: string }) => run((tx, services) => report(tx, services, options)));
  by('models', 'entries that are followed up (`results follow-up`), to agencies that may use them').action((options: Options) => run(async (tx, services) => announceModels(tx, services, await readContacts(services.loaded), options.by)));
}

async function report(tx: Tx, services: ByHand, { signed, by }: Options & { signed?: string }): Promise<ApprovalRow> {
  const bytes = signed === undefined ? null : await readFile(signed).catch((cause: NodeJS.ErrnoException) => { throw wrongUse(`${signed}: cannot be read (${cause.code ?? cause.message})`); });
  const dossier = await dossierOf(tx, services.loaded);
  const files = await reportFiles(dossier, await openBlobs(environment().DATA_DIR), bytes === null || signed === undefined ? null : { path: signed, bytes });
  return announceReport(tx, services, dossier, files, await contactsIfAny(services.loaded), by);
}

async function run(work: (tx: Tx, services: ByHand) => Promise<ApprovalRow>): Promise<void> {
  const services = await byHand();
  const row = await withDatabase((tx) => work(tx, services));
  print(`${row.code}: ${row.letters.length} letters wait for approval. Staff got a letter to reply to; or: mailroom approvals show ${row.code}, then approve ${row.code}`);
}

function instantIn(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = instantOf(text);
  if (Number.isNaN(at.getTime())) throw wrongUse(`--answer-by: expected a moment with its offset, as 2024-11-20T17:00:00+07:00 (found "${text}")`);
  return at;
}
