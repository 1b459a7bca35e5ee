import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openSmtp, type Smtp } from '../../src/edges/smtp.ts';
import type { ComposedLetter } from '../../src/letters/compose.ts';
import type { Fate } from '../chaos/fates.ts';
import { serveSession, type Envelope, type Mood } from '../chaos/smtp-session.ts';
import { until } from '../support/until.ts';

const OWN = 'contest@local.test';
let server: Server;
let smtp: Smtp;
let taken: Envelope[];
let sockets: Set<Socket>;
let met: string[];

afterEach(async () => {
  await smtp.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => { server.close(resolve); });
});

/** A mail server at which letters meet these fates, one after the other, and are taken when there are no more. */
async function open(fates: Fate[], mood: Mood = 'usual'): Promise<void> {
  [taken, sockets, met] = [[], new Set(), []];
  server = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
    serveSession(socket, { mood: () => mood, fate: () => fates.shift() ?? 'take', taken: (envelope) => { taken.push(envelope); }, met: (what) => { met.push(what); } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  smtp = await openSmtp({ url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, caFile: null, socketTimeoutMs: 5_000 });
}

function letter(to = 'an@people.test'): ComposedLetter {
  const from = { name: 'Ban Tổ chức', address: OWN };
  return {
    from, to: { name: '', address: to }, replyTo: from, subject: 'Đã nhận bài', text: 'Cảm ơn.\n.\nHết.\n'.repeat(3_000), html: '<p>Cảm ơn.</p>', date: new Date('2024-07-02T01:00:00Z'),
    messageId: '<receipt.1@local.test>', headers: {}, envelope: { from: OWN, to: [to, OWN] },
  };
}

describe('what the line to the mail server tells of a letter', () => {
  it.each<[Fate, string, object]>([
    ['take', 'sent', { state: 'sent' }],
    ['drip', 'sent', { state: 'sent' }],
    ['refuse-recipient', 'to be tried again: the person was refused', { state: 'retry', transport: false }],
    ['refuse-letter', 'to be tried again', { state: 'retry', transport: false }],
    ['drop-at-data', 'to be tried again: nothing was read', { state: 'retry', transport: true }],
    ['lose-letter', 'unclear', { state: 'unknown' }],
    ['take-drop', 'unclear', { state: 'unknown' }],
    ['take-hang', 'unclear', { state: 'unknown' }],
  ])('%s: %s', async (fate, _what, outcome) => {
    await open([fate]);
    expect(await smtp.send(letter())).toMatchObject(outcome);
    const took = fate.startsWith('take') || fate === 'drip';
    expect(taken.map((t) => t.to)).toEqual(took ? [['an@people.test', OWN]] : []);
  });

  it('never lets the own copy leave alone: it would pass for evidence that the entrant has the letter', async () => {
    await open(['refuse-recipient', 'refuse-recipient']);
    for (let n = 0; n < 2; n++) expect(await smtp.send(letter())).toMatchObject({ state: 'retry', reply: expect.stringContaining('450') as string });
    expect(await smtp.send(letter())).toMatchObject({ state: 'sent' });
    expect(taken.map((t) => t.to)).toEqual([['an@people.test', OWN]]);
  });

  it('a connection that the server closed while it was idle costs nothing: the letter goes out on another, whole', async () => {
    await open([]);
    await smtp.send(letter());
    // The session hangs up on the next word, as servers do that have waited long enough.
    for (const socket of sockets) socket.removeAllListeners('data').on('data', () => socket.destroy());
    expect(await smtp.send(letter('binh@people.test'))).toMatchObject({ state: 'sent' });
    const [first, second] = taken.map((t) => t.raw.toString().replaceAll(/an@people.test|binh@people.test|--_[^\r]*|boundary="[^"]*"/g, ''));
    expect(second).toBe(first);
  });

  it.each<[string, Mood, Fate[], object, number]>([
    ['before the server asked for it: it certainly has not left', 'silent', [], { state: 'retry' }, 0],
    ['after it was handed over: unclear', 'usual', ['take-hang'], { state: 'unknown' }, 1],
  ])('a send that is given up %s', async (_when, mood, fates, outcome, times) => {
    await open(fates, mood);
    const given = new AbortController();
    const sending = smtp.send(letter(), given.signal);
    await until('the server to fall silent', () => met.length > 0);
    given.abort();
    expect(await sending).toMatchObject(outcome);
    await until('the line to be closed', () => sockets.size === 0);
    expect(taken).toHaveLength(times);
  });

  it('does not begin what was given up before', async () => {
    await open([]);
    expect(await smtp.send(letter(), AbortSignal.abort())).toMatchObject({ state: 'retry' });
    expect(taken).toEqual([]);
  });
});
