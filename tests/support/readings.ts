/** A mail as it was read, for tests of rules: what is not said is usual. */
import type { MailReading } from '../../schemas/reading.ts';

export function readingWith(said: Partial<MailReading>): MailReading {
  return {
    messageId: 'a@people.test', inReplyTo: [], references: [], dateHeader: null, topReceivedAt: null, from: [{ name: '', address: 'an@people.test' }], sender: [], replyTo: [], to: [], cc: [], subject: null,
    authenticationResults: [], signs: { returnPathNull: false, autoSubmitted: null, precedence: null, listId: null, listUnsubscribe: false, autoResponseSuppress: null, otherHeaders: [], receivedCount: 1 },
    topType: 'multipart/mixed', deliveryReports: [], body: said.text ?? '', text: '', quoted: '', links: [], documents: [], innerSubjects: [], warnings: [], ...said,
  };
}
