/** What findings say, in the languages of contests. Each sentence tells the entrant what to send; none blames, none decides. */
import type { Locale } from '../../schemas/contest.ts';
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
  yesNo: (declared: boolean) => string;
  ambiguousAgency: (unit: string, names: string) => string;
  link: (services: string) => string;
  unreadable: (file: string) => string;
  password: (file: string) => string;
  infected: (file: string) => string;
  excluded: (said: { who: string; ground: string; person: string; body: string; hint: boolean }) => string;
  roles: Record<'author' | 'contact' | 'sender', string>;
  grounds: Record<'email' | 'phone' | 'agency' | 'sender' | 'name', string>;
};

const all: Record<Locale, CheckTexts> = { vi, en };

export function texts(locale: Locale): CheckTexts {
  return all[locale];
}
