/**
 * What fails and since when, kept in this process's memory first: the database may be the very part that is away.
 * Times are monotonic milliseconds; they become instants of the database's clock when they are written down.
 */
import type { TroublePart } from '../../schemas/troubles.ts';

export type More = {
  /** who finds it failing (a job, a loop): the part works again when each of them is content */
  subject?: string;
  /** staff are told at once: waiting mends nothing */
  urgent?: boolean;
  /** it is not looked at again before so many ms */
  forMs?: number;
};

export type Seen = { part: TroublePart; detail: string; /** ms ago */ since: number; /** ms ago; null while it lasts */ ended: number | null; urgent: boolean };
/** What is to be written down: troubles, and parts that were found working so many ms ago. */
export type Report = { at: number; troubles: Seen[]; working: { part: TroublePart; ago: number }[] };

export type Ledger = {
  fails: (part: TroublePart, detail: string, more?: More) => void;
  /** found working: by everybody, or by one who had found it failing */
  works: (part: TroublePart, subject?: string) => void;
  /** it is somebody else's business now; says nothing about how it stands */
  forget: (part: TroublePart) => void;
  /** parts that fail now */
  failing: () => TroublePart[];
  report: () => Report;
  /** this much stands in the table: what has ended is forgotten */
  written: (report: Report) => void;
};

type Entry = {
  since: number; last: number; endedAt: number | null; detail: string; urgent: boolean;
  /** who finds it failing, and until when without saying so again */
  subjects: Map<string, number>;
  /** enough find it failing */
  counts: boolean;
};

/** Who does not come back with it for so long has lost interest: the mail was expunged, the job done by another host. */
const FORGET_MS = 10 * 60_000;
/** One mail that the parser dies of speaks of the mail; three speak of the parser. */
const COUNTS_FROM: Partial<Record<TroublePart, number>> = { parser: 3 };

/** @param changed hears when the trouble of a part begins and ends */
export function openLedger(now: () => number, changed: (part: TroublePart, what: 'began' | 'ended', detail: string) => void): Ledger {
  const entries = new Map<TroublePart, Entry>();
  const worked = new Map<TroublePart, number>();
  const end = (part: TroublePart, entry: Entry, at: number): void => {
    if (!entry.counts) entries.delete(part);
    else changed(part, 'ended', entry.detail);
    entry.endedAt = at;
  };
  return {
    fails: (part, detail, more = {}) => {
      const entry = entries.get(part) ?? freshEntry(now());
      const before = isFailing(entry);
      entries.set(part, entry);
      worked.delete(part);
      failAgain(entry, part, detail, more, now());
      if (!before && isFailing(entry)) changed(part, 'began', detail);
    },
    works: (part, subject) => {
      if (subject === undefined) worked.set(part, now());
      const entry = entries.get(part);
      if (!entry || entry.endedAt !== null) return;
      if (subject === undefined) entry.subjects.clear();
      else entry.subjects.delete(subject);
      if (entry.subjects.size === 0) end(part, entry, now());
    },
    forget: (part) => { entries.delete(part); },
    failing: () => [...entries].filter(([, e]) => isFailing(e)).map(([part]) => part),
    report: () => {
      const at = now();
      for (const [part, entry] of entries) if (entry.endedAt === null && nobodyComesBack(entry, at)) end(part, entry, entry.last);
      const troubles = [...entries].filter(([, e]) => e.counts).map(([part, e]) => seenFrom(part, e, at));
      return { at, troubles, working: [...worked].map(([part, when]) => ({ part, ago: at - when })) };
    },
    written: (report) => {
      for (const [part, { endedAt }] of entries) if (endedAt !== null && endedAt <= report.at) entries.delete(part);
      for (const [part, when] of worked) if (when <= report.at) worked.delete(part);
    },
  };
}

function freshEntry(since: number): Entry {
  return { since, last: since, endedAt: null, detail: '', urgent: false, subjects: new Map(), counts: false };
}

function isFailing(entry: Entry): boolean {
  return entry.counts && entry.endedAt === null;
}

function failAgain(entry: Entry, part: TroublePart, detail: string, { subject = '', urgent = false, forMs = 0 }: More, now: number): void {
  entry.subjects.set(subject, now + FORGET_MS + forMs);
  Object.assign(entry, { detail, last: now, urgent: entry.urgent || urgent, endedAt: null, counts: entry.counts || entry.subjects.size >= (COUNTS_FROM[part] ?? 1) });
}

function nobodyComesBack({ subjects }: Entry, now: number): boolean {
  for (const [subject, until] of subjects) if (until < now) subjects.delete(subject);
  return subjects.size === 0;
}

function seenFrom(part: TroublePart, { detail, since, endedAt, urgent }: Entry, now: number): Seen {
  return { part, detail, since: now - since, ended: endedAt === null ? null : now - endedAt, urgent };
}
