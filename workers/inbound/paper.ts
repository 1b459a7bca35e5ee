/** An entry on paper, as staff entered it: an entry of its own, or the next version of the one that staff named. */
import { liveStates } from '../../schemas/states.ts';
import type { Tx } from '../../src/store/database.ts';
import { addSender, entriesByCode, followMerges, takeTurn } from '../../src/store/entries.ts';
import { loadMessage } from '../../src/store/messages.ts';
import type { PaperRow } from '../../src/store/paper.ts';
import { tellEntered } from '../paper/tell.ts';
import type { Ending, Inbound } from './inbound.ts';
import { registerAs, registerNew } from './submission.ts';

export async function onPaper(tx: Tx, mail: Inbound, paper: PaperRow): Promise<Ending> {
  await takeTurn(tx);
  const ending = await registerPapers(tx, mail, paper);
  const asked = paper.staffMessageId === null ? null : await loadMessage(tx, paper.staffMessageId);
  if (asked?.fromAddress != null && ending.outcome === 'registered') await tellEntered(tx, mail.services, { messageId: mail.message.id, asked, to: asked.fromAddress, before: false });
  return ending;
}

async function registerPapers(tx: Tx, mail: Inbound, paper: PaperRow): Promise<Ending> {
  if (paper.code === null) return registerNew(tx, mail);
  const [entry] = await followMerges(tx, await entriesByCode(tx, [paper.code]));
  if (!entry || !liveStates.includes(entry.state)) return { outcome: 'passed-to-staff', reason: `on paper, for ${paper.code}, which is ${entry?.state ?? 'not there'}: nothing was registered` };
  addSender(tx, entry.id, paper.sender);
  return registerAs(tx, mail, entry);
}
