import { afterAll, beforeAll, expect, it } from 'vitest';
import { entrant, HOST, playSeason, SEASON_STAFF } from '../support/season.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ now: '2024-07-31T17:00:00Z', authservId: HOST, changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness, 'content-area': c.checks['content-area'] }, staff: { addresses: SEASON_STAFF, auth: 'server' } }) });
});
afterAll(() => stage.stop());

it('a week of the season: each entry is registered, mended and decided as it should be', async () => {
  const all = Array.from({ length: 16 }, (_, n) => entrant(n));
  await playSeason(stage, [all.slice(0, 5), all.slice(5, 9), [], [], all.slice(9, 16)], new Date('2024-08-07T17:00:00Z'));
  const entries = await stage.entries();
  const states = new Map(entries.map(({ entry, version }) => [version?.fields.title.value, entry.state]));
  // Who came after the day of the reminder and lacks something waits for the next one.
  expect(all.map(({ title }) => states.get(title))).toEqual(all.map(({ n, breaks }) => (n === 13 ? 'needs-info' : breaks ? 'ineligible' : 'eligible')));
  expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
});
