import { createHash } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { until } from '../support/until.ts';

let proxy: FaultProxy;
let server: Server;
afterEach(async () => {
  await proxy.stop();
  await new Promise((resolve) => { server.close(resolve); });
});

/** A server that answers each piece with `answer`, and hears how its connections end. */
async function open(answer: (piece: Buffer, socket: Socket) => void): Promise<{ heard: () => string; ended: () => string | null }> {
  let heard = '';
  let ended: string | null = null;
  server = createServer((socket) => {
    socket.on('data', (piece: Buffer) => { heard += piece.toString('latin1'); answer(piece, socket); });
    socket.on('end', () => { ended ??= 'fin'; });
    socket.on('error', () => { ended = 'rst'; });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = await startFaultProxy((server.address() as AddressInfo).port);
  return { heard: () => heard, ended: () => ended };
}

type Client = { socket: Socket; heard: () => string; pieces: () => number; ended: () => string | null };

async function dial(): Promise<Client> {
  let heard = '';
  let pieces = 0;
  let ended: string | null = null;
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('data', (piece: Buffer) => { heard += piece.toString('latin1'); pieces++; });
  socket.on('end', () => { ended ??= 'fin'; });
  socket.on('error', () => { ended = 'rst'; });
  await new Promise<void>((resolve) => { socket.once('connect', () => resolve()).once('error', () => resolve()); });
  return { socket, heard: () => heard, pieces: () => pieces, ended: () => ended };
}

const echo = (piece: Buffer, socket: Socket): void => { socket.write(piece); };

describe('the fault proxy', () => {
  it('passes bytes both ways unchanged, whole or in slices of one byte', async () => {
    await open(echo);
    const sent = createHash('sha512').update('x').digest('hex');
    for (const sliceBytes of [undefined, 1]) {
      proxy.behave(sliceBytes === undefined ? {} : { sliceBytes });
      const client = await dial();
      client.socket.write(sent);
      await until('the echo', () => client.heard().length === sent.length);
      expect(client.heard()).toBe(sent);
      client.socket.destroy();
    }
  });

  it.each([['fin', 'fin'], ['rst', 'rst']] as const)('cuts at an exact byte down by %s, and both sides hear of it', async (how, seen) => {
    const far = await open((_, socket) => { socket.write('0123456789'.repeat(100)); });
    proxy.set({ steps: [{ direction: 'down', bytes: 637 }], how });
    const client = await dial();
    client.socket.write('go');
    await until('both ends', () => client.ended() !== null && far.ended() !== null);
    expect(far.ended()).toBe(seen);
    // A reset may overtake what was sent before it, or pass for an end where both arrive at once.
    if (how === 'fin') expect(client.heard()).toHaveLength(637);
    else expect(client.heard().length).toBeLessThanOrEqual(637);
    expect(proxy.counts.fired).toBe(1);
  });

  it.each(['fin', 'rst'] as const)('ends all lines by %s', async (how) => {
    const far = await open(echo);
    const client = await dial();
    client.socket.write('x');
    await until('the echo', () => client.heard() === 'x');
    proxy.endAll(how);
    await until('both ends', () => client.ended() !== null && far.ended() !== null);
    expect([client.ended(), far.ended()]).toEqual([how, how]);
  });

  it('cuts at an exact byte up', async () => {
    const far = await open(() => undefined);
    proxy.set({ steps: [{ direction: 'up', bytes: 5 }], how: 'fin' });
    (await dial()).socket.write('abcdefgh');
    await until('the end', () => far.ended() !== null);
    expect(far.heard()).toBe('abcde');
  });

  it.each([1, 3, 1_000])('holds back the first 250 after the dot of a letter, sent in slices of %i', async (sliceBytes) => {
    const far = await open((piece, socket) => { if (piece.includes('\n')) socket.write('354 go\r\n250 taken\r\n'); });
    proxy.behave({ sliceBytes });
    proxy.set({ steps: [{ direction: 'up', words: '\r\n.\r\n' }, { direction: 'down', words: '250' }], how: 'fin' });
    const before = await dial();
    before.socket.write('RSET\r\n');
    await until('an answer before any letter', () => before.heard().includes('250 taken'));
    before.socket.write('letter\r\n.\r\n');
    await until('the cut', () => before.ended() !== null);
    expect(far.heard()).toContain('letter\r\n.\r\n');
    expect(before.heard().split('250')).toHaveLength(2);
    const after = await dial();
    after.socket.write('letter\r\n.\r\n');
    await until('the trap to be spent', () => after.heard().includes('250 taken'));
  });

  it('falls silent without ending the line, for the lines of then and not for new ones', async () => {
    const far = await open(echo);
    const client = await dial();
    client.socket.write('one');
    await until('the echo', () => client.heard() === 'one');
    proxy.endAll('silence');
    client.socket.write('two');
    const other = await dial();
    other.socket.write('three');
    await until('the echo on another line', () => other.heard() === 'three');
    expect([client.heard(), client.ended(), far.heard(), far.ended()]).toEqual(['one', null, 'onethree', null]);
  });

  it('refuses for a while', async () => {
    await open(echo);
    proxy.behave({ refuse: true });
    const client = await dial();
    await until('the refusal', () => client.ended() !== null || client.socket.destroyed);
    expect(proxy.counts.refused).toBe(1);
    proxy.behave({});
    const again = await dial();
    again.socket.write('x');
    await until('the echo', () => again.heard() === 'x');
  });

  it('delays each piece', async () => {
    await open(echo);
    proxy.behave({ delayMs: 50 });
    const client = await dial();
    const began = performance.now();
    client.socket.write('x');
    await until('the echo', () => client.heard() === 'x');
    expect(performance.now() - began).toBeGreaterThanOrEqual(99);
  });
});
