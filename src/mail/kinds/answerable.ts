/** May a letter be written about this mail? (intake decision 8; RFC 3834) */
import type { MailReading } from '../../../schemas/reading.ts';
import type { KindContext } from './kind.ts';
import { isNobody, validSender } from './sender.ts';

/** Reasons why a person would not be at the other end, or why a letter could loop; none = it may be answered. */
export function whyNotAnswer(reading: MailReading, context: KindContext): string[] {
  const { signs } = reading;
  const sender = validSender(reading);
  const reasons: (string | false)[] = [
    sender === null && 'no single valid From address',
    sender !== null && isNobody(sender) && 'From is an address that nobody reads',
    reading.warnings.includes('ambiguous-headers') && 'From or Subject stands twice',
    context.ownAddress && 'From is our own address',
    context.ownLetter && 'a letter of ours came back',
    signs.returnPathNull && 'null Return-Path',
    signs.autoSubmitted !== null && signs.autoSubmitted !== 'no' && `Auto-Submitted: ${signs.autoSubmitted}`,
    /\b(bulk|list|junk|auto_reply)\b/.test(signs.precedence ?? '') && `Precedence: ${signs.precedence}`,
    (signs.listId !== null || signs.listUnsubscribe) && 'a mailing list',
    /\b(all|autoreply|oof|dr|rn)\b/.test(signs.autoResponseSuppress ?? '') && signs.autoSubmitted !== 'no' && 'X-Auto-Response-Suppress',
    signs.otherHeaders.length > 0 && `machine header ${signs.otherHeaders[0]}`,
    reading.topType.startsWith('multipart/report') && 'a report',
    signs.receivedCount > 50 && 'more than 50 Received headers',
  ];
  return reasons.filter((r) => r !== false);
}
