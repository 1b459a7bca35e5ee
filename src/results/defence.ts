/** When each finalist presents: the order drawn by lot under a seed that is kept, the hours one after the other with breaks between. */
import { createHash } from 'node:crypto';

export type SlotPlan = { starts: Date; /** of one presentation with its questions */ minutes: number; breaks: { from: Date; to: Date }[] };
export type PlannedSlot = { code: string; startsAt: Date };

/** Drawn by lot: by the SHA-256 of seed and code, so that anybody can draw again and gets the same. */
export function drawOrder(codes: string[], seed: string): string[] {
  const lot = (code: string): string => createHash('sha256').update(`${seed}\n${code}`).digest('hex');
  return codes.toSorted((a, b) => (lot(a) < lot(b) ? -1 : 1));
}

/** None lies in a break, not even in part. @param codes in the order in which they present */
export function planSlots(codes: string[], { starts, minutes, breaks }: SlotPlan): PlannedSlot[] {
  let at = starts.getTime();
  const length = minutes * 60_000;
  return codes.map((code) => {
    for (const pause of breaks.toSorted((a, b) => a.from.getTime() - b.from.getTime())) if (at < pause.to.getTime() && at + length > pause.from.getTime()) at = pause.to.getTime();
    const slot = { code, startsAt: new Date(at) };
    at += length;
    return slot;
  });
}

/** Slots of one place that lie upon each other, as pairs of codes. */
export function overlapping(slots: (PlannedSlot & { minutes: number; place: string })[]): [string, string][] {
  const sorted = slots.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  return sorted.flatMap((a, i) => sorted.slice(i + 1).filter((b) => b.place === a.place && b.startsAt.getTime() < a.startsAt.getTime() + a.minutes * 60_000).map((b): [string, string] => [a.code, b.code]));
}
