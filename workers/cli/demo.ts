import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { LoadedContest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { openLog } from '../../src/edges/log.ts';
import { migrate } from '../../src/store/database.ts';
import { listLetters, type LetterRow } from '../../src/store/letters.ts';
import { readMail } from '../../src/mail/read.ts';
import { verify } from '../verify.ts';
import { startPostgres } from '../demo/embedded-postgres.ts';
import { startMailServers, type MailServers } from '../demo/mail-servers.ts';
import { play, type MovedClock, type Theatre } from '../demo/play.ts';
import { scenes, STAFF } from '../demo/scenes.ts';
import { openView, type View } from '../demo/view.ts';
import { ENTRIES, JUDGES, withJudging } from '../demo/whole/cast.ts';
import { playWhole } from '../demo/whole/index.ts';
import { loops, startService, type Service } from '../main.ts';
import { usualSettings } from '../services.ts';
import { migrationsFolder, projectRoot, writerOf } from './context.ts';
import { colour, visible } from './print.ts';

type Options = { once?: boolean; speed: number; whole?: boolean };

const MAILBOX = 'cuocthi@demo.example';

/** `mailroom demo`: the whole service on embedded servers, a play of sample mail, and then your own. */
export function demoCommand(): Command {
  return new Command('demo').description('the whole service on embedded servers: sample mail arrives, is registered and answered')
    .option('--once', 'end after the play; exit 0 only if every mail ended as expected')
    .option('--whole', 'the whole contest, from the first mail in July to the prizes in December')
    .option('--speed <n>', 'times as fast between mails', speed, 1)
    .action(demo);
}

function speed(text: string): number {
  const n = Number(text);
  if (!(n > 0)) throw new InvalidArgumentError('expected a number above 0, as 2');
  return n;
}

async function demo(options: Options): Promise<void> {
  const began = performance.now();
  const stopping = new AbortController();
  // Heard more than once: npm passes on what the terminal has sent already, and a second one must not cut the cleaning short.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());
  const closers: (() => Promise<void>)[] = [];
  const loaded = demoContest(await readContestFolder(join(projectRoot, 'contests', 'hau-giang-2024')), options.whole === true);
  const view = openView(process.stdout, loaded.contest.zone);
  try {
    view.line(colour(`${loaded.contest.shortName.en}: mail to ${MAILBOX}`, 'bold'));
    if (options.whole) view.line(colour(`The whole of it, from the first mail in July to the prizes: ${ENTRIES} entrants, ${JUDGES.length} judges, and staff. All are invented.`, 'dim'));
    view.progress(0, 1, 'starting PostgreSQL and the mail servers');
    const clock = movedClock(new Date('2024-06-30T16:00:00+07:00'));
    const { service, servers } = await open(loaded, clock, closers);
    await service.ready(stopping.signal);
    const startedMs = performance.now() - began;
    const theatre = { service, servers, clock, view, mailbox: MAILBOX, pauseMs: options.once ? 0 : 350 / options.speed, signal: stopping.signal };
    if (options.whole) return await whole(theatre);
    const played = await play(theatre, scenes);
    if (stopping.signal.aborted) return;
    const sound = await summary(view, service, played.failed);
    if (played.firstLetterMs !== null) view.line(colour(`First receipt ${((startedMs + played.firstLetterMs) / 1000).toFixed(1)} s after the start of the demo.`, 'dim'));
    await showReceipt(view, service);
    if (!sound || played.failed.length > 0) process.exitCode = 1;
    if (!options.once) await yourTurn(view, servers, clock, stopping.signal);
  } finally {
    view.clear();
    for (const close of closers.reverse()) await close();
  }
}

/** The reference contest with a mailbox that cannot be taken for the real one. */
function demoContest(loaded: LoadedContest, whole: boolean): LoadedContest {
  const { contest } = loaded;
  const shown = { ...contest, mailbox: { ...contest.mailbox, address: MAILBOX, kind: 'official' as const }, staff: { addresses: [STAFF] } };
  return { ...loaded, contest: whole ? withJudging(shown) : shown };
}

/** The contest to its end, told as it happens; exit code 1 where anything did not come true. */
async function whole(theatre: Theatre): Promise<void> {
  const { view, service } = theatre;
  const { played, broken, mails, people } = await playWhole(theatre);
  if (theatre.signal.aborted) return;
  const { invariants, ok } = await verify(service.services, true);
  const letters = await service.services.db.transaction((tx) => listLetters(tx, { limit: 10_000 }));
  view.line();
  view.line(broken.length === 0 ? colour(`The contest is over: ${people} people wrote ${mails} mails, ${letters.length} letters went out, and all ${played.length} scenes came true.`, 'green') : colour(`${broken.length} things did not come true.`, 'red'));
  view.line(ok ? `Checked on the real data: ${invariants.length} promises kept, no violation.` : colour(`Violations: ${invariants.flatMap((i) => i.violations).join('; ')}`, 'red'));
  showLetter(view, 'What the winner of the first prize reads:', letters.find((l) => l.kind === 'award-result' && (l.facts as LetterFacts<'award-result'>).special !== null));
  if (!ok || broken.length > 0) process.exitCode = 1;
}

/** Nothing is made to fail here: on a slow machine a scan may take longer than tests wait for one that hangs. */
const { stuckMs, statementMs } = usualSettings;
const patient = { stuckMs, statementMs };

/** Everything is made anew in temporary folders and undone by `closers`, last first. */
async function open(loaded: LoadedContest, clock: MovedClock, closers: (() => Promise<void>)[]): Promise<{ service: Service; servers: MailServers }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mailroom-demo-'));
  closers.push(() => rm(dataDir, { recursive: true, force: true }));
  const [postgres, servers] = await Promise.all([startPostgres(), startMailServers({ address: MAILBOX, zone: loaded.contest.zone, clock: clock.now })]);
  closers.push(() => postgres.stop(), () => servers.stop());
  await postgres.createDatabase('demo');
  const DATABASE_URL = postgres.url('demo');
  await migrate(DATABASE_URL, migrationsFolder);
  const service = await startService({
    DATABASE_URL, IMAP_URL: servers.imapUrl, SMTP_URL: servers.smtpUrl, SECRET_KEY: [randomBytes(32).toString('base64')], redisUrl: null, dataDir,
    caFile: null, authservId: null, mailauth: null, loaded, writer: await writerOf(loaded), clock: clock.now, log: openLog({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
    dryRun: false, only: [...loops], fastRecovery: true, settings: patient, failpoint: null,
  });
  closers.push(() => service.stop());
  return { service, servers };
}

function movedClock(start: Date): MovedClock & { run: () => void } {
  let at = start.getTime();
  let since: number | null = null;
  return {
    now: () => new Date(since === null ? at : at + performance.now() - since),
    set: (to) => { at = to.getTime(); },
    run: () => { since = performance.now(); },
  };
}

async function summary(view: View, service: Service, failed: string[]): Promise<boolean> {
  const { invariants, ok } = await verify(service.services, true);
  view.line();
  view.line(failed.length === 0 ? colour(`All ${scenes.length} mails ended as expected.`, 'green') : colour(`${failed.length} of ${scenes.length} mails did not end as expected:`, 'red'));
  for (const line of failed) view.line(`  ${line}`);
  view.line(ok ? `Checked on the real data: ${invariants.length} promises kept, no violation.` : colour(`Violations: ${invariants.flatMap((i) => i.violations).join('; ')}`, 'red'));
  return ok;
}

async function showReceipt(view: View, service: Service): Promise<void> {
  const letters = await service.services.db.transaction((tx) => listLetters(tx, { limit: 1_000 }));
  showLetter(view, 'A receipt, as its reader sees it:', letters.findLast((l) => l.kind === 'receipt'));
  showLetter(view, 'What staff got on the last working morning:', letters.find((l) => l.kind === 'staff-summary'));
}

function showLetter(view: View, heading: string, letter: LetterRow | undefined): void {
  if (!letter) return;
  view.line();
  view.line(colour(heading, 'bold'));
  view.line();
  view.line(`    To:      ${letter.toAddress}\n    Subject: ${letter.subject}\n\n${letter.text.replace(/^(?=.)/gm, '    ')}`);
}

async function yourTurn(view: View, servers: MailServers, clock: MovedClock, signal: AbortSignal): Promise<void> {
  const runs = clock as MovedClock & { run: () => void };
  clock.set(new Date('2024-08-16T10:00:00+07:00'));
  runs.run();
  servers.onDelivered(({ to, raw }) => {
    void readMail(raw, { partBytes: 0 }).then(({ reading }) => view.line(colour(`  a letter went to ${visible(to)}: ${visible(reading.subject ?? '')}${reading.documents.length > 0 ? ` (with ${reading.documents.map((d) => visible(d.filename ?? '')).join(', ')})` : ''}`, 'cyan')));
  });
  view.line(colour('Now you: send an entry. The clock was put back to 16/8/2024 10:00 and runs.', 'bold'));
  view.line();
  view.line(`    printf 'From: you@example.org\\nSubject: Dang ky du thi: My idea\\n\\nTen bai du thi: My idea for one window\\n' \\\n      | curl smtp://127.0.0.1:${servers.smtpPort} --mail-from you@example.org --mail-rcpt ${MAILBOX} --upload-file -`);
  view.line();
  view.line('or point any mail program at that SMTP server. Ctrl-C ends the demo and leaves nothing behind.');
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
