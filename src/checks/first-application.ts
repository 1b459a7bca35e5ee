import type { Locale } from '../../schemas/contest.ts';
import { dayOf, finding, statedIn, type Check } from './check.ts';
import { texts } from './texts.ts';

/** The date of first application or trial (plan item 17): none lies after the day the entry arrived. An idea that was never tried may have none: asked, never held against anybody. */
export const firstApplication: Check<'first-application'> = {
  name: 'first-application',
  planItems: [17],
  run: ({ fields, receivedAt }, { notBefore, ask }, { contest }) => {
    const { locale, zone } = contest;
    const say = texts(locale);
    const date = fields.firstApplied?.value ?? null;
    if (date === null) return [finding('first-application', ask ? 'review' : 'info', 'no-first-application', { forEntrant: ask ? say.noFirstApplication : '', forStaff: say.noFirstApplicationForStaff })];
    const evidence = statedIn(fields.firstApplied, (d) => d, locale);
    // "2024-08" begins where "2024-08-01" does: a month counts as far as it goes.
    if (date > dayOf(receivedAt, zone).slice(0, date.length)) return [finding('first-application', 'review', 'first-applied-later', { forEntrant: say.firstAppliedLater(spoken(date, locale)), evidence })];
    if (notBefore !== undefined && date < notBefore.slice(0, date.length)) {
      return [finding('first-application', 'review', 'first-applied-before', { forEntrant: '', forStaff: say.firstAppliedBefore(spoken(date, locale), spoken(notBefore, locale)), evidence })];
    }
    return [];
  },
};

function spoken(iso: string, locale: Locale): string {
  return locale === 'vi' ? iso.split('-').reverse().map((n) => String(Number(n))).join('/') : iso;
}
