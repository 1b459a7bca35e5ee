/** Erases a person, exactly as previewed, in one transaction; files go after it. */
import type { Asked } from '../../src/personal/resolve.ts';
import { addressKey } from '../../src/personal/tombstone.ts';
import { wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { eraseAuditTexts } from '../../src/store/audit-texts.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { beginErasure, countErasure, emptyLetters, emptyMessages, type ErasureRow } from '../../src/store/personal/empty.ts';
import { emptyDesk, emptyEntries, forgetTexts, leaveEntries } from '../../src/store/personal/entries.ts';
import { leaveMessages } from '../../src/store/personal/leave.ts';
import { closeRequestsOf } from '../../src/store/personal/requests.ts';
import { sweep } from '../../src/store/personal/sweep.ts';
import { takeComparisonTurn } from '../../src/store/similarity.ts';
import type { ByHand } from '../by-hand/change.ts';
import { planErasure, type ErasurePlan } from './plan.ts';
import { tellStaff } from './tell.ts';

export type Erased = { erasure: ErasureRow; plan: ErasurePlan };

/**
 * @param hash of the preview that a person saw
 * @throws Problem `wrong-use` where something stands against it, or it is not what was previewed any more
 */
export async function erasePerson(tx: Tx, services: ByHand, asked: Asked, who: { by: string; reason: string; hash: string }): Promise<Erased> {
  // Mail is registered while every table is looked through; what came meanwhile shows in the second plan.
  const { swept: counted } = await planErasure(tx, services, asked);
  await takeComparisonTurn(tx);
  await takeTurn(tx);
  const plan = await planErasure(tx, services, asked, counted);
  const { person, held } = plan;
  if (plan.obstacles.length > 0) throw wrongUse(`nothing was erased: ${plan.obstacles.join('; ')}`);
  if (plan.hash !== who.hash) throw wrongUse('nothing was erased: it is not what was previewed any more. Look at the preview again, and confirm its new hash');
  if (plan.redact(who.reason) !== who.reason) throw wrongUse('--reason: it stays on record, and names the person; say it without the name and the address');
  const erasure = await beginErasure(tx, { actor: who.by, why: 'request', reason: who.reason, hash: plan.hash, keys: person.addresses.flatMap((a) => services.secretKeys.slice(0, 1).map((key) => addressKey(a, key))) });
  const whole = person.entries.filter((e) => e.whole);
  const shared = person.entries.filter((e) => !e.whole).map((e) => e.entryId);
  const wholeIds = whole.map((e) => e.entryId);
  const gone = held.messages.map((m) => m.id);
  await emptyEntries(tx, erasure.id, wholeIds);
  await leaveEntries(tx, erasure.id, shared, person.addresses);
  const documents = await emptyMessages(tx, erasure.id, gone, services.secretKeys, 'erased at the request of its sender, or with an entry that was');
  await leaveMessages(tx, held.partly.map((m) => m.id), person.addresses, services.secretKeys);
  const letters = await emptyLetters(tx, erasure.id, held.letters.map((l) => l.id));
  await emptyDesk(tx, { messageIds: gone, entryIds: wholeIds, addresses: person.addresses });
  const swept = await sweep(tx, plan.redact, plan.needles, plan.except, true);
  await forgetTexts(tx, erasure.id, wholeIds, shared);
  await eraseAuditTexts(tx, { subjects: [...whole.map((e) => e.code), ...gone, ...held.letters.map((l) => l.id)], addresses: person.addresses });
  await closeRequestsOf(tx, person.addresses, erasure.id, who.by);
  const counts = { messages: gone.length, documents, letters, entries: whole.length, shared: shared.length, redacted: swept.rows };
  await countErasure(tx, erasure.id, counts);
  await recordDecision(tx, { actor: who.by, action: 'erase-person', subject: erasure.id, detail: { erasure: erasure.n, hash: plan.hash, ...counts }, texts: { reason: who.reason } });
  await tellStaff(tx, services, erasure, plan);
  return { erasure: { ...erasure, counts }, plan };
}
