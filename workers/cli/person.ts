import { Command } from 'commander';
import { openErasureList } from '../../src/edges/erasure-list.ts';
import { openPaperRecords } from '../../src/edges/paper-records.ts';
import { openBlobs } from '../../src/edges/blobs.ts';
import { wrongUse } from '../../src/problem.ts';
import { erasedPlaces, listErasures } from '../../src/store/personal/mailboxes.ts';
import { erasePerson } from '../personal/erase.ts';
import { forgetExpired } from '../personal/forget.ts';
import { planErasure, type ErasurePlan } from '../personal/plan.ts';
import { removeDoomed } from '../personal/remove-bytes.ts';
import { askedFor, who } from './asked-person.ts';
import { byHand } from './by-hand.ts';
import { contestOf, environment, withConnection, withDatabase } from './context.ts';
import { addPersonExport } from './person-export.ts';
import { addPersonRequests } from './person-request.ts';
import { print, printJson, printTable, when } from './print.ts';

/** `mailroom person export|erase|erasures`: what is held of one person, and its deletion. */
export function personCommand(): Command {
  const command = new Command('person').description('personal data of one person: a copy of them, and their deletion');
  addPersonExport(command);
  addPersonRequests(command);
  who(command.command('erase <who...>').description('by address or "name": shows what would be erased, and erases it with --confirm and the hash of what was shown'))
    .requiredOption('--reason <text>', 'why; it stays on record, so say it without the name').option('--by <name>', 'who decides', process.env['USER'] ?? 'staff')
    .option('--confirm <hash>', 'of the preview').option('--json', 'JSON on stdout').action(erase);
  command.command('forget').description('what the next run of retention would forget, class by class; nothing is done').option('--json', 'JSON on stdout').action(forget);
  command.command('erasures [n]').description('what was erased and when; with its number, where the mails lie in the mailbox').option('--json', 'JSON on stdout').action(erasures);
  return command;
}

type Options = { reason: string; by: string; entry: string[]; confirm?: string; json?: boolean };

async function erase(words: string[], { reason, by, entry, confirm, json }: Options): Promise<void> {
  const services = await byHand();
  const asked = askedFor(words, entry);
  if (reason.trim() === '') throw wrongUse('--reason: say why; it goes on record');
  if (confirm === undefined) {
    const plan = await withDatabase((tx) => planErasure(tx, services, asked));
    if (json) return printJson(inShort(plan));
    show(plan, services.loaded.contest.zone);
    if (isEmpty(plan) || plan.obstacles.length > 0) process.exitCode = 1;
    return;
  }
  const { DATA_DIR } = environment();
  const { erasure, files } = await withConnection(async (db) => {
    const done = await db.transaction((tx) => erasePerson(tx, services, asked, { by, reason: reason.trim().slice(0, 500), hash: confirm }));
    const { id, n, at, keys } = done.erasure;
    await openErasureList(DATA_DIR, services.loaded.contest.id).note({ id, n, at: at.toISOString(), keys, codes: done.plan.person.entries.filter((e) => e.whole).map((e) => e.code) });
    return { ...done, files: await removeDoomed({ db, blobs: await openBlobs(DATA_DIR), paperRecords: openPaperRecords(DATA_DIR, services.loaded.contest.id) }) };
  });
  if (json) return printJson({ n: erasure.n, counts: erasure.counts, files });
  const { counts } = erasure;
  print(`Erased under number ${erasure.n}: ${counts.messages} messages, ${counts.documents} documents, ${counts.letters} letters, ${counts.entries} entries; taken out of ${counts.shared} entries of others and ${counts.redacted} rows. ${files} files are gone.`);
  print('Staff get a letter that says what to delete in the mailbox. PostgreSQL keeps dead rows until they are vacuumed: VACUUM FULL on a quiet evening, and old backups by their dates.');
}

function isEmpty({ person, held }: ErasurePlan): boolean {
  return person.entries.length + held.messages.length + held.partly.length + held.letters.length === 0;
}

