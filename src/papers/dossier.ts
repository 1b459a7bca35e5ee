/** All that the papers after the judging state: values from the rows, nothing ready made. */
import type { Contest, EntrantKind } from '../../schemas/contest.ts';
import type { AwardState, SpecialState } from '../../schemas/awards.ts';
import type { TagCounts } from '../desk/tags.ts';
import type { Ranking } from '../results/ranking.ts';
import type { RoundRules } from '../results/sheet.ts';

export type DossierEntry = {
  code: string; title: string | null; /** without names of people, addresses and numbers */ publicTitle: string | null; kind: EntrantKind | null;
  /** names, in the form's order; empty where an agency enters as a whole */
  authors: string[];
  unit: string | null;
  /** numbers from 1, in the contest's order */
  areas: number[];
  /** of the registry, by name: those that its unit and its authors' units name */
  agencies: string[];
  /** units as written that name none of the registry, or may be several */
  unplaced: string[];
  /** names of what people said it serves; null = nobody looked yet */
  tags: string[] | null;
};
export type DossierRound = {
  key: string; name: string; rules: RoundRules; ranking: Ranking;
  /** codes that went on */
  advanced: string[];
  closed: { at: Date; by: string; reason: string; hash: string } | null;
  chair: { code: string; points: string; by: string; reason: string }[];
};
export type DossierAward = { id: string; prize: string; slot: number; code: string | null; state: AwardState; document: string | null; documentDate: string | null; handedTo: string | null; hash: string; by: string; reason: string };
export type DossierSpecial = { code: string; state: SpecialState; askedIn: string | null; askedOn: string | null; document: string | null; documentDate: string | null; amount: number | null; reason: string };
export type DossierEvent = { n: number; at: Date; actor: string | null; action: string; subject: string; reason: string | null; /** fingerprint of what was approved */ approved: string | null; hash: string };

export type Dossier = {
  contest: Contest; now: Date;
  entries: ReadonlyMap<string, DossierEntry>;
  /** of everything that was registered */
  counts: { states: Record<string, number>; kinds: Record<string, number>; /** by area, in the contest's order */ areas: number[]; /** by what people said they serve; null where the contest has no tags */ tags: TagCounts | null };
  /** agencies that take part, of those that count; null without a registry */
  coverage: { known: number; of: number } | null;
  jury: { name: string; agency: string | null; role: string | null }[];
  /** judged rounds, in their order */
  rounds: DossierRound[];
  awards: DossierAward[];
  special: DossierSpecial[];
  commendations: { n: number; kind: 'collective' | 'person'; name: string; unit: string | null; reason: string }[];
  followUps: { code: string; note: string; months: number[]; at: Date }[];
  events: DossierEvent[];
  chain: { head: string; checked: number; broken: string[] };
};

/** What a figure of a paper rests on: whoever doubts it can look there. */
export type Source = { figure: string; value: string; from: string };
export type Paper = { name: string; bytes: Buffer; sources: Source[] };

/** A text of the contest in its language. */
export function inWords(contest: Contest, text: { vi?: string | undefined; en?: string | undefined } | undefined): string {
  return text?.[contest.locale] ?? '';
}

/** Registered, whatever became of it; parts of another entry do not count. */
export function received({ counts }: Pick<Dossier, 'counts'>): number {
  return Object.entries(counts.states).reduce((sum, [state, n]) => sum + (state === 'merged' ? 0 : n), 0);
}

/** "Nguyễn Thị An, Lê Văn Bình", or the agency itself. */
export function winners(entry: DossierEntry | undefined): string {
  if (!entry) return '';
  return entry.kind === 'organisation' || entry.authors.length === 0 ? entry.unit ?? '' : entry.authors.join(', ');
}

/** Number of the event by which something was approved; null where none names this fingerprint. */
export function eventOf({ events }: Dossier, approved: string): number | null {
  return events.find((e) => e.approved === approved)?.n ?? null;
}
