import type { Command } from 'commander';
import { agencyKinds, type AgencyKind } from '../../schemas/agency.ts';
import { coverageByGroup, denominator } from '../../src/desk/coverage.ts';
import { isPaused, reachable, type Nudges } from '../../src/desk/nudges.ts';
import { wrongUse } from '../../src/problem.ts';
import { contactStates, lastNudges, resumeContact } from '../../src/store/agency-contacts.ts';
import { allCoverage } from '../../src/store/coverage.ts';
import { writeNudges } from '../agencies/nudge.ts';
import { propose } from '../approvals/propose.ts';
import { required } from '../environment.ts';
import { CONTACTS_FILE, readContacts } from './agencies-contacts.ts';
import { contestInForce, contestOf, environment, withDatabase, writerOf } from './context.ts';
import { print, printJson, printTable, when } from './print.ts';

/** `mailroom agencies coverage|contacts|nudge`: who takes part, whom to write to, and letters to those from whom nothing came. */
export function addCoverage(agencies: Command): void {
  agencies.command('coverage').description('which agencies take part').option('--json', 'JSON on stdout').option('--silent', 'only those without an entry').action(coverage);
  agencies.command('contacts').description(`whom to write to (${CONTACTS_FILE} of the contest), and who is away`).option('--json', 'JSON on stdout')
    .option('--resume <address>', 'write to this address again').action(contacts);
  agencies.command('nudge').description('write to agencies without an entry; the letters wait for approval').option('--kind <kind>', `only these: ${agencyKinds.join(', ')}`)
    .option('--by <name>', 'who asks for it', process.env['USER'] ?? 'staff').action(nudge);
}

async function coverage({ json, silent }: { json?: boolean; silent?: boolean }): Promise<void> {
  const loaded = await contestOf(environment());
  const all = await withDatabase((tx) => allCoverage(tx, loaded));
  const counted = denominator(all.units, loaded.contest);
  const known = counted.filter((u) => u.entries > 0).length;
  if (json) return printJson({ known, of: counted.length, ...all });
  const ids = new Set(counted.map((u) => u.id));
  printTable(['agency', 'name', 'kind', 'counts', 'entries'], all.units.filter((u) => !silent || u.entries === 0).map((u) => [u.id, u.name, u.kind, ids.has(u.id) ? 'yes' : 'no', String(u.entries)]));
  print(`\n${known} of ${counted.length} that count take part. ${coverageByGroup(all.units).map((g) => `${g.group}: ${g.known} of ${g.of}`).join('; ')}.`);
  print(`${all.outside} entries name no agency of the list; ${all.unclear} name what may be several.`);
}

async function contacts({ json, resume }: { json?: boolean; resume?: string }): Promise<void> {
  const loaded = await contestOf(environment());
  if (resume !== undefined) {
    if (!await withDatabase((tx) => resumeContact(tx, resume.trim().toLowerCase()))) throw wrongUse(`${resume} is not paused`);
    return print(`${resume} is written to again.`);
  }
  const list = await readContacts(loaded);
  const { states, nudges, now } = await withDatabase(async (tx) => ({ states: await contactStates(tx), nudges: await lastNudges(tx), now: tx.now }));
  const { zone } = loaded.contest;
  const rows = list.map((contact) => ({
    ...contact, writtenTo: reachable(contact, states, now), lastLetter: nudges.get(contact.agencyId) ?? null,
    states: states.filter((s) => s.agencyId === contact.agencyId && contact.addresses.includes(s.address)),
  }));
  if (json) return printJson(rows);
  printTable(['agency', 'contact', 'written to', 'last letter', 'paused'], rows.map((row) => [
    row.agencyId, row.name, row.writtenTo, when(row.lastLetter, zone),
    row.states.filter((s) => isPaused(s, now)).map((s) => `${s.address} ${s.pausedUntil === null ? '(bounced)' : `until ${when(s.pausedUntil, zone)}`}: ${s.said}`).join('; '),
  ]));
}

async function nudge({ kind, by }: { kind?: string; by: string }): Promise<void> {
  if (kind !== undefined && !isKind(kind)) throw wrongUse(`--kind: expected one of ${agencyKinds.join(', ')}`);
  const env = environment();
  const loaded = await contestInForce();
  const list = await readContacts(loaded);
  const services = { loaded, writer: await writerOf(loaded), secretKeys: required(env, ['SECRET_KEY']).SECRET_KEY, dryRun: false };
  const { plan, batch } = await withDatabase(async (tx) => {
    const made = await writeNudges(tx, services, list, kind);
    const about = loaded.contest.locale === 'vi' ? `nhắc ${made.letters.length} cơ quan chưa có bài dự thi` : `letters to ${made.letters.length} agencies without an entry`;
    return { plan: made, batch: made.letters.length === 0 ? null : await propose(tx, services, { what: 'nudges', about, letters: made.letters, askedBy: by }) };
  });
  print(batch === null ? 'No letter to write.' : `${plan.letters.length} letters wait for approval as ${batch.code}; nothing leaves before.`);
  printNotWrittenTo(plan, 'written to this week');
}

/** @param before why those are left out that have their letter */
export function printNotWrittenTo({ without, paused, before: had }: Nudges, before: string): void {
  for (const [said, units] of [['no contact is known', without], ['no contact can be reached now', paused], [before, had]] as const) {
    if (units.length > 0) print(`Not written to, since ${said}: ${units.map((u) => u.name).join('; ')}`);
  }
}

function isKind(text: string): text is AgencyKind {
  return agencyKinds.some((kind) => kind === text);
}
