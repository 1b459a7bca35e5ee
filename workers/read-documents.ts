/** What the documents of a mail say, and what lies inside them: read before anything is decided by it. */
import { setImmediate } from 'node:timers/promises';
import type { Contest } from '../schemas/contest.ts';
import type { DocumentFlag, DocumentText, MailDocument, MailReading } from '../schemas/reading.ts';
import type { Clamd, Scan } from '../src/edges/clamd.ts';
import type { Parser } from '../src/edges/parser.ts';
import { readDocumentForms } from '../src/entry/fields.ts';

/** Documents of one mail that are read, and machine time for all of them: what is beyond is kept, listed, and left to a person. */
const MOST = 100;
const MOST_MS = 90_000;

type Reads = { parser: Pick<Parser, 'readDocument'>; /** of the stored bytes */ pathOf: (sha256: string) => string; clamd?: Clamd | null; /** hashes of what a scanner found infected before: never opened */ infected?: ReadonlySet<string> };

/** Gives the reading with the words of its documents, and with the documents found inside them behind each. Never throws for a bad document. */
export async function readDocuments(reads: Reads, reading: MailReading): Promise<MailReading> {
  const until = performance.now() + MOST_MS;
  const documents: MailDocument[] = [];
  let silent = false;
  for (const document of reading.documents) {
    const why = documents.length >= MOST ? 'too-many' : performance.now() > until ? 'no-time' : unreadable(document);
    if (why !== null) {
      documents.push({ ...document, text: unread(why) });
      continue;
    }
    // A scanner that gives no answer is asked once a mail, not once a file. That it cannot look into one file says nothing of the next.
    const scan: Scan | null = silent ? UNANSWERED : await scanned(reads, document);
    silent ||= scan?.state === 'unscanned' && !scan.answered;
    documents.push(...await readDocument(reads, document, scan));
  }
  return { ...reading, documents };
}

/** Looks for fields in each document ahead of the transaction that asks for them, and lets other work through in between: an archive may hold two hundred. */
export async function readForms(reading: MailReading, contest: Contest): Promise<void> {
  for (const document of reading.documents) {
    readDocumentForms(document, contest);
    await setImmediate();
  }
}

const UNANSWERED: Scan = { state: 'unscanned', reason: 'the scanner gave no answer before', answered: false };

async function scanned({ pathOf, clamd, infected }: Reads, { sha256 }: MailDocument): Promise<Scan | null> {
  if (infected?.has(sha256)) return { state: 'infected', signature: 'found before' };
  return clamd ? clamd.scan(pathOf(sha256)) : null;
}

/** An infected file is not opened. What could not be scanned is read, and says so: people, not machines, hand files on. */
async function readDocument({ parser, pathOf }: Reads, document: MailDocument, scan: Scan | null): Promise<MailDocument[]> {
  if (scan?.state === 'infected') return [{ ...document, flags: [...document.flags, 'infected'], text: unread(`infected: ${scan.signature}`.slice(0, 100)) }];
  const { text, flags, inner } = await parser.readDocument({ path: pathOf(document.sha256), document });
  const own: DocumentFlag[] = [...new Set([...document.flags, ...flags, ...(scan?.state === 'unscanned' ? ['unscanned' as const] : [])])];
  return [{ ...document, flags: own, text }, ...inner];
}

/** Of these no bytes were kept, or there are none. */
function unreadable({ flags }: MailDocument): string | null {
  if (flags.includes('empty')) return 'empty';
  return flags.includes('too-large') ? 'too-large' : null;
}

function unread(failure: string): DocumentText {
  return { state: failure === 'empty' ? 'failed' : 'skipped', characters: 0, quality: null, method: null, failure, text: '' };
}
