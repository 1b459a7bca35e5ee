/** Whether each entry of a closed round goes on: one batch, which leaves once a person approved it. */
import type { LetterFacts } from '../../schemas/letters.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { outcomeOf, standingsOf } from '../../src/store/results/outcomes.ts';
import { propose } from '../approvals/propose.ts';
import { refused, type ByHand } from '../by-hand/change.ts';
import { lettersTo, roundNamed, takeTurnForResults } from './recipients.ts';

/** @throws Problem `wrong-use` where the round is open, is the last, or everybody was told */
export async function announceRound(tx: Tx, services: ByHand, round: string, askedBy: string): Promise<ApprovalRow> {
  await takeTurnForResults(tx);
  const { contest } = services.loaded;
  const { index, name } = roundNamed(contest, round);
  const next = contest.rounds[index + 1];
  if (!next) throw refused(`${round} is the last round: \`mailroom results announce awards\` tells its outcome`);
  const outcome = await outcomeOf(tx, round);
  if (outcome === null) throw refused(`the round ${round} is not closed: \`mailroom results advance ${round}\` closes it`);
  const standings = await standingsOf(tx, outcome.id);
  const facts = new Map(standings.map((s) => [s.entryId, { round: name, next: next.name[contest.locale] ?? next.key, advanced: s.advanced }]));
  const letters = await lettersTo(tx, services, [...facts.keys()], (entry) => ({
    kind: 'round-result', key: `round-result:${outcome.id}:${entry.id}`, facts: { code: entry.code, title: entry.title, ...facts.get(entry.id) as Omit<LetterFacts<'round-result'>, 'code' | 'title'> },
  }));
  const on = standings.filter((s) => s.advanced).length;
  const about = contest.locale === 'vi' ? `${name}: ${on} bài vào vòng sau, ${standings.length - on} bài dừng lại` : `${name}: ${on} entries go on, ${standings.length - on} do not`;
  return propose(tx, services, { what: 'results', about, letters, askedBy });
}
