/** Invitations to present an entry, with the appointment for the calendar; a slot that moved or was cancelled is told anew. */
import type { LetterFacts } from '../../schemas/letters.ts';
import { wrongUse } from '../../src/problem.ts';
import { appointmentOf } from '../../src/results/appointment.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { lettersWithKeys } from '../../src/store/letters.ts';
import { slotsOf, type SlotRow } from '../../src/store/results/slots.ts';
import { propose } from '../approvals/propose.ts';
import { candidatesOf } from '../results/standings.ts';
import type { ByHand } from '../by-hand/change.ts';
import { lettersTo, roundNamed, takeTurnForResults, type Addressed } from './recipients.ts';
import { keyOfSlot } from './slot-key.ts';

type Slot = LetterFacts<'defence-invitation'>['slot'];

/** @param answerBy until when an answer is asked for; null = no such hour is named @throws Problem `wrong-use` where there is no slot, or everybody was told */
export async function inviteToDefence(tx: Tx, services: ByHand, round: string, answerBy: Date | null, askedBy: string): Promise<ApprovalRow> {
  await takeTurnForResults(tx);
  const { contest } = services.loaded;
  const { name } = roundNamed(contest, round);
  const takePart = new Set((await candidatesOf(tx, contest, round)).map((c) => c.entryId));
  const slots = new Map((await slotsOf(tx, round)).filter((s) => takePart.has(s.entryId) || s.cancelledAt !== null).map((s) => [s.entryId, s]));
  if (slots.size === 0) throw wrongUse(`no entry has a slot in ${round}: \`mailroom results slots plan ${round}\` gives them`);
  const told = await toldSlots(tx, [...slots.values()]);
  const letters = await lettersTo(tx, services, [...slots.keys()], (entry) => {
    const slot = slots.get(entry.id);
    const before = slot ? told.get(slot.id) ?? null : null;
    // A slot that nobody heard of is cancelled without a word.
    if (!slot || (slot.cancelledAt !== null && before === null)) return null;
    return {
      kind: 'defence-invitation', key: keyOfSlot(slot), carries: [appointment(services, round, slot, entry, tx.now)],
      facts: { code: entry.code, title: entry.title, round: name, slot: slotFacts(slot), before: slot.cancelledAt === null ? before : null, cancelled: slot.cancelledAt !== null, answerBy: answerBy?.toISOString() ?? null },
    };
  });
  const about = contest.locale === 'vi' ? `${name}: thư mời thuyết trình, ${letters.length} bài` : `${name}: ${letters.length} invitations to present`;
  return propose(tx, services, { what: 'results', about, letters, askedBy });
}

/** What entrants heard last of each slot; a cancellation is no hour. */
async function toldSlots(tx: Tx, slots: SlotRow[]): Promise<Map<string, Slot>> {
  const keys = slots.flatMap((s) => Array.from({ length: s.sequence }, (_, n) => keyOfSlot({ id: s.id, sequence: n })));
  const letters = await lettersWithKeys(tx, keys);
  return new Map(slots.flatMap((s): [string, Slot][] => {
    const said = Array.from({ length: s.sequence }, (_, n) => letters.get(keyOfSlot({ id: s.id, sequence: s.sequence - 1 - n }))).find((l) => l !== undefined);
    const facts = said?.facts as LetterFacts<'defence-invitation'> | undefined;
    return facts?.slot && !facts.cancelled ? [[s.id, facts.slot]] : [];
  }));
}

function slotFacts({ startsAt, minutes, place }: SlotRow): Slot {
  return { startsAt: startsAt.toISOString(), minutes, place };
}

function appointment({ loaded: { contest } }: ByHand, round: string, slot: SlotRow, { title }: Addressed, now: Date) {
  const { uid, sequence, cancelled, startsAt, minutes, summary, place, description } = appointmentOf(contest, round, { ...slot, title, cancelled: slot.cancelledAt !== null, saidAt: now, attendees: [] });
  return { kind: 'appointment' as const, uid, sequence, cancelled, startsAt: startsAt.toISOString(), minutes, summary, place, description };
}
