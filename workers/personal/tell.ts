/** Staff hear what they must delete in the mailbox itself: where it lies, never what it said. */
import type { LetterFacts } from '../../schemas/letters.ts';
import type { Tx } from '../../src/store/database.ts';
import type { MessageRow } from '../../src/store/messages.ts';
import type { ErasureRow } from '../../src/store/personal/empty.ts';
import { mailboxNames } from '../../src/store/personal/mailboxes.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postLetter } from '../outbox.ts';
import type { ErasurePlan } from './plan.ts';

/** Rows of a table that somebody works through. */
const LISTED = 200;

export async function tellStaff(tx: Tx, services: ByHand, erasure: ErasureRow, plan: ErasurePlan): Promise<void> {
  const { contest } = services.loaded;
  const facts = await erasedFacts(tx, services, erasure, plan);
  for (const address of contest.staff.addresses) {
    const to = address.toLowerCase();
    await postLetter(tx, services, { kind: 'person-erased', key: `person-erased:${erasure.id}:${to}`, to, facts });
  }
}

async function erasedFacts(tx: Tx, services: ByHand, erasure: ErasureRow, { held, person, stays }: ErasurePlan): Promise<LetterFacts<'person-erased'>> {
  const { after, sentFolder } = services.loaded.contest.mailbox;
  const mails = [...held.messages, ...held.partly].toSorted((a, b) => a.uid - b.uid);
  const [name = ''] = await mailboxNames(tx);
  const mailbox = name.slice(name.lastIndexOf('/') + 1);
  const sent = held.letters.flatMap((l) => l.sentAt === null ? [] : l.createdAt).toSorted((a, b) => a.getTime() - b.getTime());
  const [first, last] = [sent[0], sent.at(-1)];
  return {
    n: erasure.n, at: tx.now.toISOString(), by: erasure.actor, entries: person.entries.map(({ code, whole }) => ({ code, whole })),
    mailbox, movedTo: after.do === 'move' ? after.folder : null,
    mails: mails.slice(0, LISTED).map((m) => ({ uid: m.uid, receivedAt: m.internalDate.toISOString(), what: whatIs(m) })), moreMails: Math.max(0, mails.length - LISTED),
    sent: first && last ? { folder: sentFolder ?? null, letters: sent.length, first: first.toISOString(), last: last.toISOString() } : null,
    stays,
  };
}

function whatIs({ outcome, kind }: MessageRow): 'mail' | 'copy' | 'machine' | 'staff' {
  if (outcome === 'own-letter') return 'copy';
  if (kind === 'staff-reply' || kind === 'judge-reply') return 'staff';
  return kind === 'bounce' || kind === 'auto-reply' || kind === 'bulk' ? 'machine' : 'mail';
}
