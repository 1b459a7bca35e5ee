/** The shape of a check: a function of facts that gives findings. It never decides, never throws for a bad entry, never sends mail. */
import type { CheckName, Contest, LoadedContest } from '../../schemas/contest.ts';
import type { EntryFields, Finding, MailDocument } from '../../schemas/reading.ts';

export type EntryFacts = {
  fields: EntryFields;
  /** of all versions so far */
  documents: MailDocument[];
  /** web addresses in the mail's text */
  links?: string[];
  /** IMAP INTERNALDATE: what counts for the deadline */
  receivedAt: Date;
  /** raw, as the sender's machine wrote it */
  dateHeader: string | null;
  topReceivedAt: Date | null;
  senderAddress: string | null;
};

/** What contest.yaml says under the name of each check. */
export type CheckSettings = { [N in CheckName]: NonNullable<Contest['checks'][N]> };

export type Check<N extends CheckName = CheckName> = {
  name: N;
  run: (facts: EntryFacts, settings: CheckSettings[N], loaded: LoadedContest) => Finding[];
};

/** Words of one finding. `forEntrant` says how to mend it, empty where it is no business of the entrant's; staff hear the same unless told otherwise. */
export type Told = { forEntrant: string; forStaff?: string; evidence?: string };

/** blocking = the entry cannot be taken as complete as it stands; still only a person decides. */
export function finding(check: CheckName, severity: Finding['severity'], code: string, told: Told): Finding {
  return { check, severity, code, forEntrant: told.forEntrant, forStaff: told.forStaff ?? told.forEntrant, ...(told.evidence === undefined ? {} : { evidence: told.evidence }) };
}
