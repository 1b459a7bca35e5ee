/** Who handed the mail to our own servers, as these wrote it down: what SPF asks about. */
import { BlockList, isIP, isIPv4 } from 'node:net';

export type Hop = { ip: string; helo: string };

/**
 * Goes down from the topmost Received as long as our own servers wrote it and name no address of the outside: the first one
 * from outside is the border. What stands below came with the mail and may be made up.
 * @param received values, topmost first @param ours names of our own servers, lower case, as they stand behind "by"
 * @returns null where that cannot be known, or where the sender logged in to our own server
 */
export function borderHop(received: string[], ours: string[]): Hop | null {
  for (const line of received) {
    const by = /\sby\s+([a-z0-9._-]+)/i.exec(` ${line}`);
    if (by === null || !ours.some((name) => isOrBelow((by[1] ?? '').toLowerCase(), name))) return null;
    const ip = addressIn(` ${line}`.slice(0, by.index));
    if (ip === null || inside.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6')) continue;
    // Letters A of "with ESMTPSA": authenticated (RFC 3848).
    return /\swith\s+(?:UTF8)?[EL]?S?MTPS?A\b/i.test(line) ? null : { ip, helo: /^from\s+([^\s()[\]]+)/i.exec(line)?.[1] ?? `[${ip}]` };
  }
  return null;
}

function isOrBelow(host: string, name: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}

/** The last address in brackets: what stands before it, and behind "helo", is the client's own word. */
function addressIn(from: string): string | null {
  const said = from.replace(/\b(?:helo|ehlo)[= ]\S+?(?=[\s)]|$)/gi, '');
  const found = [...said.matchAll(/[[(](?:IPv6:)?([0-9a-f.:]+)[\])]/gi)].map((m) => m[1] ?? '').filter((ip) => isIP(ip) !== 0);
  return found.at(-1) ?? null;
}

/** Addresses of no host on the Internet: our own network, and this machine. */
const inside = new BlockList();
for (const [net, bits] of [['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['127.0.0.0', 8], ['169.254.0.0', 16], ['100.64.0.0', 10]] as const) inside.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) inside.addSubnet(net, bits, 'ipv6');
