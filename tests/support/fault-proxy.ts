/**
 * A TCP proxy on loopback that breaks connections as networks do: at an exact byte, at a word of the protocol, with FIN, with RST,
 * or by silence (half-open: the line stands, nothing arrives any more). Also slow, in slices, or not there at all.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as soon, setTimeout as pause } from 'node:timers/promises';

/** up = from the client to the server */
export type Direction = 'up' | 'down';
export type Ending = 'fin' | 'rst' | 'silence';
/** Passed once so many bytes, or these words, went that way. The words of the last step are held back. */
export type Step = { direction: Direction; bytes: number } | { direction: Direction; words: string };
/** Fires once, on the first connection that passes all its steps in order; steps count from the moment it is set. */
export type Trap = { steps: Step[]; how: Ending };
export type Manner = { /** connections are refused */ refuse?: boolean; /** ms before each piece goes on */ delayMs?: number; /** largest piece, bytes */ sliceBytes?: number };

export type FaultProxy = {
  port: number;
  /** how all connections, old and new, behave from now on */
  behave: (manner: Manner) => void;
  set: (trap: Trap) => void;
  /** forgets the traps that did not fire */
  clear: () => void;
  /** ends all connections now */
  endAll: (how: Ending) => void;
  /** connections made, traps fired, connections refused */
  counts: { connections: number; fired: number; refused: number };
  stop: () => Promise<void>;
};

export type ProxyOptions = { /** hears every piece as it goes on */ watch?: (direction: Direction, piece: Buffer) => void };

export async function startFaultProxy(targetPort: number, options: ProxyOptions = {}): Promise<FaultProxy> {
  const world: World = { manner: {}, traps: new Set(), lines: new Set(), counts: { connections: 0, fired: 0, refused: 0 }, watch: options.watch };
  const server = createServer({ noDelay: true }, (client) => {
    if (world.manner.refuse) {
      world.counts.refused++;
      client.on('error', () => undefined).resetAndDestroy();
      return;
    }
    world.counts.connections++;
    openLine(world, client, connect({ port: targetPort, host: '127.0.0.1', noDelay: true }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    behave: (manner) => { world.manner = manner; },
    set: (trap) => { world.traps.add(trap); },
    clear: () => world.traps.clear(),
    endAll: (how) => { for (const line of world.lines) line.end(how); },
    counts: world.counts,
    stop: () => new Promise((resolve) => {
      for (const line of world.lines) line.end('rst');
      server.close(() => resolve());
    }),
  };
}

type World = { manner: Manner; traps: Set<Trap>; lines: Set<Line>; counts: FaultProxy['counts']; watch: ProxyOptions['watch'] };
type Line = { end: (how: Ending) => void };
/** Where one connection stands in one trap: the step it waits at, bytes left in it, and the last bytes seen, in which words may have begun. */
type Progress = { step: number; left: number; tail: string };

function openLine(world: World, client: Socket, server: Socket): void {
  let ended = false;
  const progress = new Map<Trap, Progress>();
  const close = (): void => { world.lines.delete(line); };
  const line: Line = {
    end: (how) => {
      if (ended && how === 'silence') return;
      ended = true;
      if (how === 'silence') return;
      for (const socket of [client, server]) { if (how === 'rst') socket.resetAndDestroy(); else socket.destroySoon(); }
      close();
    },
  };
  world.lines.add(line);
  const carry = (direction: Direction, from: Socket, to: Socket): void => {
    let turn = Promise.resolve();
    from.on('data', (piece: Buffer) => {
      if (ended) return;
      const sprung = spring(world, progress, direction, piece);
      const rest = sprung ? piece.subarray(0, sprung.at) : piece;
      // Nothing of the other direction may overtake the cut.
      if (sprung) ended = true;
      from.pause();
      turn = turn.then(() => passOn(world, direction, rest, to)).then(() => {
        from.resume();
        if (sprung) line.end(sprung.how);
      });
    });
    from.on('end', () => { turn = turn.then(() => { if (!ended) to.end(); }); });
    from.on('error', () => undefined);
    from.on('close', () => {
      // Half-open means that the other side does not hear of it either; with its own peer gone the line is of no use to anybody.
      if (!ended || direction === 'up') turn.finally(() => { to.destroySoon(); close(); }).catch(() => undefined);
    });
  };
  carry('up', client, server);
  carry('down', server, client);
}

async function passOn(world: World, direction: Direction, piece: Buffer, to: Socket): Promise<void> {
  const { delayMs = 0, sliceBytes = piece.length } = world.manner;
  if (delayMs > 0) await pause(delayMs);
  for (let at = 0; at < piece.length; at += sliceBytes) {
    const slice = piece.subarray(at, at + sliceBytes);
    world.watch?.(direction, slice);
    if (!to.writable) return;
    if (!to.write(slice)) await new Promise<void>((resolve) => { to.once('drain', resolve).once('close', () => resolve()); });
    if (slice.length < piece.length) await soon();
  }
}

/** Moves this connection on in every trap; the first that is complete gives where in the piece the line is cut. */
function spring(world: World, progress: Map<Trap, Progress>, direction: Direction, piece: Buffer): { at: number; how: Ending } | null {
  for (const trap of world.traps) {
    const state = progress.get(trap) ?? { step: 0, left: bytesOf(trap.steps[0]), tail: '' };
    progress.set(trap, state);
    const at = advance(trap, state, direction, piece);
    if (at === null) continue;
    world.traps.delete(trap);
    world.counts.fired++;
    return { at, how: trap.how };
  }
  return null;
}

/** Offset in the piece at which the last step was passed; null where it was not. */
function advance(trap: Trap, state: Progress, direction: Direction, piece: Buffer): number | null {
  let at = 0;
  for (;;) {
    const step = trap.steps[state.step];
    if (!step || step.direction !== direction) return null;
    const last = state.step === trap.steps.length - 1;
    if ('bytes' in step) {
      if (piece.length - at < state.left) { state.left -= piece.length - at; return null; }
      at += state.left;
      if (last) return at;
    } else {
      const text = state.tail + piece.toString('latin1', at);
      const found = text.indexOf(step.words);
      if (found < 0) { state.tail = text.slice(text.length - Math.min(text.length, step.words.length - 1)); return null; }
      const start = at + found - state.tail.length;
      if (last) return Math.max(0, start);
      at = start + step.words.length;
    }
    state.step++;
    state.tail = '';
    state.left = bytesOf(trap.steps[state.step]);
  }
}

function bytesOf(step: Step | undefined): number {
  return step && 'bytes' in step ? step.bytes : 0;
}
