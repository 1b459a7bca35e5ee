/** The shape of one inbound kind, and the facts beyond the mail itself that it may look at. */
import type { Contest } from '../../../schemas/contest.ts';
import type { MailReading, MessageKind } from '../../../schemas/reading.ts';

export type KindContext = {
  contest: Contest;
  /** the letter of ours that the mail replies to, proven by its HMAC */
  thread: { ours: boolean; letterKind: string | null; entryCode: string | null; /** it answers points that the letter listed */ answers: boolean; /** the subject is that of our letter: no word of the sender's */ ownSubject?: boolean };
  /** valid entry codes in subject and new text */
  codes: string[];
  /** the sender may speak for at least one entry */
  knownSender: boolean;
  judge: boolean;
  staff: boolean;
  /** From is an address of the contest's own */
  ownAddress: boolean;
  /** the mail is a letter of ours that came back */
  ownLetter: boolean;
};

export type Kind = {
  kind: MessageKind;
  /** Short reasons why the mail is of this kind; none = it is not. */
  recognise: (reading: MailReading, context: KindContext) => string[];
};
