import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { loadContest } from '../../src/contest/load.ts';
import { newContestYaml } from '../../src/contest/new.ts';

const load = (yaml: string) => loadContest({ dir: 'new', yaml: Buffer.from(yaml), people: null }).contest;

describe('a new contest', () => {
  test.each([
    ['Asia/Ho_Chi_Minh', '2026-11-23T20:00:00Z', '2026-11-23T00:00:00+07:00', '2026-12-25T00:00:00+07:00'],
    ['UTC', '2026-02-01T00:00:00Z', '2026-01-31T00:00:00Z', '2026-03-04T00:00:00Z'],
    ['America/New_York', '2026-03-01T12:00:00Z', '2026-02-28T00:00:00-05:00', '2026-04-01T00:00:00-04:00'],
    ['Asia/Kathmandu', '2026-12-31T20:00:00Z', '2026-12-31T00:00:00+05:45', '2027-02-01T00:00:00+05:45'],
  ])('in %s at %s is open since yesterday and closes after thirty whole days', (zone, now, opens, closes) => {
    const contest = load(newContestYaml({ now: new Date(now), zone }));
    expect(contest.window).toEqual({ opens, closes });
    expect(DateTime.fromISO(now) > DateTime.fromISO(opens)).toBe(true);
  });

  test('explains every setting it holds, and what is commented out is valid once it is taken up', () => {
    const yaml = newContestYaml({ now: new Date('2026-11-23T20:00:00Z'), zone: 'Asia/Ho_Chi_Minh' });
    expect(yaml.split('\n').filter((l) => l.includes('#')).length).toBeGreaterThan(20);
    const takenUp = load(yaml.replace(/^( *)# (?=(phone|alsoOwn|since|sentFolder|excludedBodies|staff|excluded-person): | *- \{ key|  addresses|(excludedBodies|staff):)/gm, '$1'));
    expect(takenUp).toMatchObject({ staff: { addresses: ['office@example.org'] }, excludedBodies: [{ key: 'jury' }], checks: { 'excluded-person': {} }, mailbox: { sentFolder: 'Sent' } });
  });

  test('speaks Vietnamese where it is asked to, with nothing left in English that a letter would say', () => {
    const contest = load(newContestYaml({ now: new Date('2026-11-23T20:00:00Z'), zone: 'Asia/Ho_Chi_Minh', locale: 'vi' }));
    expect(contest).toMatchObject({ locale: 'vi', name: { vi: 'Cuộc thi của tôi 2026' }, organiser: { vi: 'Ban Tổ chức cuộc thi' }, areas: [{ name: { vi: 'Sáng kiến, giải pháp' } }] });
    expect(Object.values(contest.entrantKinds).map((kind) => kind?.name)).toEqual([{ vi: 'Cá nhân' }, { vi: 'Nhóm tác giả' }, { vi: 'Tập thể' }]);
  });

  test('takes the mailbox that is named', () => {
    expect(load(newContestYaml({ now: new Date('2026-11-23T20:00:00Z'), zone: 'UTC', mailbox: 'ideas@example.org' })).mailbox.address).toBe('ideas@example.org');
  });

  test('in a zone that does not exist is refused in words', () => {
    expect(() => newContestYaml({ now: new Date(0), zone: 'Mars/Base' })).toThrow('there is no time zone Mars/Base');
  });
});
