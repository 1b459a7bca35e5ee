/** What one document may cost to open, with all that lies inside it. */
import type { DocumentFlag } from '../../schemas/reading.ts';

const MB = 1024 * 1024;

export type Limits = {
  /** bytes of one member */
  memberBytes: number;
  /** of the whole tree below one document */
  members: number;
  totalBytes: number;
  /** an archive, and an archive in it */
  archives: number;
  /** containers of any kind within each other: mails and winmail.dat count too */
  containers: number;
  /** unpacked to packed, for members above `ratioAbove` bytes */
  ratio: number;
  ratioAbove: number;
  ms: number;
  /** names that are looked at in one archive, whatever they are */
  names: number;
  /** of memory that an archive may ask for to be unpacked (its dictionary) */
  dictionaryBytes: number;
};

export const usualLimits: Limits = {
  memberBytes: 25 * MB, members: 200, totalBytes: 200 * MB, archives: 2, containers: 4, ratio: 100, ratioAbove: 10 * MB, ms: 20_000, names: 5_000,
  dictionaryBytes: 128 * MB,
};

/** One for a whole tree: what the first archive takes, those inside it no longer have. */
export type Budget = {
  limits: Limits;
  /** counts one more member; false once there are too many, or no time is left */
  admit: () => boolean;
  /** by what a member says of itself: why it is not unpacked, or null. Never believed the other way. @param packed bytes, or null where that is not known */
  refuses: (size: number, packed: number | null) => DocumentFlag | null;
  /** counts bytes as they come. @param soFar of this member, these included. Gives the flag to stop with, or null */
  spend: (bytes: number, soFar: number, packed: number | null) => DocumentFlag | null;
  /** true once nothing more can be unpacked at all */
  spent: () => boolean;
};

/** @param now monotonic machine time in milliseconds */
export function openBudget(limits: Limits = usualLimits, now: () => number = () => performance.now()): Budget {
  const end = now() + limits.ms;
  let members = 0;
  let total = 0;
  const wild = (size: number, packed: number | null): boolean => packed !== null && size > limits.ratioAbove && size > packed * limits.ratio;
  const spent = (): boolean => total > limits.totalBytes || now() > end;
  return {
    limits,
    spent,
    admit: () => {
      if (members >= limits.members || now() > end) return false;
      members++;
      return true;
    },
    refuses: (size, packed) => {
      if (wild(size, packed) || spent() || total + Math.min(size, limits.memberBytes) > limits.totalBytes) return 'unpack-limit';
      return size > limits.memberBytes ? 'too-large' : null;
    },
    spend: (bytes, soFar, packed) => {
      total += bytes;
      if (spent() || wild(soFar, packed)) return 'unpack-limit';
      return soFar > limits.memberBytes ? 'too-large' : null;
    },
  };
}
