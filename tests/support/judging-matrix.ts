/**
 * One cell of the fault matrix of judging: a fault at one step behind it, on real processes and servers. However the service meets it,
 * every judge is invited, reminded, sent the entries and answered once, every sheet is noted once, and the oracle is content.
 */
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { newContestYaml } from '../../src/contest/new.ts';
import { openBlobs } from '../../src/edges/blobs.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { readTemplates } from '../../src/edges/templates.ts';
import type { Fault, judgingPoints } from '../../src/failpoint.ts';
import { createLetterWriter } from '../../src/letters/render.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { entriesOnDesk } from '../../src/store/decisions.ts';
import { recordRules, takeTurn } from '../../src/store/entries.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { importMembers } from '../../src/store/judging/members.ts';
import { addFollowUp } from '../../src/store/results/awards.ts';
import { readStatus } from '../../src/store/status.ts';
import { startMailServers, type MailServers } from '../../workers/demo/mail-servers.ts';
import { writeMail } from '../../workers/demo/mails.ts';
import { decideEntry } from '../../workers/desk/apply.ts';
import { approveAssignment, proposeAssignment } from '../../workers/judging/assign.ts';
import { verify } from '../../workers/verify.ts';
import { freshDatabase, type CopiedDatabase } from './database.ts';
import { judge } from './jury.ts';
import { runService, type Running } from './process.ts';
import { TEST_KEY } from './service.ts';
import { startSmtpSink, type SmtpSink } from './smtp-sink.ts';
import { bring } from './stage.ts';
import { until } from './until.ts';

const MAILBOX = 'contest@example.org';
const DAY = 86_400_000;
const PATIENCE = 180_000;
const clock = (): Date => new Date();

/** A contest up to its approved assignment: two judges of two entries, an entry that is followed up, and a reminder that is due. */
export type Prepared = { database: CopiedDatabase; dir: string; drop: () => Promise<void> };

