/**
 * The mail server of the stand: takes every letter and forgets it, noting to whom and when. A process of its own that
 * parses nothing, so that it costs neither driver anything worth measuring. Answers without the wait that smtp-server has.
 */
import { createServer, type Socket } from 'node:net';

export type Accepted = { to: string; /** CLOCK_MONOTONIC, milliseconds: the same for every process of the machine */ at: number };

const END = Buffer.from('\r\n.\r\n');
let accepted: Accepted[] = [];

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  converse(socket);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: address !== null && typeof address === 'object' ? address.port : 0 });
});
setInterval(() => {
  if (accepted.length === 0) return;
  process.send?.({ accepted });
  accepted = [];
}, 20);
// The harness ends this process; Ctrl-C is for the harness.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));

function converse(socket: Socket): void {
  let recipients: string[] = [];
  let inData = false;
  let tail: Buffer = Buffer.alloc(0);
  let line = '';
  socket.write('220 sink ESMTP\r\n');
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (inData) {
        const seen = Buffer.concat([tail, rest]);
        const end = seen.indexOf(END);
        if (end < 0) { tail = Buffer.from(seen.subarray(-4)); return; }
        inData = false;
        rest = seen.subarray(end + END.length);
        const at = Number(process.hrtime.bigint()) / 1e6;
        accepted.push(...recipients.map((to) => ({ to, at })));
        recipients = [];
        socket.write('250 2.0.0 accepted\r\n');
        continue;
      }
      const newline = rest.indexOf(0x0a);
      line += rest.toString('latin1', 0, newline < 0 ? rest.length : newline);
      rest = newline < 0 ? Buffer.alloc(0) : rest.subarray(newline + 1);
      if (newline < 0) return;
      const [reply, to] = answer(line.trimEnd());
      line = '';
      if (to !== null) recipients.push(to);
      if (reply.startsWith('354')) { inData = true; tail = Buffer.from('\r\n'); }
      socket.write(reply);
      if (reply.startsWith('221')) socket.end();
    }
  });
}

function answer(line: string): [reply: string, recipient: string | null] {
  const command = line.slice(0, 4).toUpperCase();
  if (command === 'EHLO') return ['250-sink\r\n250-8BITMIME\r\n250 SIZE 52428800\r\n', null];
  if (command === 'RCPT') return ['250 2.1.5 OK\r\n', /<([^>]*)>/.exec(line)?.[1] ?? ''];
  if (command === 'DATA') return ['354 go ahead\r\n', null];
  if (command === 'QUIT') return ['221 2.0.0 bye\r\n', null];
  return ['250 2.0.0 OK\r\n', null];
}
