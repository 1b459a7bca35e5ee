import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { LoadedContest } from '../../schemas/contest.ts';
import { registryDay } from '../../src/checks/units.ts';
import { agenciesNotOnRoster } from '../../src/contest/people.ts';
import { lastInstantOf, localDay } from '../../src/contest/working-days.ts';
import { availability, type Availability } from '../../src/judging/availability.ts';
import { everybody, JURY, readRoster } from '../../src/judging/roster.ts';
import { Problem, wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { addAbsence, endAbsences, importMembers, listMembers, membersByAddress, openAbsences, type AbsenceRow, type MemberRow } from '../../src/store/judging/members.ts';
import { matchAgency } from '../../src/vietnamese/agencies.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { colour, print, printJson, printTable, visible, when } from './print.ts';

/** `mailroom judges import|list|show|away|back`: organisers, jury and secretariat; whoever is of them may not enter, the jury judges. */
export function judgesCommand(): Command {
  const command = new Command('judges').description('organisers, jury and secretariat of the contest');
  const by = (name: string, description: string): Command => command.command(name).description(description).option('--by <name>', 'who does it', process.env['USER'] ?? 'staff');
  by('import <file>', 'take up a list in the form of people.csv, with role, areas and max_load; all of it or nothing').action(importList);
  command.command('list').description('everybody, and who is away').option('--body <key>', 'only this body').option('--json', 'JSON on stdout').action(list);
  command.command('show <address>').description('one member').option('--json', 'JSON on stdout').action(show);
  by('away <address>', 'gets no new work and no reminders meanwhile').requiredOption('--until <day>', 'the last day away, as 2024-08-25').option('--reason <text>', 'why', 'as staff say').action(away);
  by('back <address>', 'is back').action(back);
  return command;
}

async function importList(file: string, { by }: { by: string }): Promise<void> {
  const loaded = await contestOf(environment());
  const { people, faults } = readRoster(utf8(file, await readFile(file)), loaded.contest);
  if (faults.length > 0) throw new Problem('contest-wrong', { forUser: `nothing was imported:\n${faults.map((f) => `${file}:${f.line}: ${f.at === '' ? '' : `${f.at}: `}${f.told}`).join('\n')}` });
  const { done, missing, members } = await withDatabase(async (tx) => {
    const imported = await importMembers(tx, people);
    const named = (rows: MemberRow[]): string[] => rows.map((m) => m.id);
    if (imported.added.length + imported.changed.length > 0) await recordDecision(tx, { actor: by, action: 'import-members', subject: loaded.contest.id, detail: { added: named(imported.added), changed: named(imported.changed) } });
    return { done: imported, missing: await notDrawnFrom(tx, loaded), members: await listMembers(tx) };
  });
  print(`${people.length} members read: ${done.added.length} new, ${done.changed.length} changed, ${done.same} as before. Who is not named stays; a last day (column "to") ends a membership.`);
  warn(missing, loaded);
  warnOfUnseen(members, loaded);
}

/** Agencies that the plan names and of which nobody sits in any body today (item 44). */
async function notDrawnFrom(tx: Tx, loaded: LoadedContest): Promise<LoadedContest['contest']['juryAgencies']> {
  return agenciesNotOnRoster({ ...loaded, people: everybody(loaded.people, await listMembers(tx)) }, localDay(tx.now, loaded.contest.zone));
}

/** Judges against whom no conflict by agency can be found, since the registry does not know where they work. */
function warnOfUnseen(members: MemberRow[], { agencies, contest }: LoadedContest): void {
  const on = registryDay(contest);
  const unseen = members.filter((m) => m.body === JURY && (m.agency === null || matchAgency(m.agency, agencies, { on }).state !== 'one'));
  if (agencies.length === 0 || unseen.length === 0) return;
  print(colour(`Warning: no conflict by agency is seen for ${unseen.map((m) => `${visible(m.name)} (${m.agency === null ? 'no agency' : visible(m.agency)})`).join(', ')}: name an agency of agencies.csv, or add it there.`, 'yellow'));
}

function warn(missing: LoadedContest['contest']['juryAgencies'], { contest: { locale } }: LoadedContest): void {
  const names = (required: boolean): string => missing.filter((a) => a.required === required).map((a) => a.name[locale]).join(', ');
  if (names(true) !== '') print(colour(`Warning: the plan asks for somebody of ${names(true)}; nobody on the list comes from there.`, 'yellow'));
  if (names(false) !== '') print(`The plan also names ${names(false)}; nobody on the list comes from there.`);
}

async function list({ body, json }: { body?: string; json?: boolean }): Promise<void> {
  const loaded = await contestOf(environment());
  const { contest } = loaded;
  if (body !== undefined && !contest.excludedBodies.some((b) => b.key === body)) throw wrongUse(`--body: expected one of ${contest.excludedBodies.map((b) => b.key).join(', ')}`);
  const { rows, missing, inFileOnly } = await withDatabase(async (tx) => {
    const members = await listMembers(tx);
    const absences = await openAbsences(tx);
    const shown = members.filter((m) => body === undefined || m.body === body).map((m) => ({ ...m, stands: standing(m, absences, tx.now, contest.zone), absences: absences.filter((a) => a.memberId === m.id) }));
    return { rows: shown, missing: await notDrawnFrom(tx, loaded), inFileOnly: everybody(loaded.people, members).length - members.length };
  });
  if (json) return printJson({ members: rows, missingAgencies: missing });
  printTable(['body', 'name', 'agency', 'address', 'areas', 'at most', 'stands'], rows.map((m) => [
    m.body, m.name, m.agency, m.emails[0] ?? null, m.areas.length === 0 ? 'all' : m.areas.join(' '), m.maxLoad === null ? '-' : String(m.maxLoad), spoken(m.stands, contest.zone)]));
  if (inFileOnly > 0) print(`\n${inFileOnly} more stand in people.csv alone: they may not enter, but nothing is assigned to them. \`mailroom judges import\` takes them up.`);
  warn(missing, loaded);
  warnOfUnseen(rows, loaded);
}

function standing(member: MemberRow, absences: AbsenceRow[], now: Date, zone: string): Availability {
  return availability(member, absences.filter((a) => a.memberId === member.id), now, null, zone);
}

function spoken(stands: Availability, zone: string): string {
  if (stands.state === 'free') return 'in office';
  if (stands.state === 'away') return `away until ${stands.absence.to === null ? 'they say otherwise' : when(stands.absence.to, zone)}: ${stands.absence.said}`;
  return stands.state === 'over' ? `until ${stands.since}` : `from ${stands.from} on`;
}

async function show(address: string, { json }: { json?: boolean }): Promise<void> {
  const { contest } = await contestOf(environment());
  const { member, absences, now } = await withDatabase(async (tx) => {
    const found = (await listMembers(tx)).find((m) => m.emails.includes(address.trim().toLowerCase()));
    if (!found) throw wrongUse(`nobody on the list has the address ${address}`);
    return { member: found, absences: await openAbsences(tx, found.id), now: tx.now };
  });
  if (json) return printJson({ ...member, absences });
  print(`${visible(member.name)}${member.role === null ? '' : `, ${visible(member.role)}`}, ${contest.excludedBodies.find((b) => b.key === member.body)?.name[contest.locale] ?? member.body}`);
  printTable(['', ''], [
    ['agency', member.agency], ['addresses', member.emails.join(', ')], ['phones', member.phones.join(', ')], ['decision', member.decision], ['from', member.from], ['to', member.to],
    ['areas', member.areas.length === 0 ? 'all' : member.areas.map((n) => contest.areas[n - 1]?.name[contest.locale] ?? String(n)).join('; ')],
    ['entries at most', member.maxLoad === null ? 'no limit' : String(member.maxLoad)], ['stands', spoken(standing(member, absences, now, contest.zone), contest.zone)],
  ]);
}

async function away(address: string, { until, reason, by }: { until: string; reason: string; by: string }): Promise<void> {
  const { contest } = await contestOf(environment());
  const to = lastInstantOf(until, contest.zone);
  const name = await withDatabase(async (tx) => {
    const judge = await oneJudge(tx, address);
    if (to <= tx.now) throw wrongUse(`${until} is over`);
    await addAbsence(tx, { memberId: judge.id, from: tx.now, to, why: 'staff', said: reason });
    await recordDecision(tx, { actor: by, action: 'judge-away', subject: judge.id, detail: { until }, texts: { reason } });
    return judge.name;
  });
  print(`${visible(name)} is away to the end of ${until}.`);
}

async function back(address: string, { by }: { by: string }): Promise<void> {
  const { name, ended } = await withDatabase(async (tx) => {
    const judge = await oneJudge(tx, address);
    const over = await endAbsences(tx, judge.id);
    if (over > 0) await recordDecision(tx, { actor: by, action: 'judge-back', subject: judge.id, detail: {} });
    return { name: judge.name, ended: over };
  });
  print(ended === 0 ? `${visible(name)} was not away.` : `${visible(name)} is back.`);
}

async function oneJudge(tx: Tx, address: string): Promise<MemberRow> {
  const [judge] = await membersByAddress(tx, JURY, address.trim().toLowerCase());
  if (!judge) throw wrongUse(`no judge has the address ${address}; \`mailroom judges list\` shows all`);
  return judge;
}

function utf8(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('contest-wrong', { forUser: `${path}:1: expected UTF-8 text; save the file as UTF-8`, cause });
  }
}
