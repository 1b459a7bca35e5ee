/** The shape of a check: a function of facts that gives findings. It never decides, never throws for a bad entry, never sends mail. */
import { DateTime } from 'luxon';
import type { CheckName, Contest, LoadedContest, Locale } from '../../schemas/contest.ts';
import type { EntryFields, Finding, MailDocument, Sourced } from '../../schemas/reading.ts';
import type { NearIdea, Overlap } from '../../schemas/similarity.ts';
import { spokenPlace } from '../places.ts';

export type EntryFacts = {
  fields: EntryFields;
  /** of all versions so far, those of the newest first */
  documents: MailDocument[];
  /** the newest mail's own words, without quoted history */
  text?: string;
  /** the same of the mails before it, the newest first */
  earlierTexts?: string[];
  /** web addresses in the texts of all its mails */
  links?: string[];
  /** what the entry shares with other texts, as far as it was compared */
  overlaps?: Overlap[];
  /** entries whose ideas a model takes for near, where the contest asks one */
  nearIdeas?: NearIdea[];
  /** IMAP INTERNALDATE: what counts for the deadline */
  receivedAt: Date;
  /** the same of the entry's first version; absent = this is the first */
  firstReceivedAt?: Date;
  /** raw, as the sender's machine wrote it */
  dateHeader: string | null;
  topReceivedAt: Date | null;
  senderAddress: string | null;
  /** an answer to what staff asked counts until then, also after the closing */
  requestedUntil?: Date | null;
};

/** What contest.yaml says under the name of each check. */
export type CheckSettings = { [N in CheckName]: NonNullable<Contest['checks'][N]> };

export type Check<N extends CheckName = CheckName> = {
  name: N;
  /** items of the plan that it serves, as docs/plan-coverage.md counts them; at least one */
  planItems: readonly [number, ...number[]];
  /** A pure function: the same facts and lists give the same findings, however often it runs. */
  run: (facts: EntryFacts, settings: CheckSettings[N], loaded: LoadedContest) => Finding[];
};

/** Words of one finding. `forEntrant` says how to mend it, empty where it is no business of the entrant's; staff hear the same unless told otherwise. */
export type Told = { forEntrant: string; forStaff?: string; evidence?: string };

/** blocking = the entry cannot be taken as complete as it stands; still only a person decides. */
export function finding(check: CheckName, severity: Finding['severity'], code: string, told: Told): Finding {
  return { check, severity, code, forEntrant: told.forEntrant, forStaff: told.forStaff ?? told.forEntrant, ...(told.evidence === undefined ? {} : { evidence: told.evidence }) };
}

/** "tệp “a.docx”, hàng 3: 60; 30": where a field was stated and what; '' where it was not. */
export function statedIn<T>(field: Sourced<T | null> | undefined, words: (value: T) => string, locale: Locale): string {
  return field === undefined || field.value === null ? '' : `${spokenPlace(field.source, field.file ?? null, locale)}: ${short(words(field.value))}`;
}

const LONGEST_QUOTE = 200;

/** A value as evidence quotes it: on one line, at most 200 letters. */
export function short(text: string): string {
  const letters = [...text.slice(0, LONGEST_QUOTE * 4).replace(/\s+/gu, ' ').trim()];
  return letters.length <= LONGEST_QUOTE ? letters.join('') : `${letters.slice(0, LONGEST_QUOTE - 1).join('')}…`;
}

/** "2024-07-02": the day on which the entry arrived, in the contest's zone. */
export function dayOf(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd');
}
