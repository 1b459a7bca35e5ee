import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newContestYaml } from '../../src/contest/new.ts';
import { openDatabase } from '../../src/store/database.ts';
import { listEntries } from '../../src/store/entries.ts';
import { readStatus, type Status } from '../../src/store/status.ts';
import { startMailServers } from '../../workers/demo/mail-servers.ts';
import { runStatement } from '../../workers/demo/embedded-postgres.ts';
import { debianPostgresMissing, startDebianPostgres } from '../support/debian-postgres.ts';
import { entryMail, TO } from '../support/mails.ts';
import { runService, type Running } from '../support/process.ts';
import { TEST_KEY } from '../support/service.ts';
import { bring } from '../support/stage.ts';
import { until } from '../support/until.ts';

if (debianPostgresMissing !== null) console.log(`not run here: the commands of docs/operations.md for backup and restore (${debianPostgresMissing})`);

/** The commands of a block of docs/operations.md, exactly as they stand there. */
async function commandsOf(block: 'backup' | 'restore'): Promise<string> {
  const found = new RegExp(`^\`\`\`sh ${block}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(await readFile('docs/operations.md', 'utf8'))?.[1];
  if (found === undefined) throw new Error(`docs/operations.md has no block \`\`\`sh ${block}`);
  return found;
}

describe.skipIf(debianPostgresMissing !== null)('the commands that docs/operations.md gives', () => {
  it('bring a contest back from its backup after database and DATA_DIR were lost, with every code as it was', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-drill-'));
    const postgres = await startDebianPostgres();
    const clock = (): Date => new Date();
    const servers = await startMailServers({ address: TO, zone: 'UTC', clock });
    const answered: string[] = [];
    servers.onDelivered(({ to }) => answered.push(to));
    await Promise.all(['contest', 'bin', 'backup'].map((name) => mkdir(join(dir, name))));
    await writeFile(join(dir, 'contest', 'contest.yaml'), newContestYaml({ now: clock(), zone: 'UTC', mailbox: TO }).replace('ownCopy: false', 'ownCopy: true'));
    await writeFile(join(dir, 'bin', 'mailroom'), `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/workers/cli/mailroom.js')}' "$@"\n`);
    await chmod(join(dir, 'bin', 'mailroom'), 0o755);
    await runStatement(postgres.url('postgres'), 'create database mailroom');
    const variables = {
      DATABASE_URL: postgres.url('mailroom'), ADMIN_URL: postgres.url('postgres'), IMAP_URL: servers.imapUrl, SMTP_URL: servers.smtpUrl, SECRET_KEY: TEST_KEY,
      DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'), FAST_RECOVERY: '1', PATH: `${join(dir, 'bin')}:${postgres.bin}:${process.env['PATH'] ?? ''}`,
    };
    const run = async (commands: string): Promise<void> => {
      const shell = spawn('bash', ['-euo', 'pipefail', '-c', commands], { cwd: join(dir, 'backup'), env: variables, stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (text: Buffer) => { said += text.toString(); });
      expect(await new Promise((done) => { shell.once('close', done); }), said).toBe(0);
    };
    const ask = async <T>(work: Parameters<ReturnType<typeof openDatabase>['transaction']>[0]): Promise<T> => {
      const db = openDatabase(variables.DATABASE_URL, clock, { poolSize: 1 });
      return db.transaction(work).finally(() => db.close()) as Promise<T>;
    };
    const codes = async (): Promise<string[]> => (await ask<Awaited<ReturnType<typeof listEntries>>>((tx) => listEntries(tx, { limit: 100 }))).map((e) => `${e.entry.code} ${e.version?.fields.title.value}`);
    const season = async (names: string[]): Promise<void> => {
      const service = runService(variables);
      running.push(service);
      await until(`the service to be ready; ${service.log()}`, () => service.log().includes('"msg":"ready"'));
      for (const name of names) await bring(servers, await entryMail(`Bài của ${name}`, { from: `${name}@people.test` }), `${name}@people.test`, TO);
      await until(`every receipt and its copy; ${service.log().slice(-1_000)}`, async () => {
        const status = await ask<Status>((tx) => readStatus(tx));
        return status.idle && status.restored === null && (status.letters['sent'] ?? 0) === answered.length && (status.messages['own-letter'] ?? 0) >= answered.length && names.every((name) => answered.includes(`${name}@people.test`));
      });
      expect(await service.end()).toBe(0);
    };
    const running: Running[] = [];
    try {
      await season(['an', 'binh']);
      await run(await commandsOf('backup'));
      await season(['chi', 'dung', 'em']);
      const given = await codes();
      expect(given).toHaveLength(5);
      await rm(variables.DATA_DIR, { recursive: true });
      await run(await commandsOf('restore'));
      expect(await codes()).toHaveLength(2);
      await season([]);
      expect(await codes()).toEqual(given);
      expect(answered.sort()).toEqual(['an', 'binh', 'chi', 'dung', 'em'].map((name) => `${name}@people.test`));
      const verify = runService(variables, ['verify', '--deep', '--json']);
      expect(await verify.exited, verify.log()).toBe(0);
    } finally {
      for (const service of running) await service.end('SIGKILL');
      await servers.stop();
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    }
  });
});
