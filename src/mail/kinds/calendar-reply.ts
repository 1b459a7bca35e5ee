/** The answer that a calendar program sends when somebody presses Accept or Decline (iTIP, RFC 5546): no mail that a person wrote. */
import type { MailReading } from '../../../schemas/reading.ts';
import type { Kind } from './kind.ts';

export type CalendarReply = { uid: string; sequence: number; said: 'accepted' | 'declined' | 'tentative' };

const SAID = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' } as const;

/** Null where the mail brings none. */
export function readCalendarReply({ documents, body }: Pick<MailReading, 'documents' | 'body'>): CalendarReply | null {
  const texts = [...documents.flatMap((d) => (d.text?.state === 'read' ? [d.text.text] : [])), body];
  for (const text of texts.slice(0, 20)) {
    if (!/^METHOD:REPLY\s*$/m.test(text)) continue;
    // RFC 5545, 3.1: a line that begins with a space goes on from the one before.
    const lines = text.slice(0, 20_000).replace(/\r?\n[ \t]/g, '');
    const [, uid = ''] = /^UID:(.{1,200}?)\s*$/m.exec(lines) ?? [];
    const [, word = ''] = /PARTSTAT=(ACCEPTED|DECLINED|TENTATIVE)\b/.exec(lines) ?? [];
    const said = SAID[word as keyof typeof SAID];
    if (said !== undefined) return { uid, sequence: Number(/^SEQUENCE:(\d{1,6})\s*$/m.exec(lines)?.[1] ?? 0), said };
  }
  return null;
}

export const calendarReply: Kind = {
  kind: 'auto-reply',
  recognise: (reading) => (readCalendarReply(reading) === null ? [] : ['the answer of a calendar program']),
};
