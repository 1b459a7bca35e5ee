/** One connection of a bad SMTP server: just enough of RFC 5321 for a client that does not pipeline, and every way to fail at each step. */
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fate } from './fates.ts';

/** What the whole server does for a while. */
export type Mood = 'usual' | /** 421 instead of a greeting */ 'closed' | /** no greeting, no answer to MAIL */ 'silent' | /** 451 to every MAIL */ 'busy';
export type Envelope = { from: string; to: string[]; raw: Buffer };

export type SessionHost = {
  mood: () => Mood;
  fate: (recipient: string) => Fate;
  /** the letter is taken from this moment on, whatever the client hears */
  taken: (envelope: Envelope, fate: Fate) => void;
  met: (what: Fate | Mood) => void;
};

const DOT = Buffer.from('\r\n.\r\n');

export function serveSession(socket: Socket, host: SessionHost): void {
  let input = Buffer.alloc(0);
  let envelope: Envelope | null = null;
  let fate: Fate = 'take';
  let inData = false;
  let turn = Promise.resolve();
  const say = (line: string): void => { if (socket.writable) socket.write(`${line}\r\n`); };
  const drop = (): void => { socket.resetAndDestroy(); };

  const begin = (line: string): void => {
    if (host.mood() === 'silent') return host.met('silent');
    if (host.mood() === 'busy') { host.met('busy'); return say('451 4.3.2 busy, try again later'); }
    envelope = { from: addressIn(line), to: [], raw: Buffer.alloc(0) };
    fate = 'take';
    say('250 2.1.0 OK');
  };
  const recipient = (line: string): void => {
    if (envelope === null) return say('503 5.5.1 MAIL first');
    const address = addressIn(line);
    if (envelope.to.length === 0) fate = host.fate(address);
    if (envelope.to.length === 0 && fate === 'refuse-recipient') {
      host.met(fate);
      // The own copy that follows is taken, and must not pass for the entrant's.
      fate = 'take';
      envelope.to.push('');
      return say('450 4.2.1 mailbox busy, try again later');
    }
    envelope.to.push(address);
    say('250 2.1.5 OK');
  };
  const data = (): void => {
    if (fate === 'drop-at-data') { host.met(fate); return drop(); }
    inData = true;
    say('354 go ahead');
  };
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') say('250-chaos\r\n250 8BITMIME');
    else if (verb === 'MAIL') begin(line);
    else if (verb === 'RCPT') recipient(line);
    else if (verb === 'DATA') data();
    else if (verb === 'RSET') { envelope = null; say('250 2.0.0 OK'); }
    else if (verb === 'QUIT') { say('221 2.0.0 bye'); socket.end(); }
    else say('502 5.5.2 not known here');
  };
  const finish = async (raw: Buffer): Promise<void> => {
    if (envelope === null) return;
    const letter = { ...envelope, to: envelope.to.filter((to) => to !== ''), raw };
    envelope = null;
    if (fate !== 'take') host.met(fate);
    if (fate === 'refuse-letter') return say('451 4.3.0 try again later');
    if (fate === 'lose-letter') return drop();
    host.taken(letter, fate);
    if (fate === 'take-drop') return drop();
    if (fate === 'take-hang') return;
    if (fate === 'drip') for (const byte of '250 2.0.0 taken, slowl') { if (socket.writable) socket.write(byte); await pause(20); }
    say(fate === 'drip' ? 'y' : '250 2.0.0 taken');
  };
  const read = async (): Promise<void> => {
    for (;;) {
      if (inData) {
        if (fate === 'drop-in-body' && input.length > 400) { host.met(fate); return drop(); }
        const end = input.indexOf(DOT);
        if (end < 0) return;
        const raw = Buffer.from(input.toString('latin1', 0, end + 2).replace(/^\.\./gm, '.'), 'latin1');
        input = input.subarray(end + DOT.length);
        inData = false;
        await finish(raw);
      } else {
        const end = input.indexOf('\r\n');
        if (end < 0) return;
        const line = input.toString('latin1', 0, end);
        input = input.subarray(end + 2);
        command(line);
      }
    }
  };
  socket.on('error', () => undefined);
  socket.on('data', (piece: Buffer) => {
    input = Buffer.concat([input, piece]);
    turn = turn.then(read);
  });
  const mood = host.mood();
  if (mood === 'usual' || mood === 'busy') return say('220 chaos ESMTP');
  host.met(mood);
  if (mood === 'closed') { say('421 4.3.2 closed for a while'); socket.end(); }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1]?.toLowerCase() ?? '';
}
