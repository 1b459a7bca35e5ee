/** What findings say, in the languages of contests. Each sentence tells the entrant what to send; none blames, none decides. */
import type { AgencyKind } from '../../schemas/agency.ts';
import type { Locale } from '../../schemas/contest.ts';
import type { Overlap } from '../../schemas/similarity.ts';
import type { Agreeing } from './agreement.ts';
import type { Told } from './check.ts';
import { en } from './texts-en.ts';
import { vi } from './texts-vi.ts';

type Late = { deadline: string; received: string; /** how late, "1 giây" */ by: string };
type Size = { kind: string; kinds: string; count: number; deadline: string };

export type CheckTexts = {
  early: (received: string, opens: string) => string;
  late: (said: Late) => Told;
  justLate: (said: Late) => Told;
  sentInTime: (said: Late & { sign: string }) => Told;
  answersRequest: (dueAt: string) => string;
  signs: Record<'received' | 'date', string>;
  tooLarge: (said: Size & { max: number }) => string;
  tooSmall: (said: Size & { min: number }) => string;
  severalAuthors: (said: Size) => string;
  kindNotAdmitted: (kinds: string) => string;
  missingArea: (areas: string) => string;
  fewAreas: (atLeast: number, areas: string) => string;
  unknownArea: (unknown: string, areas: string) => string;
  missingDeclaration: string;
  declarationWithheld: string;
  missing: Record<'title' | 'authors' | 'unit' | 'contact' | 'documents', string>;
  disagrees: (said: { what: string; said: { value: string; place: string }[] }) => string;
  fieldNames: Record<Agreeing, string>;
  readFromPicture: (fields: string) => string;
  /** a picture that came with the entry seems to say something else than what was typed */
  seenOtherwise: (what: string, seen: { value: string; place: string }) => string;
  yesNo: (declared: boolean) => string;
  ambiguousAgency: (unit: string, names: string) => string;
  link: (services: string) => string;
  unreadable: (file: string) => string;
  password: (file: string) => string;
  infected: (file: string) => string;
  excluded: (said: { who: string; ground: string; person: string; /** with the time of membership */ body: string; hint: boolean; later: boolean }) => string;
  roles: Record<'author' | 'contact' | 'sender', string>;
  grounds: Record<'email' | 'phone' | 'agency' | 'sender' | 'similar' | 'name', string>;
  membership: { from: (date: string) => string; to: (date: string) => string; decision: (number: string) => string };
  /** where the plan says it, behind what staff read */
  basis: (where: string) => string;
  agencyKinds: Record<AgencyKind, string>;
  registered: (units: string) => string;
  selfDeclared: (units: string) => string;
  noPlace: string;
  otherProvince: (unit: string, province: string) => string;
  shareMissing: (names: string) => string;
  sharesNot100: (sum: number) => string;
  noFirstApplication: string;
  noFirstApplicationForStaff: string;
  firstAppliedLater: (date: string) => string;
  firstAppliedBefore: (date: string, notBefore: string) => string;
  missingComparison: string;
  comparisonFound: string;
  comparisonUnread: string;
  missingEvidence: (kinds: string) => string;
  evidenceStated: (place: string) => string;
  evidenceFound: (place: string) => string;
  evidenceMissing: string;
  evidenceListed: string;
  evidencePartial: (missing: string) => string;
  evidenceUnread: string;
  otherFormat: (files: string, accepted: string) => string;
  idCard: (n: number) => string;
  overlap: (said: { what: string; name: string; words: string; percent: string; quoted: boolean }) => string;
  nearIdea: (said: { name: string; nearness: string }) => string;
  overlapKinds: Record<Overlap['with']['kind'], string>;
  moreOverlaps: (count: number) => string;
};

const all: Record<Locale, CheckTexts> = { vi, en };

/** What findings say, in the language of the contest's letters. */
export function texts(locale: Locale): CheckTexts {
  return all[locale];
}
