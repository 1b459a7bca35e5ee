/** Prizes as papers list them, in the contest's order. */
import type { Contest } from '../../schemas/contest.ts';
import { inWords, winners, type Dossier, type DossierAward } from './dossier.ts';
import type { Block } from './official.ts';
import { paperWords } from './paper-words.ts';
import { spokenNumber } from '../contest/spoken.ts';
import { spokenCount } from './spoken-values.ts';

/** Awards in the order of the contest's prizes. */
export function inOrder(awards: DossierAward[], { prizes }: Contest): DossierAward[] {
  const rank = (a: DossierAward): number => prizes.findIndex((p) => p.key === a.prize);
  return awards.toSorted((a, b) => rank(a) - rank(b) || a.slot - b.slot);
}

export function prizeOf({ prizes }: Contest, award: Pick<DossierAward, 'prize'>): Contest['prizes'][number] | undefined {
  return prizes.find((p) => p.key === award.prize);
}

/** With a line for the sum; prizes that stay empty are shown where `empty` says so. */
export function prizeTable(dossier: Dossier, awards: DossierAward[], { empty }: { empty: boolean }): { block: Block; sum: number; winners: number } {
  const { contest, entries } = dossier;
  const say = paperWords(contest.locale);
  const shown = inOrder(awards, contest).filter((a) => empty || a.code !== null);
  const amount = (a: DossierAward): number => (a.code === null ? 0 : prizeOf(contest, a)?.amount ?? 0);
  const sum = shown.reduce((total, a) => total + amount(a), 0);
  const figure = (n: number): string => spokenNumber(n, contest.locale);
  return {
    sum, winners: shown.filter((a) => a.code !== null).length,
    block: {
      kind: 'table', total: true,
      columns: [{ head: say.no, width: 11, align: 'center' }, { head: say.prize, width: 27 }, { head: say.title, width: 59 }, { head: say.who, width: 42 }, { head: say.amount(contest.prizes[0]?.currency ?? ''), width: 26, align: 'right' }],
      rows: [
        ...shown.map((a, i) => {
          const entry = a.code === null ? undefined : entries.get(a.code);
          return [String(i + 1), inWords(contest, prizeOf(contest, a)?.name), a.code === null ? `(${say.empty})` : `${entry?.title ?? ''}\n${a.code}`, entry ? `${winners(entry)}${entry.kind === 'organisation' || entry.unit === null || entry.authors.length === 0 ? '' : `\n${entry.unit}`}` : '', a.code === null ? '' : figure(amount(a))];
        }),
        ['', say.total, '', spokenCount(shown.filter((a) => a.code !== null).length, contest.locale), figure(sum)],
      ],
    },
  };
}
