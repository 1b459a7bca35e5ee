import { beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../../workers/health/ledger.ts';

let now: number;
let heard: string[];
let ledger: Ledger;
beforeEach(() => {
  now = 1_000;
  heard = [];
  ledger = openLedger(() => now, (part, what) => heard.push(`${part} ${what}`));
});
const troubles = (): unknown[] => ledger.report().troubles.map(({ part, since, ended }) => [part, since, ended]);

describe('the ledger of troubles', () => {
  it('keeps when a part began to fail, however often it is said', () => {
    ledger.fails('queue', 'refused');
    now += 5_000;
    ledger.fails('queue', 'still refused');
    expect(troubles()).toEqual([['queue', 5_000, null]]);
    expect(ledger.report().troubles[0]?.detail).toBe('still refused');
    expect(heard).toEqual(['queue began']);
  });

  it('keeps a trouble that is over until it stands in the table, with its true length', () => {
    ledger.fails('database', 'refused');
    now += 60_000;
    ledger.works('database');
    now += 1_000;
    expect(troubles()).toEqual([['database', 61_000, 1_000]]);
    ledger.written(ledger.report());
    expect(troubles()).toEqual([]);
    expect(heard).toEqual(['database began', 'database ended']);
  });

  it('takes a part that fails again before that was written down for one trouble', () => {
    ledger.fails('smtp', 'refused');
    now += 100;
    ledger.works('smtp');
    const early = ledger.report();
    now += 100;
    ledger.fails('smtp', 'refused');
    ledger.written(early);
    expect(troubles()).toEqual([['smtp', 200, null]]);
  });

  it('lets a part fail until each who found it failing is content', () => {
    ledger.fails('storage', 'full', { subject: 'poll' });
    ledger.fails('storage', 'full', { subject: 'job 1' });
    ledger.works('storage', 'poll');
    expect(ledger.failing()).toEqual(['storage']);
    ledger.works('storage', 'job 1');
    expect(ledger.failing()).toEqual([]);
  });

  it('drops who did not come back for long: its mail was expunged, or another host did the job', () => {
    ledger.fails('storage', 'full', { subject: 'job 1' });
    now += 11 * 60_000;
    expect(troubles()).toEqual([['storage', 660_000, 660_000]]);
    ledger.fails('mailbox-login', 'refused', { forMs: 15 * 60_000 });
    now += 20 * 60_000;
    expect(troubles()).toContainEqual(['mailbox-login', 1_200_000, null]);
  });

  it('blames the mail that a parser died of, and the parser only when mail after mail fails', () => {
    for (const subject of ['a', 'b']) ledger.fails('parser', 'died', { subject });
    expect(ledger.failing()).toEqual([]);
    ledger.fails('parser', 'died', { subject: 'c' });
    expect(ledger.failing()).toEqual(['parser']);
    ledger.works('parser');
    expect(ledger.failing()).toEqual([]);
  });

  it('says of a part that was found working how long ago that was, once', () => {
    ledger.works('mailbox');
    now += 40;
    expect(ledger.report().working).toEqual([{ part: 'mailbox', ago: 40 }]);
    ledger.written(ledger.report());
    expect(ledger.report().working).toEqual([]);
  });

  it('says nothing any more of what became the business of somebody else', () => {
    ledger.fails('mailbox', 'away');
    ledger.forget('mailbox');
    expect(ledger.report()).toMatchObject({ troubles: [], working: [] });
  });
});
