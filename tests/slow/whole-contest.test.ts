import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { brokenLinks } from '../../src/store/audit.ts';
import { ENTRIES, withJudging } from '../../workers/demo/whole/cast.ts';
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

const view: View = { line: (text = '') => { told.push(text); }, row: () => undefined, progress: () => undefined, clear: () => undefined };
const rows = <R extends Record<string, unknown>>(text: string): Promise<R[]> => stage.database.query<R>(text);

describe('a contest from the first mail to the prizes', () => {
  it('comes true as it is told, letter by letter', async () => {
    const clock = { now: stage.clock.now, set: (at: Date) => stage.clock.set(at.toISOString()) };
    const { broken, mails } = await playWhole({ service: stage.service, servers: stage.servers, clock, view, mailbox: TO, pauseMs: 0, signal: new AbortController().signal });
    expect({ broken, told: broken.length > 0 ? told : [] }).toEqual({ broken: [], told: [] });
    expect(mails).toBeGreaterThan(80);
  });

  it('ends with every entry where it belongs', async () => {
    expect(await rows(`select state, count(*)::int as n from entry group by 1`)).toEqual([{ state: 'eligible', n: ENTRIES }]);
    expect(await rows(`select o.round, count(*)::int as n, count(*) filter (where s.advanced)::int as "on" from round_standing s join round_outcome o on o.id = s.outcome_id group by 1 order by 1`)).toEqual([{ round: 'defence', n: 17, on: 0 }, { round: 'preliminary', n: ENTRIES, on: 17 }]);
    expect(await rows(`select a.prize, a.slot, e.code, a.state from award a join entry e on e.id = a.entry_id where revoked_at is null order by e.number`)).toEqual([
      { prize: 'first', slot: 1, code: 'CCHC24-0001-I', state: 'signed' }, { prize: 'second', slot: 1, code: 'CCHC24-0002-G', state: 'signed' }, { prize: 'third', slot: 1, code: 'CCHC24-0003-E', state: 'signed' },
      { prize: 'encouragement', slot: 1, code: 'CCHC24-0004-C', state: 'signed' }, { prize: 'encouragement', slot: 2, code: 'CCHC24-0005-A', state: 'signed' }, { prize: 'encouragement', slot: 3, code: 'CCHC24-0006-8', state: 'signed' },
    ]);
    expect(await rows(`select state, amount::int as amount from special_award`)).toEqual([{ state: 'approved', amount: 15_000_000 }]);
  });

  it('told each entrant each thing once, and left nothing on its way', async () => {
    const sent = await rows<{ kind: string; n: number; to: number }>(`select kind, count(*)::int as n, count(distinct to_address)::int as "to" from letter where state = 'sent' and kind in ('eligibility-result', 'round-result', 'award-result', 'results-notice') group by 1 order by 1`);
    expect(sent).toEqual([{ kind: 'award-result', n: 17, to: 17 }, { kind: 'eligibility-result', n: ENTRIES, to: ENTRIES }, { kind: 'results-notice', n: 8, to: 8 }, { kind: 'round-result', n: ENTRIES, to: ENTRIES }]);
    expect(await rows(`select kind from letter where state <> 'sent'`)).toEqual([]);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
    expect((await stage.service.services.db.transaction((tx) => brokenLinks(tx))).violations).toEqual([]);
  });
});
