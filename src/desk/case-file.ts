/** An entry on one page: what was received, understood, found, asked, decided, by whom, when, under which rules. */
import type { Authentication } from '../../schemas/authentication.ts';
import type { Contest } from '../../schemas/contest.ts';
import type { EntryWord, Reopened } from '../../schemas/desk.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { spokenAddress } from '../papers/reach.ts';
import type { Channel } from '../../schemas/paper.ts';
import type { EntryFields, Finding, MailDocument } from '../../schemas/reading.ts';
import { planItemsOf } from '../checks/index.ts';
import { releasedName } from '../judging/package.ts';
import { registeredFacts } from '../letters/facts.ts';
import { tagHints, tagName } from './tags.ts';

type Facts = LetterFacts<'case-file'>;
export type CaseInput = {
  entry: { code: string; state: string; receivedAt: Date; /** code */ mergedInto: string | null };
  senders: string[];
  /** oldest first, at least one */
  versions: { id: string; n: number; messageId: string; receivedAt: Date; fields: EntryFields; findings: Finding[]; rulesSha256: string }[];
  /** mails that it was made of, or that were about it */
  messages: { id: string; receivedAt: Date; from: string | null; subject: string | null; sha256: string | null; authentication: Authentication | null; documents: MailDocument[]; /** by mail where it is not said */ channel?: Channel; enteredBy?: string }[];
  /** of any kind, oldest first; missing = what they ask of this entry */
  letters: { at: Date; to: string; subject: string; state: string; missing: string[]; dueAt: string | null }[];
  /** why the last decision does not count any more */
  again: Reopened | null;
  decisions: { at: Date; by: string; word: EntryWord; reason: string | null; versionId: string; rules: string }[];
  /** what people said it serves; null = nobody looked yet */
  tagging: { tags: string[]; actor: string; at: Date } | null;
  /** what stands with it, for what its own words hint at */
  read: { documents: MailDocument[]; texts: string[] };
  changes: { n: number; at: Date; by: string; action: string; reason: string; undone: boolean }[];
  /** to judges of a blind round, as it was sent in; document: null where it was erased, or is another entry's by now */
  released: { document: Pick<MailDocument, 'filename' | 'storedName' | 'detectedType'> | null; n: number; round: string; at: Date; by: string; withdrawnAt: Date | null }[];
  /** of the audit chain, about this entry */
  record: { n: number; at: Date; by: string; action: string }[];
  /** when each version of the rules was first used */
  rules: { sha256: string; since: Date }[];
};

/** A page holds so many of each; more are counted. */
const MOST = { received: 5, files: 8, found: 14, asked: 4, points: 6, record: 6, letters: 8 };
const SEVERITIES: Finding['severity'][] = ['blocking', 'review', 'info'];
/** Told in another part of the page. */
const TOLD = /^(?:entry-(?:edit|merge|split|move-document|tags)|ask-entrant|decide-|(?:release|withdraw)-document$)/;

/** @returns facts of the letter `case-file`, which are its JSON, too. @throws nothing for an entry without versions: its page says what there is */
export function caseFile(input: CaseInput, contest: Contest): Facts {
  const { entry, versions, letters } = input;
  const newest = versions.at(-1);
  const record = input.record.filter((r) => !TOLD.test(r.action));
  const found = (newest?.findings ?? []).toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return {
    code: entry.code, title: newest?.fields.title.value ?? null, state: entry.state, version: newest?.n ?? 0, receivedAt: entry.receivedAt.toISOString(), senders: input.senders.slice(0, 5).map((s) => spokenAddress(s, contest.locale)), mergedInto: entry.mergedInto, again: input.again,
    ...receivedIn(input, contest),
    understood: newest === undefined ? [] : understoodIn(newest, entry.code, contest),
    found: found.slice(0, MOST.found).map((f) => ({ severity: f.severity, says: f.forStaff, evidence: f.evidence ?? null, items: [...planItemsOf(f.check)] })), moreFound: beyond(found, MOST.found),
    ...askedIn(letters),
    decided: input.decisions.map((d) => ({ at: d.at.toISOString(), by: d.by, word: d.word, reason: d.reason, version: versions.find((v) => v.id === d.versionId)?.n ?? 0, rules: d.rules })),
    tags: tagsIn(input, contest),
    released: input.released.map(({ document, n, round, at, by, withdrawnAt }) => ({
      file: document?.filename ?? document?.storedName ?? '–', name: document === null ? `${entry.code}-${n}` : releasedName(entry.code, n, document), round: roundName(contest, round), at: at.toISOString(), by, withdrawnAt: withdrawnAt?.toISOString() ?? null,
    })),
    changes: input.changes.map((c) => ({ ...c, at: c.at.toISOString() })),
    record: record.slice(-MOST.record).map((r) => ({ ...r, at: r.at.toISOString() })), moreRecord: beyond(record, MOST.record),
    rules: rulesIn(input),
    letters: letters.slice(-MOST.letters).map((l) => ({ at: l.at.toISOString(), to: spokenAddress(l.to, contest.locale), subject: l.subject, state: l.state })), moreLetters: beyond(letters, MOST.letters),
  };
}

