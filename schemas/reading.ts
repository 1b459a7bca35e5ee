/** What was read from one raw message: the border between the parse child, the database and `inspect`. Plain JSON. */

export type Address = { name: string; address: string };

export type DocumentSource = 'attachment' | 'inline' | 'rfc822' | 'tnef' | 'uuencode' | 'archive';
export type DocumentFlag = 'empty' | 'truncated' | 'password' | 'too-large' | 'unpack-limit' | 'type-mismatch'
  | 'undecodable' | 'macro' | 'infected' | 'unscanned';

export type MailDocument = {
  /** IMAP part number, "2.1"; parts inside an inner message go on counting below it */
  part: string;
  /** as sent, decoded and NFC; hostile characters kept: data, never a path */
  filename: string | null;
  /** safe to show and to store under: no separators, control or bidi characters, at most 150 bytes */
  storedName: string;
  contentType: string;
  /** by content: a short type as docx, pdf, jpg, zip, txt, eml, or "unknown" */
  detectedType: string;
  /** bytes after decoding the transfer encoding */
  size: number;
  sha256: string;
  from: DocumentSource;
  flags: DocumentFlag[];
  /** absent until its words were looked for */
  text?: DocumentText;
};

/** read = its words are known; none = it has none (a picture, a video); failed = it should have words but could not be read; skipped = not tried. */
export type TextState = 'read' | 'none' | 'failed' | 'skipped';

/** What one document says, whatever its format: one model of lines and cells. */
export type DocumentText = {
  state: TextState;
  /** length of `text` */
  characters: number;
  /** share of its words that can be Vietnamese syllables, 0 to 1; null where there are too few words to tell */
  quality: number | null;
  /** what read it: docx, odt, pdftotext, ocr, pdftotext+ocr, …; null where nothing did */
  method: string | null;
  /** pages of a PDF, from 1, that are pictures while others have text: for OCR. Absent where there are none, or once they were read */
  scannedPages?: number[];
  /** kebab-case: why it was not read (password, damaged, empty, deadline, memory, unsupported, too-large, …); null where it was */
  failure: string | null;
  /** NFC. A paragraph or a row of a table is a line (LF), the cells of a row are divided by tabs, a break inside a cell is U+2028. What OCR added to it stands behind a form feed. At most 1 MiB. */
  text: string;
};

/** A document with its words. Documents found inside an archive or a mail are listed beside it: part "2/1" lies inside part "2". */
export type ReadDocument = MailDocument & { text: DocumentText };

export type DeliveryReport = {
  /** failed | delayed | delivered | relayed | expanded (RFC 3464 2.3.3) */
  action: string;
  status: string | null;
  recipient: string | null;
  diagnostic: string | null;
  /** Message-ID found in the returned part, without angle brackets */
  originalMessageId: string | null;
};

/** Header facts by which machines are told from people (RFC 3834 and the signs in the wild). Values raw and trimmed. */
export type MachineSigns = {
  returnPathNull: boolean;
  autoSubmitted: string | null;
  precedence: string | null;
  listId: string | null;
  listUnsubscribe: boolean;
  autoResponseSuppress: string | null;
  /** names of other headers that only machines write: X-Autoreply, X-Loop, Feedback-ID, X-Mailer of a bulk mailer, … */
  otherHeaders: string[];
  receivedCount: number;
};

export type MailReading = {
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  /** raw header text, unfolded, never replaced by another time */
  dateHeader: string | null;
  /** ISO; from the topmost Received header, null if none or not a date */
  topReceivedAt: string | null;
  from: Address[];
  sender: Address[];
  replyTo: Address[];
  to: Address[];
  cc: Address[];
  subject: string | null;
  /** raw Authentication-Results headers, topmost first */
  authenticationResults: string[];
  signs: MachineSigns;
  /** content type of the top part, with report-type for multipart/report */
  topType: string;
  deliveryReports: DeliveryReport[];
  /** the whole body as text, NFC, LF line ends, at most 1 MiB */
  body: string;
  /** body without quoted history */
  text: string;
  quoted: string;
  /** web addresses in the body; absent in what was read before they were looked for */
  links?: string[];
  documents: MailDocument[];
  /** subject of each message/rfc822 inside, outermost first */
  innerSubjects: (string | null)[];
  /** kebab-case: charset-repaired, date-unparseable, ambiguous-headers, truncated, too-many-parts, too-deep, … */
  warnings: string[];
};

export const messageKinds = ['submission', 'supplement', 'withdrawal', 'status-query', 'question', 'bounce', 'auto-reply', 'bulk',
  'judge-reply', 'staff-reply', 'unrelated', 'unreadable'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What kind a message is, and the short reasons a person may read. */
export type Classification = { kind: MessageKind; why: string[]; mayAnswer: boolean };

type Place = {
  /** subject, body, "body line 3", or the part number of a document: "2.1 row 3" */
  source: string;
  /** the file's name, where it stood in a document */
  file?: string;
  /** a machine saw it in a picture: a person compares */
  seen?: true;
  /** staff put it right: no mail and no machine replaces it */
  byHand?: true;
  /** taken over from another entry, when staff merged the two or moved a document: stands until this one states it itself */
  adopted?: true;
};
/** `others`: what other places of the same mail say instead; then a person decides. */
export type Sourced<T> = Place & { value: T; /** 0 to 1 */ confidence: number; others?: (Place & { value: T })[] };
export type Author = { name: string; unit: string | null; position: string | null; phone: string | null; email: string | null; share: number | null };

/** Fields of an entry as understood. value null = not stated. */
export type EntryFields = {
  title: Sourced<string | null>;
  entrantKind: Sourced<'individual' | 'group' | 'organisation' | null>;
  areas: Sourced<number[] | null>;
  authors: Sourced<Author[] | null>;
  unit: Sourced<string | null>;
  phone: Sourced<string | null>;
  email: Sourced<string | null>;
  declaration: Sourced<boolean | null>;
  /** ISO 8601, as exact as stated: 2024-07-15, 2024-07 or 2024 (plan: date first applied or tried) */
  firstApplied: Sourced<string | null>;
  /** in the entrant's words: what the product builds on */
  inheritsFrom: Sourced<string | null>;
  /** keys of the contest's evidenceKinds */
  evidence: Sourced<string[] | null>;
};

export type Finding = {
  check: string;
  severity: 'blocking' | 'review' | 'info';
  /** kebab-case and stable (interfaces.md) */
  code: string;
  forEntrant: string;
  forStaff: string;
  evidence?: string;
};
