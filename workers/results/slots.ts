/** The slots of the defence: drawn and planned for all, moved or cancelled one by one. */
import type { LoadedContest } from '../../schemas/contest.ts';
import { wrongUse } from '../../src/problem.ts';
import { drawOrder, overlapping, planSlots, type SlotPlan } from '../../src/results/defence.ts';
import type { Tx } from '../../src/store/database.ts';
import { cancelSlot, setSlot, slotsOf, type SlotRow } from '../../src/store/results/slots.ts';
import type { Act } from './act.ts';
import { candidate, candidatesOf } from './standings.ts';

const iso = (date: Date): string => date.toISOString();

/** @param seed of the lot; kept in the record, so that anybody can draw again */
export async function planAct(tx: Tx, { contest }: LoadedContest, round: string, plan: SlotPlan & { place: string; seed: string }): Promise<Act> {
  const candidates = await candidatesOf(tx, contest, round);
  const known = (await slotsOf(tx, round)).filter((s) => s.cancelledAt === null);
  const slots = planSlots(drawOrder(candidates.map((c) => c.code), plan.seed), plan);
  return {
    action: 'plan-slots', subject: round,
    faults: [
      ...(candidates.length === 0 ? [`no entry takes part in the round ${round}`] : []), ...(plan.place.trim() === '' ? ['--place is needed'] : []),
      ...(plan.minutes >= 1 && plan.minutes <= 480 ? [] : ['--minutes: expected 1 to 480']), ...(Number.isNaN(plan.starts.getTime()) ? ['--start: expected a moment with its offset, as 2024-11-26T08:00:00+07:00'] : []),
    ],
    warnings: known.length > 0 ? [`${known.length} entries have a slot already: each gets the new one, and its calendar entry moves`] : [],
    texts: { seed: plan.seed, place: plan.place }, content: { minutes: plan.minutes, slots: slots.map((s) => ({ code: s.code, startsAt: validIso(s.startsAt) })) },
    lines: slots.map((s) => `${validIso(s.startsAt)}  ${s.code}  ${plan.minutes} minutes, ${plan.place}`),
    perform: async (tx, { by }) => {
      for (const s of slots) await setSlot(tx, { round, entryId: candidate(candidates, s.code, round).entryId, startsAt: s.startsAt, minutes: plan.minutes, place: plan.place, actor: by });
    },
  };
}

function validIso(date: Date): string {
  return Number.isNaN(date.getTime()) ? '?' : iso(date);
}

export async function moveAct(tx: Tx, round: string, code: string, to: { startsAt?: Date; place?: string }): Promise<Act> {
  const [all, slot] = await slotOf(tx, round, code);
  const moved = { ...slot, startsAt: to.startsAt ?? slot.startsAt, place: to.place ?? slot.place };
  const clash = overlapping([...all.filter((s) => s.id !== slot.id && s.cancelledAt === null), moved]).filter((pair) => pair.includes(slot.code));
  return {
    action: 'move-slot', subject: slot.code, warnings: clash.map((pair) => `${pair.join(' and ')} lie upon each other`),
    faults: Number.isNaN(moved.startsAt.getTime()) ? ['--start: expected a moment with its offset, as 2024-11-26T08:00:00+07:00'] : [],
    content: { round, from: iso(slot.startsAt), to: validIso(moved.startsAt), sequence: slot.sequence + 1 }, texts: { was: slot.place, place: moved.place },
    lines: [`${slot.code}: ${validIso(moved.startsAt)}, ${moved.place} (was ${iso(slot.startsAt)}, ${slot.place})`],
    perform: (tx, { by }) => setSlot(tx, { round, entryId: slot.entryId, startsAt: moved.startsAt, minutes: slot.minutes, place: moved.place, actor: by }),
  };
}

export async function cancelAct(tx: Tx, round: string, code: string): Promise<Act> {
  const [, slot] = await slotOf(tx, round, code);
  return {
    action: 'cancel-slot', subject: slot.code, warnings: [], faults: slot.cancelledAt === null ? [] : [`${slot.code}'s slot is cancelled already`],
    content: { round, startsAt: iso(slot.startsAt), sequence: slot.sequence + 1 }, lines: [`${slot.code}: the slot of ${iso(slot.startsAt)} is cancelled.`],
    perform: (tx, { by }) => cancelSlot(tx, slot, by),
  };
}

async function slotOf(tx: Tx, round: string, code: string): Promise<[SlotRow[], SlotRow]> {
  const all = await slotsOf(tx, round);
  const slot = all.find((s) => s.code === code.trim().toUpperCase());
  if (!slot) throw wrongUse(`${code} has no slot in the round ${round}`);
  return [all, slot];
}
