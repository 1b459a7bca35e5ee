import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { simpleParser } from 'mailparser';
import { brokenLinks } from '../../src/store/audit.ts';
import { countingSheets } from '../../src/store/results/sheets.ts';
import { ENTRIES, JUDGES, judgeNamed, named, withJudging } from '../../workers/demo/whole/cast.ts';
import { playWhole } from '../../workers/demo/whole/index.ts';
import { STAFF } from '../../workers/demo/scenes.ts';
import type { View } from '../../workers/demo/view.ts';
import { TO } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
const told: string[] = [];
beforeAll(async () => {
  const reference = await readContestFolder('contests/hau-giang-2024');
  stage = await openStage({ now: '2024-06-30T09:00:00Z', changes: () => withJudging({ ...reference.contest, mailbox: { ...reference.contest.mailbox, address: TO, kind: 'official' }, staff: { addresses: [STAFF] } }) });
  stage.service.services.loaded.agencies = reference.agencies;
}, 60_000);
afterAll(() => stage.stop());

const view: View = { width: 100, line: (text = '') => { told.push(text); }, row: () => undefined, progress: () => undefined, clear: () => undefined };
const rows = <R extends Record<string, unknown>>(text: string): Promise<R[]> => stage.database.query<R>(text);

/** In their order; each holds what it must be so for, and stands here only where all of that came true. */
const SCENES = [
  'entries arrive by mail, each gets a receipt, and what is missing is mended by a reply of one line',
  'staff find entries eligible by replying to the morning summary', 'entrants hear that they take part once staff approved the letters',
  'judges are found for every entry, as evenly as conflicts and limits allow', 'judges accept by one word', 'a judge declines one entry with a reason, and a substitute takes it over',
  'a judge declares a conflict, and the assignment is made anew around it',
  'judges score by filling in the form in their reply', 'a score out of range and a code of somebody else are answered, and count for nothing',
  'where two judges lie 20 points apart, a third is asked once staff approved, and scores by mail', 'where three judges lie apart, the chair decides by mail, once staff approved the question',
  'a judge who is away is left in peace, and staff get names', 'the judge who is away hears no reminder', 'a judge comes back, says so, and scores in the same mail',
  'a judge who stays silent is reminded at each step, and staff get a ready replacement', 'staff give on what the silent judge left, and it is scored in time',
  'a reply after the locking is refused, and changes nothing',
  'a tie at the cut is left to a person', 'entrants hear how the round ended once staff approved the letters',
  'finalists get an hour by lot, and an entry for their calendar', 'finalists agree by one word, one says no, and one asks for another hour',
  'calendars follow: one hour moves and one is cancelled, each with a higher SEQUENCE', 'seven judges score on paper, and the ranking is closed without whoever did not come',
  'a tie between two prizes is resolved by the tie-break, and a tie at the last one by a person', 'the special prize keeps all results back',
  'the Chairman approves the special prize, and every prize is signed for', 'everybody hears the results together, once', 'the papers of the award are written',
];

