/** Keys of invitations, one letter for each word that was said on a slot, and of what answers them. */

export function keyOfSlot({ id, sequence }: { id: string; sequence: number }): string {
  return `defence:${id}:${sequence}`;
}

/** Null where it is the key of another letter. */
export function slotOfKey(key: string): { id: string; sequence: number } | null {
  const [, id, sequence] = /^defence:([0-9a-f-]{36}):(\d{1,6})(?::answered:|$)/.exec(key) ?? [];
  return id === undefined ? null : { id, sequence: Number(sequence) };
}

/** Of the appointments that invitations carry (src/results/appointment.ts); null where it is another. */
export function slotOfUid(uid: string): string | null {
  return /^slot-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/.exec(uid)?.[1] ?? null;
}
