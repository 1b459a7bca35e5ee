/** A slot of the defence as an appointment in the words of the contest. */
import type { Contest } from '../../schemas/contest.ts';
import { spokenDay, spokenTime } from '../contest/spoken.ts';
import type { Appointment } from './calendar-file.ts';

export type SlotFacts = { id: string; code: string; title: string | null; startsAt: Date; minutes: number; place: string; sequence: number; cancelled: boolean; saidAt: Date; attendees: string[] };

export function appointmentOf(contest: Contest, round: string, slot: SlotFacts): Appointment {
  const { locale, zone, mailbox } = contest;
  const name = contest.rounds.find((r) => r.key === round)?.name[locale] ?? round;
  const when = `${spokenTime(slot.startsAt, zone, locale)}, ${spokenDay(slot.startsAt, zone, locale)}`;
  const about = slot.title === null ? slot.code : `${slot.title} [${slot.code}]`;
  const lines = locale === 'vi'
    ? [`${name}: ${about}`, `Thời gian: ${when}, ${slot.minutes} phút`, `Địa điểm: ${slot.place}`, `Liên hệ: ${mailbox.address}`]
    : [`${name}: ${about}`, `Time: ${when}, ${slot.minutes} minutes`, `Place: ${slot.place}`, `Contact: ${mailbox.address}`];
  return {
    uid: `slot-${slot.id}@${mailbox.address.split('@')[1] ?? 'contest'}`, sequence: slot.sequence, cancelled: slot.cancelled, startsAt: slot.startsAt, minutes: slot.minutes, summary: `${name} [${slot.code}]`, place: slot.place,
    description: lines.join('\n'), organiser: { name: contest.organiser[locale] ?? '', address: mailbox.address }, attendees: slot.attendees, saidAt: slot.saidAt,
  };
}
