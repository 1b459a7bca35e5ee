/** A clamd that finds what a test names, and nothing else (INSTREAM). */
import { createServer, type AddressInfo } from 'node:net';

export type FakeClamd = { url: string; scans: () => number; stop: () => Promise<void> };

/** @param finds the reply for the bytes it was sent: a signature, or null where they are clean */
export async function startFakeClamd(finds: (content: Buffer) => string | null): Promise<FakeClamd> {
  let scans = 0;
  const server = createServer((socket) => {
    let heard = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => {
      heard = Buffer.concat([heard, piece]);
      if (heard.length < 14 || !heard.subarray(-4).equals(Buffer.alloc(4))) return;
      scans++;
      const signature = finds(heard.subarray('zINSTREAM\0'.length));
      socket.end(`stream: ${signature === null ? 'OK' : `${signature} FOUND`}\0`);
    });
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, scans: () => scans,
    stop: () => new Promise((done) => { server.close(() => done()); }),
  };
}
