/** A bad SMTP server with the log of what it really took, and the world behind it in which evidence of a letter shows or does not. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { evidenceOf, fateOf, type Evidence, type Fate } from './fates.ts';
import { serveSession, type Envelope, type Mood } from './smtp-session.ts';
import type { World } from './world.ts';

/** A letter the server took. Times are ms of performance.now(). */
export type Accepted = { to: string[]; messageId: string; fate: Fate; takenAt: number; evidence: Evidence; /** when it could be seen; null until then, or never */ shownAt: number | null };

export type BadSink = {
  url: string;
  accepted: Accepted[];
  met: Record<string, number>;
  mood: (mood: Mood) => void;
  /** from now on takes and says so, and every own copy comes at once */
  heal: () => void;
  /** true when all evidence that will ever show has shown. @throws Error where it could not be delivered: the run means nothing */
  settled: () => boolean;
  stop: () => Promise<void>;
};

export type SinkOptions = { seed: string; bad: boolean; mailbox: string; evidenceMs: number; world: World };

export async function startBadSink(options: SinkOptions): Promise<BadSink> {
  const accepted: Accepted[] = [];
  const met: Record<string, number> = {};
  const tries = new Map<string, number>();
  const sockets = new Set<Socket>();
  const pending = new Set<Promise<void>>();
  let mood: Mood = 'usual';
  let bad = options.bad;
  let broken: unknown = null;
  const next = (key: string): number => { tries.set(key, (tries.get(key) ?? 0) + 1); return tries.get(key)!; };
  const taken = (envelope: Envelope, fate: Fate): void => {
    const person = envelope.to.find((to) => to !== options.mailbox) ?? '';
    const { evidence, afterMs } = bad ? evidenceOf(options.seed, person, next(`taken ${person}`), options.evidenceMs) : { evidence: 'copy' as const, afterMs: 0 };
    const letter: Accepted = { to: envelope.to, messageId: messageIdOf(envelope.raw), fate, takenAt: performance.now(), evidence, shownAt: null };
    accepted.push(letter);
    if (!envelope.to.includes(options.mailbox)) return;
    const showing = pause(afterMs).then(() => show(options, letter, envelope, person))
      .catch((error: unknown) => { broken ??= error; }).finally(() => pending.delete(showing));
    pending.add(showing);
  };
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveSession(socket, {
      mood: () => mood, taken, met: (what) => { met[what] = (met[what] ?? 0) + 1; },
      fate: (address) => fateOf(options.seed, bad, address, next(`fate ${address}`)),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, accepted, met,
    mood: (now) => { mood = now; },
    heal: () => { mood = 'usual'; bad = false; },
    settled: () => {
      if (broken !== null) throw new Error('evidence could not be delivered', { cause: broken });
      return pending.size === 0;
    },
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    }),
  };
}

/** A letter whose entrant was refused goes to the own address alone: its copy always comes, since the server took it. */
async function show(options: SinkOptions, letter: Accepted, envelope: Envelope, person: string): Promise<void> {
  const { world, mailbox } = options;
  if (person === '' || letter.evidence.startsWith('copy')) await world.deliver(envelope.raw, mailbox);
  else if (letter.evidence === 'sent-folder') await world.putIntoSent(envelope.raw);
  else if (letter.evidence === 'reply') await world.reply(person, letter.messageId);
  else if (letter.evidence === 'bounce') await world.bounce(person, letter.messageId);
  else return;
  letter.shownAt = performance.now();
}

function messageIdOf(raw: Buffer): string {
  return /^message-id:\s*<([^>]+)>/im.exec(raw.toString('latin1', 0, raw.indexOf('\r\n\r\n')))?.[1] ?? '';
}
