/** The states and outcomes people see in `status`; every message ends in exactly one outcome (intake decision 4). */
export const messageOutcomes = [
  'registered', // a new entry or a new version of one
  'asked', // we asked the sender, or the registered address, before doing anything
  'answered', // status query answered
  'question-passed', // acknowledged and passed to staff
  'withdrawal-requested', 'withdrawn', 'restored',
  'bounce-recorded', 'auto-reply-recorded',
  'own-letter', // a copy of our own letter came back
  'duplicate', // the same mail delivered again
  'decided', // a reply of staff was read line by line, and answered with what was done
  'not-understood', // answered with what is missing
  'passed-to-staff', // a person must look; nothing was answered
  'ignored', // bulk, unrelated, thanks only: reason recorded
  'unreadable', 'oversized',
  'erased', // of or about a person whose data were erased: nothing of it is kept
  'older', // older than mailbox.since: only UID, date and size are kept
] as const;
export type MessageOutcome = (typeof messageOutcomes)[number];

export const entryStates = [
  'early-held', // arrived before opening; taken up at opening
  'needs-info', // formal gaps; the entrant was told
  'under-check', // complete as far as the machine can see; a person decides
  'late', 'late-borderline', // a person decides
  'eligible', 'ineligible', // a person decided; a new version brings it before a person again
  'withdrawn',
  'merged', // staff made it part of another entry
  'erased', // its people asked for it, or its time was over: nothing but its code and dates is left
] as const;
export type EntryState = (typeof entryStates)[number];
/** States in which an entry still takes part. */
export const liveStates: readonly EntryState[] = ['early-held', 'needs-info', 'under-check', 'late', 'late-borderline', 'eligible', 'ineligible'];
