/** A letter as a mail: fixed Message-ID, the marks by which machines know machines, an envelope with exactly the intended people. */
import { agencyLetterKinds, staffKinds } from '../../schemas/letters.ts';
import type { Contest } from '../../schemas/contest.ts';

export type LetterToSend = {
  toAddress: string; replyTo: string | null; subject: string; text: string; html: string;
  rfcMessageId: string; inReplyTo: string | null; references: string[]; createdAt: Date; kind: string;
};

/** A file that a letter carries. */
export type LetterAttachment = { filename: string; content: Buffer; contentType: string };

type Mailbox = { name: string; address: string };
export type ComposedLetter = {
  from: Mailbox; to: Mailbox; replyTo: Mailbox; subject: string; text: string; html: string; date: Date;
  messageId: string; inReplyTo?: string; references?: string[]; headers: Record<string, string>;
  attachments?: LetterAttachment[];
  envelope: { from: string; to: string[] };
};

function isForStaff(kind: string): boolean {
  return (staffKinds as readonly string[]).includes(kind);
}

/** Addresses are objects, never text, so that no name can become a recipient. */
export function letterMail(letter: LetterToSend, contest: Contest, attachments: LetterAttachment[] = []): ComposedLetter {
  const mailbox = contest.mailbox.address;
  const name = contest.shortName[contest.locale] ?? contest.id;
  return {
    from: { name, address: mailbox },
    to: { name: '', address: letter.toAddress },
    replyTo: { name: letter.replyTo === null ? name : '', address: letter.replyTo ?? mailbox },
    subject: letter.subject, text: letter.text, html: letter.html, date: letter.createdAt,
    messageId: `<${letter.rfcMessageId}>`,
    ...(letter.inReplyTo === null ? {} : { inReplyTo: `<${letter.inReplyTo}>` }),
    ...(letter.references.length === 0 ? {} : { references: letter.references.map((id) => `<${id}>`) }),
    headers: {
      // RFC 3834: what answers no mail is generated. Whether an agency's contact or a judge is away is worth hearing.
      'Auto-Submitted': isForStaff(letter.kind) || letter.inReplyTo === null ? 'auto-generated' : 'auto-replied',
      'X-Auto-Response-Suppress': (agencyLetterKinds as readonly string[]).includes(letter.kind) || letter.kind.startsWith('judge-') ? 'DR, RN, NRN' : 'All', 'X-Contest-Mailroom': contest.id, 'Content-Language': contest.locale,
    },
    ...(attachments.length === 0 ? {} : { attachments }),
    // The envelope sender is the mailbox itself, so that bounces are seen.
    envelope: { from: mailbox, to: [letter.toAddress, ...(contest.letters.ownCopy ? [mailbox] : [])] },
  };
}
