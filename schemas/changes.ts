/** What staff may change of an entry by hand, and how an entry stands before and after. Plain JSON. */
import type { EntryFields, Finding } from './reading.ts';
import type { EntryState } from './states.ts';

/** A document of some message. */
export type DocumentPlace = { messageId: string; /** IMAP part number, "2/1" inside "2" */ part: string };

export const entryActions = ['edit', 'merge', 'split', 'move-document', 'senders', 'tags'] as const;
export type EntryAction = (typeof entryActions)[number];
/** Those that say nothing of what was decided about an entry: a decision stands when they come on top of it. */
export const besideDecisions = ['senders', 'tags'] as const satisfies readonly EntryAction[];

/** All of an entry that staff can change. */
export type EntryStanding = {
  entryId: string;
  code: string;
  state: EntryState;
  mergedInto: string | null;
  /** its newest version; null where the entry was made by the change */
  version: { id: string; fields: EntryFields; findings: Finding[] } | null;
  /** documents by version, null = all of its mail */
  documents: Record<string, DocumentPlace[] | null>;
  senders: string[];
  /** what people said it serves (schemas/tags.ts); absent = nobody looked yet */
  tags?: string[];
};

/** A finding without its words: which check, and what it calls it. */
export type FoundBy = Pick<Finding, 'check' | 'code'>;
