/** What must be decided before any result is told. */
import type { AwardRow, SpecialRow } from '../../src/store/results/awards.ts';

/** @returns a sentence for each; empty = the results may be told */
export function openDecisions(awards: AwardRow[], specials: SpecialRow[]): string[] {
  const given = awards.filter((a) => a.entryId !== null);
  return [
    ...(given.length === 0 ? ['no prize was given (`results award`)'] : []),
    ...given.filter((a) => a.state === 'approved').map((a) => `${a.prize} ${a.slot} is not signed for (\`results sign\`)`),
    ...specials.filter((s) => s.state === 'proposed' || s.state === 'submitted').map(() => 'a special prize waits for its answer (`results special`)'),
  ];
}
