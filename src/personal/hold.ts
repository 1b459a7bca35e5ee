/** When nothing personal may be deleted: an inspection, a complaint or a lawsuit needs it. */
import type { Contest } from '../../schemas/contest.ts';
import { localDay } from '../contest/working-days.ts';

/** In the words of contest.yaml; null where nothing is held. */
export function whyKept({ personalData, locale, zone }: Pick<Contest, 'personalData' | 'locale' | 'zone'>, now: Date): string | null {
  const hold = personalData.legalHold;
  if (!hold || (hold.until !== undefined && localDay(now, zone) > hold.until)) return null;
  return hold.reason[locale] ?? hold.reason.vi ?? hold.reason.en ?? '';
}