function inShort(plan: ErasurePlan): object {
  const { person, held, documents, swept, stays, doubts, obstacles, hash } = plan;
  return {
    addresses: person.addresses, names: person.names, entries: person.entries.map(({ code, roles, whole }) => ({ code, roles, whole })),
    messages: held.messages.map((m) => m.id), partly: held.partly.map((m) => m.id), ofOthers: held.ofOthers.map((m) => m.id), letters: held.letters.map((l) => l.id), documents, redacted: swept, stays, doubts, obstacles, hash,
  };
}

function show(plan: ErasurePlan, zone: string): void {
  const { person, held, documents, swept, stays, doubts, obstacles, hash } = plan;
  print(`Addresses ${person.addresses.join(', ') || '-'}; names ${person.names.join(', ') || '-'}`);
  if (isEmpty(plan)) return print('Nothing is held of them.');
  if (person.entries.length > 0) printTable(['entry', 'as', 'would be'], person.entries.map((e) => [e.code, e.roles.join(', '), e.whole ? 'erased as a whole' : 'left to the others, without the person']));
  if (held.messages.length > 0) printTable(['message', 'received', 'kind', 'would be'], [...held.messages.map((m) => [m.id.slice(0, 8), when(m.internalDate, zone), m.kind, 'erased']), ...held.partly.map((m) => [m.id.slice(0, 8), when(m.internalDate, zone), m.kind, 'its raw bytes erased, words taken out'])]);
  print(`${documents} documents and ${held.letters.length} letters would be erased. Words would be taken out of ${swept.rows} further rows: ${Object.entries(swept.places).map(([place, n]) => `${place} ${n}`).join(', ') || 'none'}.`);
  for (const { what, code, count, who = [] } of stays) print(`Stays: ${count} ${stayWords[what]}${code === null ? '' : ` (${code})`}${who.length === 0 ? '' : `: ${who.join(', ')}`}`);
  for (const doubt of doubts) print(`In doubt, and left alone: ${doubt}`);
  for (const obstacle of obstacles) print(`In the way: ${obstacle}`);
  if (obstacles.length === 0) print(`Nothing was erased. To erase exactly this: --confirm ${hash}`);
}

const stayWords = { files: 'files of an entry that others are in', mail: 'mails of other people', 'same-bytes': 'files that somebody else sent, too, byte for byte', list: 'lines in lists of the organisers, on other grounds', judges: 'judges who got the entry by mail: nobody can call that back; ask them to delete it' };

async function forget({ json }: { json?: boolean }): Promise<void> {
  const services = await byHand();
  const found = await withDatabase((tx) => forgetExpired(tx, services, false));
  if (json) return printJson(found);
  if (found.held !== null) return print(`Nothing is forgotten: ${found.held}`);
  printTable(['class', 'would go at the next run'], found.classes.map((c) => [c.what, String(c.rows)]));
}

async function erasures(n: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const found = await withDatabase(async (tx) => {
    const rows = await listErasures(tx);
    const [one] = n === undefined ? [] : rows.filter((r) => r.n === Number(n));
    if (n !== undefined && !one) throw wrongUse(`nothing was erased under number ${n}`);
    return { rows: one ? [one] : rows, places: one ? await erasedPlaces(tx, one.id) : [] };
  });
  if (json) return printJson({ erasures: found.rows, places: found.places.map((p) => ({ ...p, uidvalidity: String(p.uidvalidity) })) });
  printTable(['n', 'when', 'why', 'messages', 'letters', 'entries', 'by', 'reason'], found.rows.map((r) => [String(r.n), when(r.at, zone), r.why, String(r.counts.messages), String(r.counts.letters), String(r.counts.entries), r.actor, r.reason]));
  if (found.places.length > 0) printTable(['UID', 'UIDVALIDITY', 'received'], found.places.map((p) => [String(p.uid), String(p.uidvalidity), when(p.internalDate, zone)]));
}
