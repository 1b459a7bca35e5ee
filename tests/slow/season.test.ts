import { afterAll, beforeAll, expect, it } from 'vitest';
import { announceEligibility } from '../../workers/approvals/eligibility.ts';
import { mail } from '../support/mails.ts';
import { entrant, HOST, playSeason, SEASON_STAFF } from '../support/season.ts';
import { openStage, type Stage } from '../support/stage.ts';

const ENTRIES = 300;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ now: '2024-06-30T17:00:00Z', authservId: HOST, changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness, 'content-area': c.checks['content-area'] }, staff: { addresses: SEASON_STAFF, auth: 'server' } }) });
});
afterAll(() => stage.stop());

it('47 days, 300 entries and four members of staff end entry by entry as they should, and everybody hears once', async () => {
  const all = Array.from({ length: ENTRIES }, (_, n) => entrant(n));
  // More come each week, most of them in the last.
  const arrivals = Array.from({ length: 47 }, (_, day): typeof all => all.filter(({ n }) => Math.floor(46 * Math.sqrt((n + 0.5) / ENTRIES)) === day));
  expect(arrivals.flat()).toHaveLength(ENTRIES);
  await playSeason(stage, arrivals, new Date('2024-09-20T17:00:00Z'));
  const entries = await stage.entries();
  expect(entries).toHaveLength(ENTRIES);
  const states = new Map(entries.map(({ entry, version }) => [version?.fields.title.value, entry.state]));
  expect(all.filter(({ title, breaks }) => states.get(title) !== (breaks ? 'ineligible' : 'eligible')).map(({ title }) => [title, states.get(title)])).toEqual([]);
  const letters = await stage.service.services.db.transaction(async (tx) => tx.run<{ kind: string; to: string; n: number }>(`select kind, to_address as "to", count(*)::int as n from letter where kind in ('receipt', 'gap-reminder') group by 1, 2`));
  expect(letters.filter((l) => l.kind === 'gap-reminder').every((l) => /tacgia\d*3@/.test(l.to))).toBe(true);
  expect(new Set(letters.filter((l) => l.kind === 'receipt').map((l) => l.to)).size).toBe(ENTRIES);

  const { db } = stage.service.services;
  const batch = await db.transaction((tx) => announceEligibility(tx, stage.service.services, 'Chị Lan'));
  await stage.idle();
  const request = (await stage.letters()).find((l) => l.kind === 'approval-request' && l.toAddress === SEASON_STAFF[0])!;
  await stage.send(await mail({ from: SEASON_STAFF[0]!, subject: `Re: ${request.subject}`, inReplyTo: request.rfcMessageId, text: `DUYỆT ${batch.code}`, headers: { 'Authentication-Results': `${HOST}; dmarc=pass` } }), SEASON_STAFF[0]);
  const told = await db.transaction(async (tx) => tx.run<{ to: string; n: number; state: string }>(`select to_address as "to", state, count(*)::int as n from letter where kind = 'eligibility-result' group by 1, 2`));
  expect([told.length, told.every((t) => t.n === 1 && t.state === 'sent')]).toEqual([ENTRIES, true]);
  expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
});
