/**
 * The measure: what one writes in an afternoon. Fetch, parse, store, acknowledge, move, one mail after another, with every
 * file fsynced and every row committed before the acknowledgment. No retries, no idempotency, no registration, no checks.
 */
import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';
import pg from 'pg';

const [imapUrl = '', smtpUrl = '', databaseUrl = '', dir = '', address = ''] = process.argv.slice(2);
const url = new URL(imapUrl);
const imap = new ImapFlow({ host: url.hostname, port: Number(url.port), secure: false, doSTARTTLS: false, auth: { user: decodeURIComponent(url.username), pass: url.password }, logger: false, disableAutoIdle: true });
const smtp = nodemailer.createTransport({ url: smtpUrl, ignoreTLS: true });
const db = new pg.Client({ connectionString: databaseUrl });

await mkdir(dir, { recursive: true });
await db.connect();
await db.query('create table mail (sha256 text primary key, message_id text, sender text, subject text, body text, received timestamptz)');
await db.query('create table file (mail text not null references mail, name text, type text, sha256 text not null, size int not null)');
await imap.connect();
await imap.mailboxOpen('INBOX');
await imap.mailboxCreate('Done');
process.stderr.write('ready\n');

let ring: () => void = () => undefined;
imap.on('exists', () => ring());
process.on('SIGTERM', () => process.exit(0));
for (;;) {
  const arrival = new Promise<void>((resolve) => { ring = resolve; });
  for (const uid of await imap.search({ all: true }, { uid: true }) || []) await handle(uid);
  await Promise.race([imap.idle(), arrival]);
}

async function handle(uid: number): Promise<void> {
  const fetched = await imap.fetchOne(String(uid), { source: true }, { uid: true });
  if (!fetched || !fetched.source) return;
  const mail = await simpleParser(fetched.source);
  const sha256 = await store(fetched.source);
  const files: [string | undefined, string, string, number][] = [];
  for (const a of mail.attachments) files.push([a.filename, a.contentType, await store(a.content), a.content.length]);
  const sender = mail.from?.value[0]?.address ?? '';
  await db.query('begin');
  await db.query('insert into mail values ($1, $2, $3, $4, $5, $6)', [sha256, mail.messageId, sender, mail.subject, mail.text, mail.date]);
  for (const file of files) await db.query('insert into file values ($1, $2, $3, $4, $5)', [sha256, ...file]);
  await db.query('commit');
  await smtp.sendMail({ from: address, to: sender, subject: `Re: ${mail.subject ?? ''}`, inReplyTo: mail.messageId ?? '', text: `We have received your entry with ${files.length} files.` });
  await imap.messageMove(String(uid), 'Done', { uid: true });
}

async function store(bytes: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = await open(join(dir, sha256), 'w');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  return sha256;
}
