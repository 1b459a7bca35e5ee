/** Whether somebody belonged to an organising body when an entry arrived, or came to it later. */
import type { ExcludedPerson, Locale } from '../../schemas/contest.ts';
import { texts } from './texts.ts';

/** The days, ISO, on which the first and the newest version of an entry arrived. */
export type Received = { first: string; newest: string };
/** then = while its versions arrived; later = appointed after them, which makes the entry a matter for people as well; over = no longer when the first arrived. */
export type Membership = 'then' | 'later' | 'over';

/** Needs no clock: the list says who is a member today, the entry when it came. */
export function membershipOn({ from, to }: ExcludedPerson, { first, newest }: Received): Membership {
  if ((to ?? first) < first) return 'over';
  return (from ?? newest) > newest ? 'later' : 'then';
}

/** "Ban Giám khảo, từ ngày 10/8/2024, Quyết định số 12/QĐ-SNV": the body with what the list says of the membership. */
export function spokenMembership({ from, to, decision }: ExcludedPerson, body: string, locale: Locale): string {
  const say = texts(locale).membership;
  const date = (iso: string): string => (locale === 'vi' ? iso.split('-').reverse().map((n) => String(Number(n))).join('/') : iso);
  return [body, ...(from ? [say.from(date(from))] : []), ...(to ? [say.to(date(to))] : []), ...(decision ? [say.decision(decision)] : [])].join(', ');
}
