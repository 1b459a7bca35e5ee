/** Is a mail of the Sent folder the answer to a question? */
import type { MailReading } from '../../schemas/reading.ts';
import { bareSubject } from '../mail/kinds/bare-subject.ts';

export type OpenThread = { id: string; asker: string; subject: string | null; /** of the mail that waits longest */ askedAt: Date; /** Message-IDs of its mails */ rfcIds: string[]; /** of answers by hand that are known */ sentIds: string[] };

/**
 * Once, by its Message-ID. It must be addressed to the asker. Then it answers what it replies to; without that, the thread of its subject, where it is
 * newer than the question. Null where it answers none, or nobody could say which.
 */
export function answeredBy({ messageId, to, cc, subject, inReplyTo, references }: MailReading, at: Date, open: OpenThread[]): OpenThread | null {
  if (messageId === null || open.some((thread) => thread.sentIds.includes(messageId))) return null;
  const addressed = new Set([...to, ...cc].map((a) => a.address.toLowerCase()));
  const own = open.filter((thread) => addressed.has(thread.asker));
  const named = new Set([...inReplyTo, ...references]);
  const replied = own.filter((thread) => thread.rfcIds.some((id) => named.has(id)));
  if (replied.length > 0) return replied.length === 1 ? replied[0] ?? null : null;
  const bare = bareSubject(subject);
  const alike = bare === '' ? [] : own.filter((thread) => bareSubject(thread.subject) === bare && at > thread.askedAt);
  return alike.length === 1 ? alike[0] ?? null : null;
}
