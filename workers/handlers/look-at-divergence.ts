/** The sheets of some entries, or of a round, are looked at for how far they lie apart; what the chair would get is made before. */
import { judgedRound } from '../../src/contest/judged-rounds.ts';
import type { Divergent } from '../../src/judging/divergent.ts';
import type { Tx } from '../../src/store/database.ts';
import { versionsOf } from '../../src/store/entries.ts';
import { releasesOf } from '../../src/store/judging/releases.ts';
import { readOfVersions } from '../../src/store/messages.ts';
import type { ForChair } from '../judging/chair.ts';
import { awaitingChair, lookAtDivergence } from '../judging/divergence.ts';
import type { Handler, Work } from '../services.ts';
import { MOST_TO_READ, pack, type Packing } from './judge-package.ts';

export const lookAtSheets: Handler<'look-at-divergence'> = async ({ round, entryIds }, work) => {
  const ids = entryIds === '' ? null : entryIds.split(',');
  const packed = await packedForChair(work, round, ids);
  await work.finish((tx) => lookAtDivergence(tx, work, round, ids, packed));
};

/** Making the papers takes longer than a transaction should. */
async function packedForChair(work: Work, key: string, entryIds: string[] | null): Promise<Map<string, ForChair>> {
  const round = judgedRound(work.loaded.contest, key, work.clock());
  const waiting = await work.db.transaction(async (tx) => {
    const found: { standing: string; packing: Packing }[] = [];
    for (const d of await awaitingChair(tx, work.loaded.contest, round, entryIds)) found.push(...await load(tx, d, round.key));
    return found;
  });
  const packed = new Map<string, ForChair>();
  for (const { standing, packing } of waiting) {
    const { carries, made, entry } = await pack(packing, round, work);
    packed.set(standing, { carries, made, files: [...entry.files, ...entry.released], withheld: entry.withheld });
  }
  return packed;
}

async function load(tx: Tx, { entryId, code, standing }: Divergent, round: string): Promise<{ standing: string; packing: Packing }[]> {
  const versions = await versionsOf(tx, entryId);
  const newest = versions.at(-1);
  return newest ? [{ standing, packing: { assignment: { entryId, code }, fields: newest.fields, read: await readOfVersions(tx, versions, MOST_TO_READ), marks: {}, releases: await releasesOf(tx, [entryId], round) } }] : [];
}
