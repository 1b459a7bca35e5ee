/** A decision that takes a prize back. */
import type { PaperReference } from '../../schemas/awards.ts';
import { wrongUse } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { annulAward, currentAwards } from '../../src/store/results/awards.ts';
import type { Act } from './act.ts';
import { namesOf, paperFaults } from './prizes.ts';

/** A prize that was signed for, or handed over, is taken back by a decision of its own; the others stay. */
export async function annulAct(tx: Tx, prize: string, slot: number, paper: PaperReference): Promise<Act> {
  const found = (await currentAwards(tx)).find((a) => a.prize === prize && a.slot === slot && a.entryId !== null);
  if (!found) throw wrongUse(`${prize} ${slot} was given to nobody`);
  const code = (await namesOf(tx, [found])).get(found.id) ?? '';
  return {
    action: 'annul-prize', subject: `${prize}-${slot}`,
    warnings: [...(found.state === 'handed-over' ? [`it was handed to ${found.handedTo ?? '?'}`] : []), 'whoever was told of it is told anew by `results announce awards`, once all prizes are decided'],
    faults: [...(found.state === 'approved' ? [`${prize} ${slot} is not signed for: \`results award\` gives it anew, or \`award --revoke\` takes all back`] : []), ...paperFaults(paper)],
    content: { code }, texts: { document: `${paper.number}, ${paper.date}`, was: `${found.document ?? '?'}, ${found.documentDate ?? '?'}` },
    lines: [`${prize} ${slot} is taken back from ${code} by ${paper.number} of ${paper.date}, and stays empty until it is given anew.`],
    perform: (tx, { by, reason, hash }) => annulAward(tx, found, { hash, actor: by, reason }),
  };
}
