/** Work in a round that people have closed is given to nobody: no answer to it would be taken. */
import { wrongUse } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { outcomeOf } from '../../src/store/results/outcomes.ts';
import { takeResultsTurn } from '../../src/store/results/sheets.ts';

/** The round stays open to the end of the transaction. Call only after takeTurnToAssign, where that is taken at all. @throws Problem `wrong-use` where it is closed */
export async function holdRoundOpen(tx: Tx, round: string): Promise<void> {
  await takeResultsTurn(tx);
  const outcome = await outcomeOf(tx, round);
  if (outcome !== null) throw wrongUse(`the round ${round} is closed since ${outcome.at.toISOString()}: nothing is judged in it any more; \`mailroom results reopen ${round}\` opens it again`);
}
