/** A contest on Dovecot whose database can be taken back to an earlier time: what the world knows stays as it is. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contest } from '../../schemas/contest.ts';
import { readStatus } from '../../src/store/status.ts';
import { hauGiang } from './contests.ts';
import { freshDatabase, type CopiedDatabase } from './database.ts';
import { startDovecot, type Dovecot } from './dovecot.ts';
import { TO } from './mails.ts';
import { startTestService, type TestService } from './service.ts';
import { startSmtpSink, type SmtpSink } from './smtp-sink.ts';
import { until } from './until.ts';

export type World = {
  dovecot: Dovecot;
  sink: SmtpSink;
  database: CopiedDatabase;
  dataDir: string;
  /** brings an entrant's mail into the mailbox */
  deliver: (raw: Buffer, from: string) => Promise<void>;
  /** starts the service on what is there; ends the one before */
  start: () => Promise<TestService>;
  stopService: () => Promise<void>;
  /** waits until every mail is handled, nothing is due, and every own copy is back */
  quiet: () => Promise<void>;
  /** database and DATA_DIR as they are now; the service must be stopped */
  backup: () => Promise<Backup>;
  /** letters that reached this address so far: their codes in the subject, or their subjects */
  lettersTo: (address: string) => string[];
  stop: () => Promise<void>;
};

export type Backup = {
  /** puts the database in the place of the present one; the service must be stopped */
  restoreDatabase: () => Promise<void>;
  restoreData: () => Promise<void>;
};

const DAY = 86_400_000;
/** Dovecot stamps by the machine's clock, so that the contest is open today. */
export const START = Date.now();

export async function openWorld(options: { ownCopy: boolean; mailbox?: Partial<Contest['mailbox']>; letters?: Partial<Contest['letters']>; savesSent?: boolean; changes?: (contest: Contest) => Contest }): Promise<World> {
  const base = hauGiang();
  const usual: Contest = {
    ...base, window: { opens: new Date(START - DAY).toISOString(), closes: new Date(START + 30 * DAY).toISOString() },
    mailbox: { ...base.mailbox, address: TO, ...options.mailbox }, letters: { ...base.letters, gatherMinutes: 0, ...options.letters, ownCopy: options.ownCopy }, staff: { ...base.staff, addresses: ['staff@office.test'] },
  };
  const contest = options.changes ? options.changes(usual) : usual;
  const dovecot = await startDovecot(TO);
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'mailroom-world-'));
  const sink = await startSmtpSink(async ({ to, raw }) => {
    if (to.includes(TO)) await dovecot.deliver(raw, TO);
    if (options.savesSent) await save(dovecot, raw);
  });
  const kept: (() => Promise<void>)[] = [];
  let test: TestService | null = null;
  let minutes = 0;
  let delivered = 0;
  const stopService = async (): Promise<void> => {
    await test?.stop();
    test = null;
  };
  return {
    dovecot, sink, database, dataDir, stopService,
    deliver: async (raw, from) => {
      await dovecot.deliver(raw, from);
      delivered++;
    },
    start: async () => {
      await stopService();
      // Time goes on between two starts.
      test = await startTestService({ contest, imapUrl: dovecot.imapUrl, caFile: dovecot.caFile, smtpUrl: sink.url, now: new Date(START + (minutes += 1) * 60_000).toISOString(), database, dataDir });
      await test.service.ready(AbortSignal.timeout(120_000));
      return test;
    },
    quiet: async () => {
      const service = test;
      if (service === null) throw new Error('no service is running');
      const sent = (): number => sink.letters.filter((l) => l.to.includes(TO)).length;
      await until(`a quiet service; status ${JSON.stringify(await service.service.services.db.transaction((tx) => readStatus(tx)))}`, async () => {
        service.service.wake();
        const handled = (await service.messages()).filter((m) => m.outcome !== null);
        const copies = handled.filter((m) => m.fromAddress === TO).length;
        const status = await service.status();
        return status.idle && status.restored === null && copies >= sent() && handled.length - copies >= delivered;
      });
    },
    backup: async () => {
      const data = await mkdtemp(join(tmpdir(), 'mailroom-world-kept-'));
      await cp(dataDir, data, { recursive: true });
      const copy = await database.copy();
      kept.push(async () => {
        await copy.drop();
        await rm(data, { recursive: true });
      });
      return {
        restoreDatabase: () => database.replaceBy(copy),
        restoreData: async () => {
          await rm(dataDir, { recursive: true });
          await cp(data, dataDir, { recursive: true });
        },
      };
    },
    lettersTo: (address) => sink.letters.filter((l) => l.to[0] === address).map((l) => /\[([^\]]+)\]/.exec(l.reading.subject ?? '')?.[1] ?? l.reading.subject ?? ''),
    stop: async () => {
      await stopService();
      for (const drop of kept) await drop();
      await sink.stop();
      await dovecot.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a provider does that keeps what is sent. */
async function save(dovecot: Dovecot, raw: Buffer): Promise<void> {
  const client = await dovecot.client();
  await client.mailboxCreate('Sent').catch(() => undefined);
  await client.append('Sent', raw, ['\\Seen']);
  client.close();
}