export async function prepareJudging(): Promise<Prepared> {
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-judging-matrix-'));
  const database = await freshDatabase();
  await mkdir(join(dir, 'contest'));
  const yaml = newContestYaml({ now: clock(), zone: 'UTC', mailbox: MAILBOX }).replace('ownCopy: false', 'ownCopy: true').replace('gatherMinutes: 10', 'gatherMinutes: 0').replace(/^# (staff:|excludedBodies:|  addresses:|  - \{ key: jury)/gm, '$1');
  await writeFile(join(dir, 'contest', 'contest.yaml'), yaml);
  const world = await openWorld({ database, dir });
  const service = runService(world.variables);
  for (const n of [1, 2]) await bring(world.servers, await entry(n), `author${n}@people.test`, MAILBOX);
  await until(`two receipts; it said ${service.log().slice(-1_000)}`, async () => await world.idle() && world.letters('receipt').length === 2, PATIENCE);
  await service.end();
  await writeFile(join(dir, 'contest', 'contest.yaml'), `${yaml}${rounds()}`);
  await assign(world.db, dir);
  await world.close();
  return { database, dir, drop: async () => { await database.drop(); await rm(dir, { recursive: true, force: true }); } };
}

/** The step of two days before was due this morning. */
function rounds(): string {
  const due = new Date(clock().getTime() + 2 * DAY).toISOString();
  return `\nreminders: { at: "00:00" }\nrounds:\n  - key: preliminary\n    name: { en: Preliminary round }\n    judging: { judges: 2, due: "${due}", remind: { daysBefore: [2], daysAfter: [1] }, rubric: [{ key: new, name: { en: Novelty }, points: 30 }, { key: use, name: { en: Use }, points: 70 }] }\n`;
}

function entry(n: number): Promise<Buffer> {
  return write({
    from: `author${n}@people.test`, subject: `My entry: bench number ${n}`,
    text: `Title: A bench for waiting room ${n}\nAuthor: Jane Example${n === 1 ? '' : ' Two'}\nTelephone: 090000010${n}\nArea: Open ideas\n\nI declare that it was never published.`,
    attachments: [{ filename: 'entry.txt', content: `A bench for waiting room ${n}.`, contentType: 'text/plain' }],
  });
}

type Sketch = Omit<Parameters<typeof writeMail>[0], 'messageId'>;

function write(sketch: Sketch): Promise<Buffer> {
  return writeMail({ ...sketch, messageId: `${randomUUID()}@people.test` }, MAILBOX, clock());
}

async function assign(db: Database, dir: string): Promise<void> {
  const loaded = await readContestFolder(join(dir, 'contest'));
  const services = { loaded, writer: createLetterWriter(await readTemplates('templates', dir, loaded.contest.locale), loaded.contest), secretKeys: [TEST_KEY], dryRun: false };
  await db.transaction(async (tx) => {
    await recordRules(tx, loaded);
    await takeTurn(tx);
    const entries = await entriesOnDesk(tx);
    for (const one of entries) await decideEntry(tx, services, one, { word: 'eligible', reason: null, by: 'lan' });
    await importMembers(tx, [judge(1), judge(2)]);
    const row = await addFollowUp(tx, { entryId: entries[0]?.entryId ?? '', note: 'in use elsewhere?', months: [3], actor: 'lan' });
    enqueue(tx, 'follow-up', { followUpId: row.id, months: '3' }, { key: `follow-up:${row.id}:3` });
  });
  const row = await proposeAssignment(db, services, { round: null, seed: 's', perEntry: 2, by: 'lan' });
  await db.transaction((tx) => approveAssignment(tx, services, row.n, row.hash, 'lan'));
}

type World = { variables: Record<string, string>; servers: MailServers; sink: SmtpSink; db: Database; idle: () => Promise<boolean>; letters: (kind: string) => SmtpSink['letters']; close: () => Promise<void> };

async function openWorld({ database, dir }: { database: CopiedDatabase; dir: string }): Promise<World> {
  const servers = await startMailServers({ address: MAILBOX, zone: 'UTC', clock });
  const sink = await startSmtpSink(async ({ to, raw }) => { if (to.includes(MAILBOX)) await bring(servers, raw, MAILBOX, MAILBOX); });
  const db = openDatabase(database.url, clock, { poolSize: 2 });
  return {
    servers, sink, db,
    variables: { DATABASE_URL: database.url, IMAP_URL: servers.imapUrl, SMTP_URL: sink.url, SECRET_KEY: TEST_KEY, DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'), FAST_RECOVERY: '1' },
    // The watcher's own connection may break, too.
    idle: async () => (await db.transaction((tx) => readStatus(tx)).catch(() => null))?.idle === true,
    letters: (kind) => sink.letters.filter((l) => (l.reading.messageId ?? '').replace('<', '').startsWith(`${kind}.`)),
    close: async () => {
      await db.close();
      await sink.stop();
      await servers.stop();
    },
  };
}

export async function judgingSurvives(prepared: Prepared, point: (typeof judgingPoints)[number], fault: Fault): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-judging-cell-'));
  await cp(prepared.dir, dir, { recursive: true });
  const database = await prepared.database.copy();
  const world = await openWorld({ database, dir });
  const struck = runService({ ...world.variables, FAILPOINT: `${point}:1:${fault}` });
  const running = [struck];
  if (fault === 'kill') void struck.exited.then((signal) => { if (signal === 'SIGKILL') running.push(runService(world.variables)); });
  try {
    await play(world, running);
    if (fault === 'kill') expect(await struck.exited).toBe('SIGKILL');
    else expect(struck.log()).toContain(`"fault":"${fault}"`);
    expect(await running.at(-1)?.end()).toBe(0);
    expect(told(world)).toEqual(ONCE);
    expect(await database.query('select count(*)::int as n from score_sheet')).toEqual([{ n: 4 }]);
    const loaded = await readContestFolder(join(dir, 'contest'));
    expect((await verify({ db: world.db, blobs: await openBlobs(join(dir, 'data')), loaded }, true)).invariants.flatMap((i) => i.violations)).toEqual([]);
  } finally {
    for (const one of running) await one.end('SIGKILL');
    await world.close();
    await database.drop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** One judge accepts, gets the entries and scores; the other scores at once. */
async function play(world: World, running: Running[]): Promise<void> {
  const said = (): string => running.map((r) => r.log().slice(-1_500)).join('\n---\n');
  const wait = (what: string, n: () => boolean): Promise<boolean> => until(`${what}; letters ${told(world).join(', ')}; it said ${said()}`, async () => n() && await world.idle(), PATIENCE);
  const reply = async (kind: string, n: number, text: string): Promise<void> => {
    const letter = world.letters(kind).find((l) => l.to.includes(`gk${n}@jury.test`));
    await bring(world.servers, await write({ from: `gk${n}@jury.test`, subject: `Re: ${letter?.reading.subject ?? ''}`, inReplyTo: letter?.reading.messageId ?? '', references: [letter?.reading.messageId ?? ''], text }), `gk${n}@jury.test`, MAILBOX);
  };
  const codes = await world.db.transaction((tx) => tx.run<{ code: string }>('select code from entry order by number'));
  const scores = codes.map(({ code }) => `${code}\n1. 20\n2. 50`).join('\n');
  await wait('invitations, reminders and what is followed up', () => ['judge-invitation', 'judge-reminder'].every((kind) => world.letters(kind).length === 2) && world.letters('follow-up').length === 1);
  await reply('judge-invitation', 1, 'ACCEPT');
  await reply('judge-invitation', 2, scores);
  await wait('two answers and a package', () => world.letters('judge-read').length === 2 && world.letters('judge-package').length === 1);
  await reply('judge-package', 1, scores);
  await wait('the answer to scores', () => world.letters('judge-read').length === 3);
}

const ONCE = ['follow-up office@example.org', ...['invitation', 'package', 'read', 'read', 'reminder'].map((kind) => `judge-${kind} gk1@jury.test`), ...['invitation', 'read', 'reminder'].map((kind) => `judge-${kind} gk2@jury.test`)].sort();

/** To whom which of these letters were accepted by the SMTP server. */
function told({ sink }: World): string[] {
  return sink.letters.map((l) => `${(l.reading.messageId ?? '').replace('<', '').split('.')[0]} ${l.to[0]}`).filter((l) => l.startsWith('judge-') || l.startsWith('follow-up')).sort();
}
