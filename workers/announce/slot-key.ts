/** Keys of invitations: one letter for each word that was said on a slot. */

export function keyOfSlot({ id, sequence }: { id: string; sequence: number }): string {
  return `defence:${id}:${sequence}`;
}

/** Null where it is the key of another letter. */
export function slotOfKey(key: string): { id: string; sequence: number } | null {
  const [, id, sequence] = /^defence:([0-9a-f-]{36}):(\d{1,6})$/.exec(key) ?? [];
  return id === undefined ? null : { id, sequence: Number(sequence) };
}
