/** How the judging of a round stands, for the staff's summary. */
import type { LetterFacts } from '../../schemas/letters.ts';
import type { Locale } from '../../schemas/contest.ts';
import type { JudgedRound } from '../contest/judged-rounds.ts';
import { grouped } from '../results/grouped.ts';

export type JudgingRow = { code: string; judge: string; state: string; sheet: 'draft' | 'complete' | null; /** until when its scores are asked for */ dueAt: Date };
type Section = NonNullable<LetterFacts<'staff-summary'>['judging']>;

const SHOWN = 8;

/** @param rows assignments that count; @param entries that the round judges; @param divided of them those whose sheets lie too far apart. Null where nobody was asked yet, or the round is long over */
export function judgingSection(rows: readonly JudgingRow[], entries: readonly string[], round: JudgedRound, locale: Locale, now: Date, divided: Section['divided'] = []): Section | null {
  if (rows.length === 0 || now.getTime() > round.locksAt.getTime() + AFTER_LOCK) return null;
  const open = rows.filter((r) => r.sheet !== 'complete');
  const byJudge = new Map<string, number>();
  for (const { judge } of open) byJudge.set(judge, (byJudge.get(judge) ?? 0) + 1);
  const most = [...byJudge].map(([name, count]) => ({ name, open: count })).toSorted((a, b) => b.open - a.open || (a.name < b.name ? -1 : 1));
  const short = entries.filter((code) => rows.filter((r) => r.code === code).length < round.judges);
  return {
    roundName: round.name[locale] ?? round.key, dueAt: round.dueAt.toISOString(), late: now >= round.dueAt,
    assigned: rows.length, complete: rows.length - open.length, draft: open.filter((r) => r.sheet === 'draft').length, unanswered: open.filter((r) => r.state === 'invited' && r.sheet === null).length,
    scored: entries.filter((code) => { const own = rows.filter((r) => r.code === code); return own.length >= round.judges && own.every((r) => r.sheet === 'complete'); }).length, entries: entries.length,
    short: short.slice(0, SHOWN), moreShort: Math.max(0, short.length - SHOWN), judges: most.slice(0, SHOWN), moreJudges: Math.max(0, most.length - SHOWN),
    ...overdueOf(open.filter((r) => now >= r.dueAt)), divided: divided.slice(0, SHOWN), moreDivided: Math.max(0, divided.length - SHOWN),
  };
}

/** Staff see it for so long after the lock. */
const AFTER_LOCK = 3 * 86_400_000;

function overdueOf(late: readonly JudgingRow[]): Pick<Section, 'overdue' | 'moreOverdue'> {
  const all = [...grouped(late, (r) => r.judge)].map(([name, own]) => ({ name, open: own.length, since: new Date(Math.min(...own.map((r) => r.dueAt.getTime()))).toISOString() }))
    .toSorted((a, b) => b.open - a.open || (a.name < b.name ? -1 : 1));
  return { overdue: all.slice(0, SHOWN), moreOverdue: Math.max(0, all.length - SHOWN) };
}
