/** All that can happen: each job's name and what it must know. Payloads hold ids only; the rows hold the rest. */
export type Jobs = {
  /** read a stored message, decide its kind and do what it asks */
  'read-message': { messageId: string };
  /** read a scan or picture of a registered version by OCR, behind the receipt */
  'read-scan': { messageId: string; part: string; /** of a PDF, as "1,3"; empty = all */ pages: string };
  /** compare the texts of a version's entry with all others, behind the receipt */
  'compare-entry': { versionId: string };
  /** ask the embeddings service what an entry's idea is near to; only where the contest names one */
  'compare-meaning': { versionId: string };
  /** the lists of people or the rules changed: look which entries are to be checked again. `members` is the fingerprint of those in the database */
  'recheck-entries': { rules: string; members: string };
  /** check an entry again by the rules and lists of today; staff hear what is otherwise, entrants do not */
  'recheck-entry': { entryId: string; rules: string };
  /** hand a letter to SMTP */
  'send-letter': { letterId: string };
  /** look for evidence of a letter whose sending ended unclear */
  'settle-letter': { letterId: string };
  /** tell staff which letters of the last hour came to nothing, since their addresses do not take them */
  'tell-refusals': { hour: string };
  /** the window opened: entries held as early are taken up */
  'take-up-early': { opens: string };
  /** entrants whose entry lacks something are reminded of what is still open; nobody from `until` on, when the next step or the closing comes */
  'remind-gaps': { /** days before the closing day; 0 = on it */ days: string; until: string };
  /** the committee hears how the contest stands; `week` is the Monday, `until` the report after it: what was missed for a week is not made up for */
  'committee-report': { week: string; until: string };
  /** the morning's summary for staff; `until` is the next one: mornings that were missed are not made up for */
  'staff-summary': { at: string; until: string };
  /** judges hear of what is open; nobody from `until` on, when the next step or the lock comes. step: days before as -7, working days after as 4 */
  'remind-judges': { round: string; step: string; until: string };
  /** a letter to a judge came to nothing: another address of theirs is tried, and staff hear who could take over */
  'judge-unreached': { letterId: string };
  /** whoever was asked late, and has a due date of their own (ISO), hears of it the day before and when it is over; then staff do, too */
  'remind-further-judge': { memberId: string; round: string; dueAt: string; step: 'before' | 'over' };
  /** see how far the sheets of these entries lie apart (ids divided by commas; none = all of the round), and put before staff who is to be asked */
  'look-at-divergence': { round: string; entryIds: string };
  /** a judge who accepted gets entries and score form; ids divided by commas */
  'judge-package': { memberId: string; assignmentIds: string };
  /** look in the Sent folder for answers to questions that were written by hand */
  'find-answers': { hour: string };
  /** staff look again at an entry that is followed up, so many months on */
  'follow-up': { followUpId: string; months: string };
  /** run the oracle; staff are told when it fails */
  'verify': { hour: string };
  /** forget what the contest keeps no longer: unrelated mail, and the classes of personalData.retention */
  'forget-unrelated': { day: string };
  /** remove the files of bytes that no row needs any more */
  'remove-bytes': { /** another one for each time */ run: string };
};
export type JobName = keyof Jobs;

export const jobNames = ['read-message', 'read-scan', 'compare-entry', 'compare-meaning', 'recheck-entries', 'recheck-entry', 'send-letter', 'settle-letter', 'tell-refusals', 'take-up-early', 'remind-gaps', 'committee-report', 'staff-summary', 'remind-judges', 'judge-unreached', 'remind-further-judge', 'look-at-divergence', 'judge-package', 'find-answers', 'follow-up', 'verify', 'forget-unrelated', 'remove-bytes'] as const satisfies readonly JobName[];

/** A job planned from the calendar of the contest: enqueued by key, dropped when no longer planned. */
export type PlannedJob = { [N in JobName]: { name: N; key: string; dueAt: Date; payload: Jobs[N] } }[JobName];
