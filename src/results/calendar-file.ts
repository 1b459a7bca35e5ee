/** One appointment as an iCalendar file (RFC 5545, with the methods of RFC 5546): sent anew with a higher SEQUENCE it moves, with CANCEL it goes from people's calendars. */

export type Appointment = {
  /** stays the same for as long as the appointment is this one */
  uid: string;
  sequence: number;
  cancelled: boolean;
  startsAt: Date;
  minutes: number;
  summary: string;
  place: string;
  description: string;
  organiser: { name: string; address: string };
  attendees: string[];
  /** when this word on it was said */
  saidAt: Date;
};

/** The text of an .ics file: CRLF, lines of at most 75 octets. Times are in UTC, so that no program needs to know the zone. */
export function calendarFile(a: Appointment): string {
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//contest-mailroom//EN', 'CALSCALE:GREGORIAN', `METHOD:${a.cancelled ? 'CANCEL' : 'REQUEST'}`,
    'BEGIN:VEVENT', `UID:${text(a.uid)}`, `SEQUENCE:${a.sequence}`, `DTSTAMP:${utc(a.saidAt)}`, `DTSTART:${utc(a.startsAt)}`, `DTEND:${utc(new Date(a.startsAt.getTime() + a.minutes * 60_000))}`,
    `SUMMARY:${text(a.summary)}`, `LOCATION:${text(a.place)}`, `DESCRIPTION:${text(a.description)}`, `STATUS:${a.cancelled ? 'CANCELLED' : 'CONFIRMED'}`, 'TRANSP:OPAQUE',
    `ORGANIZER;CN=${parameter(a.organiser.name)}:mailto:${address(a.organiser.address)}`,
    ...a.attendees.map((to) => `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${address(to)}`),
    'END:VEVENT', 'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function utc(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** RFC 5545, 3.3.11. */
function text(value: string): string {
  return value.replace(/[\\;,]/g, (c) => `\\${c}`).replace(/\r\n|[\r\n\u2028\u2029]/g, '\\n').replace(/\p{Cc}/gu, '');
}

/** RFC 5545, 3.2: a quoted value has no quotation marks and no line ends. */
function parameter(value: string): string {
  return `"${value.replace(/["\p{Cc}\u2028\u2029]/gu, ' ')}"`;
}

function address(value: string): string {
  return value.replace(/[\s\p{Cc}]/gu, '');
}

const MOST_OCTETS = 75;

/** RFC 5545, 3.1: no character is cut in two. */
function folded(line: string): string {
  const parts: string[] = [''];
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MOST_OCTETS) {
      parts.push(' ');
      octets = 1;
    }
    parts[parts.length - 1] += character;
    octets += size;
  }
  return parts.join('\r\n');
}