function roundName({ rounds, locale }: Contest, key: string): string {
  return rounds.find((r) => r.key === key)?.name[locale] ?? key;
}

function beyond(list: unknown[], most: number): number {
  return Math.max(0, list.length - most);
}

/** The first mail, by which the deadline is judged, and the newest. */
function receivedIn({ messages, versions }: CaseInput, { locale }: Contest): Pick<Facts, 'received' | 'moreReceived'> {
  const mails = messages.toSorted((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  const shown = mails.length <= MOST.received ? mails : [...mails.slice(0, 1), ...mails.slice(1 - MOST.received)];
  return {
    received: shown.map((m) => ({
      version: versions.find((v) => v.messageId === m.id)?.n ?? null, receivedAt: m.receivedAt.toISOString(), from: m.from === null ? null : spokenAddress(m.from, locale), subject: m.subject, channel: m.channel ?? 'mail', enteredBy: m.enteredBy ?? null, sha256: m.sha256, sender: m.authentication?.by ? { result: m.authentication.result, by: m.authentication.by } : null,
      files: m.documents.slice(0, MOST.files).map((d) => ({ name: d.filename ?? d.storedName, size: d.size, sha256: d.sha256, type: d.detectedType })), moreFiles: beyond(m.documents, MOST.files),
    })),
    moreReceived: mails.length - shown.length,
  };
}

/** What a letter asks for again is counted only: gaps are repeated in each receipt and reminder. */
function askedIn(letters: CaseInput['letters']): Pick<Facts, 'asked' | 'moreAsked'> {
  const before = new Set<string>();
  const asked = letters.filter((l) => l.missing.length > 0).map((l) => {
    const fresh = l.missing.filter((point) => !before.has(point));
    for (const point of fresh) before.add(point);
    return { at: l.at.toISOString(), to: l.to, points: fresh.slice(0, MOST.points), more: beyond(fresh, MOST.points), again: l.missing.length - fresh.length, dueAt: l.dueAt };
  });
  return { asked: asked.slice(-MOST.asked), moreAsked: beyond(asked, MOST.asked) };
}

/** As receipts show it: every field, and where it stood. */
function understoodIn(version: CaseInput['versions'][number], code: string, contest: Contest): Facts['understood'] {
  const { understood } = registeredFacts({ code, n: version.n, fields: version.fields, findings: [], documents: [], receivedAt: version.receivedAt, mayReplace: null }, contest);
  return understood.map((row) => ({ ...row, byHand: version.fields[row.field]?.byHand === true }));
}

/** Once people said it, hints would only contradict them. */
function tagsIn({ tagging, read }: CaseInput, contest: Contest): Facts['tags'] {
  if (contest.tags.length === 0) return null;
  if (tagging !== null) return { said: { names: tagging.tags.map((t) => tagName(t, contest)), at: tagging.at.toISOString(), by: tagging.actor }, hints: [] };
  return { said: null, hints: tagHints(read, contest).map((h) => ({ name: tagName(h.key, contest), evidence: h.evidence })) };
}

function rulesIn({ versions, rules }: CaseInput): Facts['rules'] {
  return [...new Set(versions.map((v) => v.rulesSha256))].map((sha256) => ({
    sha256, since: rules.find((r) => r.sha256 === sha256)?.since.toISOString() ?? null, versions: versions.filter((v) => v.rulesSha256 === sha256).map((v) => v.n),
  }));
}
