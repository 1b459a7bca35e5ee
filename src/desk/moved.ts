/** A batch of letters that tell outcomes holds only while its entries stand as they did when it was written. */
import type { ApprovalMatter, ProposedLetter } from '../../schemas/desk.ts';
import { standingOf, type EntryStands } from './standing.ts';

/**
 * Codes of entries that stand otherwise now, or for which a letter's reader may no longer speak.
 * @param entries as they stand, by code
 * @param senders who may speak for them, by the entry's id
 */
export function movedIn({ what, letters }: { what: ApprovalMatter; letters: ProposedLetter[] }, entries: ReadonlyMap<string, EntryStands & { entryId: string }>, senders: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return toldIn({ what, letters }).filter(({ code, to, standing }) => {
    const entry = entries.get(code);
    return entry === undefined || standingOf(entry) !== standing || senders.get(entry.entryId)?.has(to) !== true;
  }).map((l) => l.code);
}

/** Its letters that tell an outcome; one that was written before standings were kept holds no more. */
export function toldIn({ what, letters }: { what: ApprovalMatter; letters: ProposedLetter[] }): { code: string; to: string; standing: string | undefined }[] {
  return letters.flatMap(({ code, to, standing }) => (code !== null && (what === 'eligibility' || standing !== undefined) ? [{ code, to, standing }] : []));
}
