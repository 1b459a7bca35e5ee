/** What must be decided before any result is told. */
import type { Tx } from '../../src/store/database.ts';
import { entriesById } from '../../src/store/entries.ts';
import type { AwardRow, SpecialRow } from '../../src/store/results/awards.ts';

/** @returns a sentence for each; empty = the results may be told */
export async function openDecisions(tx: Tx, awards: AwardRow[], specials: SpecialRow[]): Promise<string[]> {
  const given = awards.filter((a) => a.entryId !== null);
  const approved = specials.filter((s) => s.state === 'approved');
  const gone = new Map((await entriesById(tx, [...given, ...approved].flatMap((a) => a.entryId ?? []))).filter((e) => e.state !== 'eligible').map((e) => [e.id, `${e.code}, which is ${e.state}`]));
  return [
    ...(given.length === 0 ? ['no prize was given (`results award`)'] : []),
    ...given.filter((a) => a.state === 'approved').map((a) => `${a.prize} ${a.slot} is not signed for (\`results sign\`)`),
    ...given.flatMap((a) => { const who = gone.get(a.entryId ?? ''); return who === undefined ? [] : [`${a.prize} ${a.slot} went to ${who} (\`results ${a.state === 'approved' ? 'award' : 'annul'}\`)`]; }),
    ...approved.flatMap((s) => { const who = gone.get(s.entryId); return who === undefined ? [] : [`the special prize went to ${who} (\`results special decline\`)`]; }),
    ...specials.filter((s) => s.state === 'proposed' || s.state === 'submitted').map(() => 'a special prize waits for its answer (`results special`)'),
  ];
}
