import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSink, type Sink } from '../../bench/stand/sink.ts';
import { monotonicMs } from '../../bench/stand/clock.ts';

describe('the SMTP sink of the benchmark', () => {
  let sink: Sink;
  beforeAll(async () => { sink = await startSink(); });
  afterAll(async () => { await sink.stop(); });

  it('accepts each letter once, whatever its size and however it is cut into packets, and notes when', async () => {
    const before = monotonicMs();
    const transport = nodemailer.createTransport({ url: sink.url, ignoreTLS: true, pool: true, maxConnections: 3 });
    const people = Array.from({ length: 30 }, (_, i) => `nguoi${i}@people.test`);
    await Promise.all(people.map((to, i) => transport.sendMail({ from: 'contest@local.test', to, subject: 'receipt', text: `a line\n.\n..\n${'long '.repeat(i * 1_000)}\n.` })));
    transport.close();
    await sink.reached(people, 10_000);
    expect([...sink.letters.keys()].sort()).toEqual([...people].sort());
    for (const times of sink.letters.values()) {
      expect(times).toHaveLength(1);
      expect(times[0]).toBeGreaterThan(before);
      expect(times[0]).toBeLessThan(monotonicMs());
    }
  });

  it('says who waits in vain', async () => {
    await expect(sink.reached(['nobody@people.test'], 50)).rejects.toThrow('1 of 1 senders have none');
  });
});
