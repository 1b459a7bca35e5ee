/** What waits for a person's decision, the most urgent first. */
import type { FoundBy } from '../../schemas/changes.ts';
import type { Contest } from '../../schemas/contest.ts';
import type { DecisionWord, Offered, Reopened } from '../../schemas/desk.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { Finding } from '../../schemas/reading.ts';
import { withoutCodes } from '../mail/kinds/decision-line.ts';

type Waiting = LetterFacts<'staff-summary'>['decisions'][number];
export type DeskEntry = {
  code: string; title: string | null; version: number; receivedAt: Date; areas: number[];
  /** src/desk/standing.ts; worked out for what is shown alone, of thousands */
  standing: () => string;
  /** schemas/states.ts */
  state: string;
  findings: Finding[];
  /** the last decision of a person; with one the entry waits for nobody */
  decided: DecisionWord | null;
  /** what the checks say otherwise, since the lists or the rules changed after the last decision, or after registration */
  rechecked?: { at: Date; appeared: FoundBy[]; gone: FoundBy[] } | null;
  /** why the last decision does not count any more */
  again: Reopened | null;
};
export type WaitingBatch = Pick<Offered, 'code' | 'standing'> & { about: string; letters: number; /** of two people who must approve it, the one who did */ first: string | null; /** entries that no longer stand as it tells: with any it can only be given up */ moved: number };

/** In minutes, as a person with the entry's case file open needs them. */
const MINUTES: Record<Waiting['what'], number> = { batch: 3, borderline: 3, late: 2, copy: 5, recheck: 3, eligibility: 2 };
const ORDER: Waiting['what'][] = ['batch', 'borderline', 'recheck', 'copy', 'late', 'eligibility'];

/** All of the queue: at thousands of entries a caller shows the beginning of it. */
export function queueOf(entries: DeskEntry[], batches: WaitingBatch[], contest: Contest, now: Date): { waiting: (() => Waiting)[]; minutes: number } {
  const closed = now.getTime() >= Date.parse(contest.window.closes);
  const found = entries.flatMap((entry) => { const what = matterOf(entry, closed); return what === null ? [] : [{ what, at: entry.receivedAt.getTime(), make: () => waitingEntry(entry, what, contest) }]; });
  const all = [...batches.map((batch) => ({ what: 'batch' as const, at: 0, make: () => waitingBatch(batch, contest) })), ...found]
    .toSorted((a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what) || a.at - b.at);
  return { waiting: all.map(({ make }) => make), minutes: all.reduce((sum, { what }) => sum + MINUTES[what], 0) };
}

/** What there is to decide about an entry; null where it waits for its author, for opening, or for nobody. */
function matterOf({ state, findings, decided, rechecked, again }: DeskEntry, closed: boolean): Waiting['what'] | null {
  // What was decided stands until a person decides anew.
  if (decided !== null) return rechecked && (decided === 'eligible' || decided === 'ineligible') ? 'recheck' : null;
  if (state === 'late') return 'late';
  if (state === 'late-borderline') return 'borderline';
  // Until closing the author may still mend it, unless what staff decided has lapsed without him.
  const isOpen = closed || (again !== null && again.why !== 'new-version');
  const waits = state === 'under-check' || (state === 'needs-info' && isOpen) || (again !== null && ['eligible', 'ineligible'].includes(state));
  if (!waits) return null;
  return findings.some((f) => f.check === 'originality' && f.severity !== 'info') ? 'copy' : 'eligibility';
}

const SEVERITY: Finding['severity'][] = ['blocking', 'review'];

function waitingEntry(entry: DeskEntry, what: Waiting['what'], contest: Contest): Waiting {
  const shown = (text: string): string => withoutCodes(text, contest.codePrefix);
  const urgent = { late: 'window', borderline: 'window', copy: 'originality', recheck: null, eligibility: null, batch: null }[what];
  const appeared = what === 'recheck' ? appearedIn(entry) : null;
  const reasons = appeared ?? entry.findings.filter((f) => SEVERITY.includes(f.severity))
    .toSorted((a, b) => Number(b.check === urgent) - Number(a.check === urgent) || SEVERITY.indexOf(a.severity) - SEVERITY.indexOf(b.severity));
  const [first] = reasons;
  return {
    code: entry.code, version: entry.version, standing: entry.standing(), what, again: entry.again,
    words: what === 'late' || what === 'borderline' ? ['eligible', 'ineligible'] : ['eligible', 'ineligible', 'supplement'],
    title: entry.title === null ? null : shown(entry.title), reason: shown(appeared === null ? first?.forStaff ?? NOTHING_FOUND[contest.locale] : decidedBefore(entry, first, contest)),
    evidence: first?.evidence === undefined ? null : shown(first.evidence), moreReasons: Math.max(0, reasons.length - 1),
  };
}

/** Findings of today that a change of the lists or the rules brought. */
export function appearedIn({ findings, rechecked }: Pick<DeskEntry, 'findings' | 'rechecked'>): Finding[] {
  return findings.filter((f) => rechecked?.appeared.some((a) => a.check === f.check && a.code === f.code));
}

function decidedBefore({ decided }: DeskEntry, first: Finding | undefined, { locale }: Contest): string {
  const told = first?.forStaff ?? (locale === 'vi' ? 'một điểm đã nêu trước đây không còn.' : 'something that was found before is no longer.');
  const word = DECIDED[locale][decided === 'ineligible' ? 'ineligible' : 'eligible'];
  return locale === 'vi'
    ? `Đã quyết định ${word}; quyết định vẫn giữ nguyên. Từ khi danh sách hoặc quy định thay đổi: ${told}`
    : `Decided ${word}, which still stands. Since the lists or the rules changed: ${told}`;
}

const DECIDED = { vi: { eligible: 'HỢP LỆ', ineligible: 'KHÔNG HỢP LỆ' }, en: { eligible: 'ELIGIBLE', ineligible: 'NOT ELIGIBLE' } };

const NOTHING_FOUND = { vi: 'Hồ sơ đủ các mục; máy không thấy điểm nào cần xem thêm.', en: 'The file is complete; nothing was found that calls for a closer look.' };

function waitingBatch({ code, standing, about, letters, first, moved }: WaitingBatch, { locale }: Contest): Waiting {
  return {
    code, version: 0, standing, what: 'batch', words: moved > 0 ? ['cancel'] : ['approve', 'cancel'], title: about, again: null, evidence: null, moreReasons: 0,
    reason: moved > 0 ? CANNOT_LEAVE[locale](letters, moved) : first === null ? WAITS[locale](letters) : WAITS_FOR_SECOND[locale](letters, first),
  };
}

const WAITS = {
  vi: (letters: number) => `${letters} thư đang chờ duyệt trước khi gửi; xem thư đề nghị duyệt của đợt này.`,
  en: (letters: number) => `${letters} letters wait for approval; see the request for this batch.`,
};
const WAITS_FOR_SECOND = {
  vi: (letters: number, first: string) => `${letters} thư đã được ${first} duyệt, còn chờ một người khác duyệt trước khi gửi.`,
  en: (letters: number, first: string) => `${first} approved its ${letters} letters; they leave once somebody else approves them, too.`,
};
const CANNOT_LEAVE = {
  vi: (letters: number, moved: number) => `${letters} thư không gửi được nữa, vì ${moved} bài đã thay đổi sau khi soạn. Xin bỏ đợt này rồi soạn đợt mới.`,
  en: (letters: number, moved: number) => `Its ${letters} letters can no longer leave, since ${moved} of their entries changed. Please give it up and propose it anew.`,
};
