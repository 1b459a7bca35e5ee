/** Plays the scenes against a running service, one after the other, and compares how each mail ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { receiptKinds, type Carries, type LetterKind } from '../../schemas/letters.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadEntry, versionsOfMessage } from '../../src/store/entries.ts';
import { nextDueAt } from '../../src/store/jobs.ts';
import { listLetters, type LetterRow } from '../../src/store/letters.ts';
import { listMessages, type MessageRow } from '../../src/store/messages.ts';
import { readStatus } from '../../src/store/status.ts';
import type { Service } from '../main.ts';
import type { MailServers } from './mail-servers.ts';
import type { Scene, SentLetter, Stage } from './scenes.ts';
import { header, type View } from './view.ts';

/** A clock that the play moves; it stands still between moves. */
export type MovedClock = { now: () => Date; set: (at: Date) => void };

export type Played = { failed: string[]; firstLetterMs: number | null };
export type Theatre = { service: Service; servers: MailServers; clock: MovedClock; view: View; mailbox: string; pauseMs: number; signal: AbortSignal };

/** So long at the most for one mail: without Tesseract on the machine, and on a slow one, a scan takes its time. */
const SETTLE_MS = 120_000;
const MANY = 1_000;

export async function play(theatre: Theatre, scenes: Scene[]): Promise<Played> {
  const { view, clock, signal } = theatre;
  const failed: string[] = [];
  const began = performance.now();
  let firstLetterMs: number | null = null;
  theatre.servers.onDelivered(() => { firstLetterMs ??= performance.now() - began; });
  view.line(header());
  for (const [i, scene] of scenes.entries()) {
    if (signal.aborted) break;
    view.progress(i, scenes.length, scene.name);
    await jumpTo(theatre, new Date(scene.at));
    const seen = await deliver(theatre, scene);
    const end = await seen.settled();
    const differs = end === null ? 'not handled in time' : difference(scene, end);
    if (differs !== null) failed.push(`${scene.name}: ${differs}`);
    view.row({ at: clock.now(), what: scene.name, kind: end?.kind ?? '?', registered: end?.became ?? '?', answered: end === null || end.letter === null ? '–' : end.carries ? `${end.letter}, with the form` : end.letter, ok: differs === null });
    await sleep(theatre.pauseMs, undefined, { signal }).catch(() => undefined);
  }
  view.clear();
  return { failed, firstLetterMs };
}

/** Moves the clock there by way of everything that falls due in between. */
export async function jumpTo(theatre: Theatre, at: Date): Promise<void> {
  for (let n = 0; n < 1_000; n++) {
    await idle(theatre);
    const due = await read(theatre, (tx) => nextDueAt(tx));
    if (due === null || due > at) break;
    theatre.clock.set(due);
    theatre.service.wake();
  }
  theatre.clock.set(at);
}

type End = { kind: string; outcome: string; became: string; letter: string | null; /** any letter about it has the registration form attached */ carries: boolean };

async function deliver(theatre: Theatre, scene: Scene): Promise<{ settled: () => Promise<End | null> }> {
  const { mailbox, service, clock } = theatre;
  const before = await read(theatre, (tx) => listMessages(tx, { limit: MANY }));
  const letters = await read(theatre, (tx) => listLetters(tx, { limit: MANY }));
  const stage: Stage = { contest: service.services.loaded.contest, mailbox, now: clock.now(), letterTo: (address, kind) => newest(letters, address, kind) };
  await submit(theatre, await scene.raw(stage), scene.from);
  return { settled: () => settled(theatre, new Set(before.map((m) => m.id))) };
}

/** Hands a mail to the contest's mailbox, over SMTP. */
export async function submit({ servers, mailbox, service }: Theatre, raw: Buffer, from: string): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: servers.smtpPort, secure: false, ignoreTLS: true });
  await transport.sendMail({ raw, envelope: { from, to: [mailbox] } });
  transport.close();
  service.wake();
}

function newest(letters: LetterRow[], address: string, kind: LetterKind): SentLetter {
  const found = letters.find((l) => l.toAddress === address && l.kind === kind);
  if (!found) throw new Error(`the play wants to answer a ${kind} to ${address}, and there is none`);
  return { kind, to: found.toAddress, messageId: found.rfcMessageId, subject: found.subject };
}

/** How the one mail ended that was not there before; null where it is not handled in time. */
export async function settled(theatre: Theatre, before: Set<string>): Promise<End | null> {
  const deadline = performance.now() + SETTLE_MS;
  while (performance.now() < deadline && !theatre.signal.aborted) {
    const rows = await read(theatre, (tx) => listMessages(tx, { limit: MANY }));
    const row = rows.find((m) => !before.has(m.id) && m.outcome !== null);
    if (row) {
      await idle(theatre);
      return read(theatre, (tx) => endOf(tx, row));
    }
    await sleep(30);
  }
  return null;
}

async function endOf(tx: Tx, row: MessageRow): Promise<End> {
  const answers = (await listLetters(tx, { limit: MANY })).filter((l) => l.messageId === row.id);
  // Contest time stands still between two mails: what follows a receipt is told by its kind.
  const answer = answers.find((l) => !(receiptKinds as readonly string[]).includes(l.kind)) ?? answers[0];
  const [version, ...more] = await versionsOfMessage(tx, row.id);
  const entry = version ? await loadEntry(tx, version.entryId) : null;
  const findings = version?.findings.filter((f) => f.severity !== 'info').map((f) => f.code) ?? [];
  const became = version && entry ? `${entry.code}${version.n > 1 ? ` v${version.n}` : ''}${more.length > 0 ? ` and ${more.length} more` : ''}${findings.length > 0 ? ` (${findings.join(', ')})` : ''}` : row.outcome ?? '';
  return { kind: row.kind ?? '', outcome: row.outcome ?? '', became, letter: answer?.kind ?? null, carries: answers.some((l) => (l.facts as Carries).attached !== undefined) };
}

function difference(scene: Scene, end: End): string | null {
  const { kind, outcome, letter: answer } = scene.expect;
  // A duplicate is known by its bytes before anybody reads it.
  if (outcome === 'duplicate' && end.outcome === 'duplicate') return null;
  const wrong = [end.kind !== kind && `kind ${end.kind}, expected ${kind}`, end.outcome !== outcome && `outcome ${end.outcome}, expected ${outcome}`, end.letter !== answer && `letter ${end.letter}, expected ${answer}`].filter((w) => w !== false);
  return wrong.length === 0 ? null : wrong.join('; ');
}

/** Nothing due now, nothing running, no letter on its way. */
export async function idle(theatre: Theatre): Promise<void> {
  const deadline = performance.now() + SETTLE_MS;
  while (performance.now() < deadline && !theatre.signal.aborted) {
    if ((await read(theatre, (tx) => readStatus(tx))).idle) return;
    await sleep(30);
  }
}

export function read<T>(theatre: Theatre, work: (tx: Tx) => Promise<T>): Promise<T> {
  return theatre.service.services.db.transaction(work);
}
