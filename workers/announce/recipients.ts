/** Letters about rounds and prizes go to who sent the entry first, and say the same thing once. */
import type { Contest } from '../../schemas/contest.ts';
import type { ProposedLetter } from '../../schemas/desk.ts';
import type { Attachment, LetterFacts, LetterKind } from '../../schemas/letters.ts';
import { wrongUse } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesById, sendersOf, takeTurn, titlesOf } from '../../src/store/entries.ts';
import { lettersByKeys } from '../../src/store/letters.ts';
import { takeResultsTurn } from '../../src/store/results/sheets.ts';
import { proposed } from '../approvals/propose.ts';
import type { ByHand } from '../by-hand/change.ts';

/** No entry and no decision about results changes until the batch is written, or let go. */
export async function takeTurnForResults(tx: Tx): Promise<void> {
  await takeTurn(tx);
  await takeResultsTurn(tx);
}

export type Addressed = { id: string; code: string; title: string | null };
type Made<K extends LetterKind> = { kind: K; key: string; facts: LetterFacts<K>; carries?: Attachment[] };

/** In the order of ids. Who was told under the same key is left out; so is an entry that nobody sent by mail. @param make null = there is nothing to say of it */
export async function lettersTo<K extends LetterKind>(tx: Tx, services: ByHand, entryIds: string[], make: (entry: Addressed) => Made<K> | null): Promise<ProposedLetter[]> {
  const rows = new Map((await entriesById(tx, entryIds)).map((e) => [e.id, e]));
  const titles = await titlesOf(tx, entryIds);
  const made = entryIds.flatMap((id) => {
    const row = rows.get(id);
    const letter = row ? make({ id, code: row.code, title: titles.get(id) ?? null }) : null;
    return row && letter ? [{ row, letter }] : [];
  });
  const told = await lettersByKeys(tx, made.map(({ letter }) => letter.key));
  const letters: ProposedLetter[] = [];
  for (const { row, letter } of made.filter((m) => !told.has(m.letter.key))) {
    const [to] = await sendersOf(tx, row.id);
    if (to !== undefined) letters.push(proposed(services, tx.now, { ...letter, to, entryId: row.id, code: row.code }));
  }
  return letters;
}

/** @throws Problem `wrong-use` that names the rounds there are */
export function roundNamed({ rounds, locale }: Contest, key: string): { index: number; name: string } {
  const index = rounds.findIndex((r) => r.key === key);
  const round = rounds[index];
  if (!round) throw wrongUse(`there is no round ${key}; contest.yaml names ${rounds.map((r) => r.key).join(', ') || 'none'}`);
  return { index, name: round.name[locale] ?? key };
}
