/** One inbound mail with all that is known about it when its effect is decided. */
import type { Authentication, SenderAuthentication } from '../../schemas/authentication.ts';
import type { Classification, MailReading, MessageKind } from '../../schemas/reading.ts';
import type { MessageOutcome } from '../../schemas/states.ts';
import type { Answers } from '../../src/entry/answers.ts';
import type { Tx } from '../../src/store/database.ts';
import type { EntryRow } from '../../src/store/entries.ts';
import type { PaperRow } from '../../src/store/paper.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import type { MessageRow } from '../../src/store/messages.ts';
import type { Services } from '../services.ts';

export type Inbound = {
  services: Services;
  message: MessageRow;
  reading: MailReading;
  classification: Classification;
  /** the one strictly valid From address, lower case; null where there is none that may be written to */
  sender: string | null;
  authentication: SenderAuthentication;
  /** whose word that is */
  provenBy: Authentication['by'];
  /** our letter that this mail replies to, proven by its HMAC; null where it replies to none */
  letter: LetterRow | null;
  /** what the mail answers of the points that letter listed, by id of the entry */
  answers: Map<string, Answers>;
  /** entries that letter, or the sender's own earlier mail in the thread, was about */
  threadEntries: EntryRow[];
  /** entries named by a valid code in subject or new text */
  namedEntries: EntryRow[];
  /** entries this sender may speak for */
  ownEntries: EntryRow[];
  /** how it came, where staff made it of papers */
  paper: PaperRow | null;
};

/** How a mail ended; recorded by the caller together with its kind. */
export type Ending = { outcome: MessageOutcome; reason: string; entryId?: string };

export type Effect = (tx: Tx, mail: Inbound) => Promise<Ending>;
export type Effects = Record<MessageKind, Effect>;

/** Why letters about this mail must wait for staff, or null where they may leave. */
export function holdReason(mail: Pick<Inbound, 'message' | 'classification' | 'authentication'>): string | null {
  if (mail.authentication === 'fail') return 'the sender address failed authentication';
  if (!mail.classification.mayAnswer) return 'the mail looks machine-sent';
  if (mail.message.backlog) return 'older than an hour at the first scan of the mailbox';
  return null;
}
