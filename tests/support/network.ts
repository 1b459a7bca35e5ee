/**
 * Machines of a test's own: network namespaces, each with a line to the servers that can be cut without a word (packets
 * vanish, no FIN, no RST). Where the machine does not allow them, processes whose connections go through proxies that
 * swallow everything.
 */
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

export type Host = {
  name: string;
  /** as the servers see it; null where all hosts look the same */
  address: string | null;
  /** what stands before a command so that it runs on this host */
  prefix: string[];
  /** where this host finds the servers' port */
  reach: (port: number) => Promise<{ host: string; port: number }>;
  /** nothing passes any more, in either direction, and nobody is told */
  cut: () => void;
  heal: () => void;
};
export type Network = {
  how: 'namespaces' | 'proxies';
  /** why there are no namespaces; null where there are */
  why: string | null;
  /** which the servers must listen on, besides loopback */
  address: string;
  hosts: Host[];
  close: () => Promise<void>;
};

/** @param count hosts; @param how proxies = do not even try namespaces */
export async function openNetwork(count: number, how: 'best' | 'proxies' = 'best'): Promise<Network> {
  const why = how === 'proxies' ? 'asked for proxies' : namespacesMissing();
  return why === null ? withNamespaces(count) : withProxies(count, why);
}

function namespacesMissing(): string | null {
  const probe = `mr-${process.pid}-probe`;
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  try {
    ip(['netns', 'add', probe]);
    ip(['netns', 'del', probe]);
    return null;
  } catch (error) {
    return `network namespaces: ${String(error).split('\n').slice(0, 2).join(' ')}`;
  }
}

function ip(args: string[]): string {
  return execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
}

/** A wire per host, in the range kept for tests of networks (RFC 2544). The servers' one address stands on the first. */
function withNamespaces(count: number): Network {
  const run = `${process.pid % 10_000}${randomInt(10, 99)}`;
  const subnet = `198.${randomInt(18, 20)}.${randomInt(0, 256)}`;
  const address = `${subnet}.1`;
  const spaces: string[] = [];
  const hosts = Array.from({ length: count }, (_, n): Host => {
    const [space, here, there, theirs] = [`mr-${run}-${n}`, `mr${run}${n}s`, `mr${run}${n}h`, `${subnet}.${n + 2}`] as const;
    ip(['netns', 'add', space]);
    spaces.push(space);
    ip(['link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', space]);
    if (n === 0) ip(['address', 'add', `${address}/32`, 'dev', here]);
    ip(['link', 'set', here, 'up']);
    ip(['-n', space, 'link', 'set', 'lo', 'up']);
    ip(['-n', space, 'address', 'add', `${theirs}/32`, 'dev', there]);
    ip(['-n', space, 'link', 'set', there, 'up']);
    ip(['route', 'add', `${theirs}/32`, 'dev', here, 'src', address]);
    ip(['-n', space, 'route', 'add', `${address}/32`, 'dev', there]);
    const [mac, macThere] = [hardwareAddress([], here), hardwareAddress(['-n', space], there)] as const;
    const wire = (joined: boolean): void => {
      ip(['neighbour', 'replace', theirs, 'lladdr', joined ? macThere : NOBODY, 'dev', here, 'nud', 'permanent']);
      ip(['-n', space, 'neighbour', 'replace', address, 'lladdr', joined ? mac : NOBODY, 'dev', there, 'nud', 'permanent']);
    };
    wire(true);
    return { name: `host-${n + 1}`, address: theirs, prefix: ['ip', 'netns', 'exec', space], reach: (port) => Promise.resolve({ host: address, port }), cut: () => wire(false), heal: () => wire(true) };
  });
  return { how: 'namespaces', why: null, address, hosts, close: async () => { for (const space of spaces) ip(['netns', 'del', space]); } };
}

/** No wire has this hardware address: what is sent to it leaves and arrives nowhere. */
const NOBODY = '02:00:00:00:00:01';

function hardwareAddress(where: string[], device: string): string {
  const [link] = JSON.parse(ip([...where, '-json', 'link', 'show', device])) as { address: string }[];
  if (!link) throw new Error(`no device ${device}`);
  return link.address;
}

function withProxies(count: number, why: string): Network {
  const closing: (() => Promise<void>)[] = [];
  const hosts = Array.from({ length: count }, (_, n): Host => {
    const line = { open: true, pairs: new Set<[Socket, Socket]>() };
    const ports = new Map<number, Promise<number>>();
    return {
      name: `host-${n + 1}`, address: null, prefix: [],
      reach: async (port) => {
        const proxy = ports.get(port) ?? proxyTo(port, line, closing);
        ports.set(port, proxy);
        return { host: '127.0.0.1', port: await proxy };
      },
      cut: () => {
        line.open = false;
        for (const pair of line.pairs) for (const socket of pair) socket.pause();
      },
      heal: () => {
        line.open = true;
        for (const pair of line.pairs) for (const socket of pair) socket.resume();
      },
    };
  });
  return { how: 'proxies', why, address: '127.0.0.1', hosts, close: async () => { for (const close of closing) await close(); } };
}

/** Carries bytes both ways; while the line is cut it takes connections and lets nothing through, not even an end. */
async function proxyTo(port: number, line: { open: boolean; pairs: Set<[Socket, Socket]> }, closing: (() => Promise<void>)[]): Promise<number> {
  const server: Server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const pair: [Socket, Socket] = [near, far];
    line.pairs.add(pair);
    for (const [from, to] of [[near, far], [far, near]] as const) {
      from.on('data', (bytes) => to.write(bytes));
      from.on('end', () => to.end());
      from.on('error', () => undefined);
      from.once('close', () => {
        if (line.open) to.destroy();
        line.pairs.delete(pair);
      });
      if (!line.open) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const pair of line.pairs) for (const socket of pair) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}