describe('a contest from the first mail to the prizes', () => {
  it('comes true as it is told, letter by letter', async () => {
    const clock = { now: stage.clock.now, set: (at: Date) => stage.clock.set(at.toISOString()) };
    const { played, broken, mails, people } = await playWhole({ service: stage.service, servers: stage.servers, clock, view, mailbox: TO, pauseMs: 0, signal: new AbortController().signal });
    expect({ broken, told: broken.length > 0 ? told : [] }).toEqual({ broken: [], told: [] });
    expect(played).toEqual(SCENES);
    expect(mails).toBeGreaterThan(80);
    expect(people).toBe(ENTRIES + JUDGES.length - 1 + 1);
  });

  it('ends with every entry where it belongs', async () => {
    expect(await rows(`select state, count(*)::int as n from entry group by 1`)).toEqual([{ state: 'eligible', n: ENTRIES }]);
    expect(await rows(`select o.round, count(*)::int as n, count(*) filter (where s.advanced)::int as "on" from round_standing s join round_outcome o on o.id = s.outcome_id group by 1 order by 1`)).toEqual([{ round: 'defence', n: 16, on: 0 }, { round: 'preliminary', n: ENTRIES, on: 17 }]);
    expect(await rows(`select a.prize, a.slot, e.code, a.state from award a join entry e on e.id = a.entry_id where revoked_at is null order by array_position('{first,second,third,encouragement}', a.prize), a.slot`)).toEqual([
      { prize: 'first', slot: 1, code: 'CCHC24-0001-I', state: 'signed' }, { prize: 'second', slot: 1, code: 'CCHC24-0003-E', state: 'signed' }, { prize: 'third', slot: 1, code: 'CCHC24-0002-G', state: 'signed' },
      { prize: 'encouragement', slot: 1, code: 'CCHC24-0004-C', state: 'signed' }, { prize: 'encouragement', slot: 2, code: 'CCHC24-0005-A', state: 'signed' }, { prize: 'encouragement', slot: 3, code: 'CCHC24-0007-6', state: 'signed' },
    ]);
    expect(await rows(`select state, amount::int as amount from special_award`)).toEqual([{ state: 'approved', amount: 15_000_000 }]);
  });

  it('keeps on record what judges said, who was away, and who decided', async () => {
    expect(await rows(`select ground, count(*)::int as n from declared_conflict group by 1 order by 1`)).toEqual([{ ground: 'declared', n: 1 }, { ground: 'declined', n: 1 }]);
    expect(await rows(`select m.name, a.why, a.ended_at is not null as ended from judge_absence a join body_member m on m.id = a.member_id`)).toEqual([{ name: named.away, why: 'auto-reply', ended: true }]);
    expect(await rows(`select to_address as "to", count(*)::int as n from letter where kind = 'judge-reminder' group by 1 order by 2`)).toEqual([{ to: judgeNamed(named.away), n: 1 }, { to: judgeNamed(named.silent), n: 4 }]);
    expect(await rows(`select hundredths from chair_decision`)).toEqual([{ hundredths: 8_050 }]);
    // Seven for each who came, less those in conflict, and none for who did not.
    const sheets = await stage.service.services.db.transaction((tx) => countingSheets(tx, 'defence'));
    expect(new Set(sheets.map((s) => s.entryId)).size).toBe(16);
    expect(sheets.length).toBeGreaterThan(16 * 7 - 10);
    expect(sheets.length).toBeLessThan(16 * 7);
  });

  it('moved one appointment and cancelled one, in files that calendars understand', async () => {
    const changed = (await Promise.all(stage.delivered.map(async ({ to, raw }) => ({ to, ics: (await simpleParser(raw)).attachments.filter((a) => a.contentType === 'text/calendar').map((a) => a.content.toString().replace(/\r\n /g, '')).find((text) => text.includes('SEQUENCE:1')) })))).filter((m) => m.ics !== undefined);
    expect(changed.map((m) => /METHOD:(\w+)/.exec(m.ics ?? '')?.[1]).toSorted()).toEqual(['CANCEL', 'REQUEST']);
    const moved = changed.find((m) => m.ics?.includes('METHOD:REQUEST'));
    const uid = /UID:slot-([0-9a-f-]{36})@/.exec(moved?.ics ?? '')?.[1];
    expect(await rows(`select starts_at at time zone 'UTC' as at, sequence, cancelled_at from defence_slot where id = '${uid}'`)).toEqual([{ at: expect.anything(), sequence: 1, cancelled_at: null }]);
    expect(moved?.ics).toContain('DTSTART:20241126T083000Z');
  });

  it('told each entrant each thing once, and left nothing on its way', async () => {
    const sent = await rows<{ kind: string; n: number; to: number }>(`select kind, count(*)::int as n, count(distinct to_address)::int as "to" from letter where state = 'sent' and kind in ('eligibility-result', 'round-result', 'award-result', 'results-notice') group by 1 order by 1`);
    expect(sent).toEqual([{ kind: 'award-result', n: 17, to: 17 }, { kind: 'eligibility-result', n: ENTRIES, to: ENTRIES }, { kind: 'results-notice', n: 8, to: 8 }, { kind: 'round-result', n: ENTRIES, to: ENTRIES }]);
    expect(await rows(`select kind from letter where state <> 'sent'`)).toEqual([]);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
    expect((await stage.service.services.db.transaction((tx) => brokenLinks(tx))).violations).toEqual([]);
  });
});
