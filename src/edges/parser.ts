/**
 * Reading hostile mails and documents in children. Two lanes, so that no archive delays the reading of the next mail: a warm one for mails and
 * for documents that are read quickly, and one of a single child, started when it is needed, for all that is heavy.
 */
import type { DocumentFlag, DocumentText, MailDocument, MailReading, ReadDocument } from '../../schemas/reading.ts';
import { noText, PENDING } from '../archives/no-text.ts';
import { isArchive } from '../archives/types.ts';
import { Problem } from '../problem.ts';
import type { Answered, ChildOptions, Ended } from './child.ts';
import { findIsolation } from './isolation.ts';
import { openLane, type Lane } from './lane.ts';
import type { Log } from './log.ts';

export type Unreadable = { code: string; forStaff: string };
export type ReadResult = { reading: MailReading } | { unreadable: Unreadable };
/** @param path of its bytes */
export type ExtractRequest = { path: string; document: MailDocument };
/** `flags` are to be added to the document's own; `inner` holds what lies inside it, and inside that */
export type ExtractAnswer = { text: DocumentText; flags: DocumentFlag[]; inner: ReadDocument[] };
export type Parser = {
  /** Reads the raw mail at `path`; its documents are stored where the parser was told to. Never throws for a bad mail. */
  read: (path: string) => Promise<ReadResult>;
  /** The words of a document, and the documents inside it, which are stored like it. Never throws for a bad document; throws Problem `storage` where the disk fails. */
  readDocument: (request: ExtractRequest) => Promise<ExtractAnswer>;
  /** true where the children have no network */
  isolated: boolean;
  close: () => Promise<void>;
};

export type ParserOptions = {
  /** children for mails at a time */
  size: number;
  /** where documents are stored, content-addressed; none = they are only described, and what is inside them has no words */
  documentsDir?: string;
  limits?: { partBytes?: number };
  deadlineMs?: number;
  /** of the lane for heavy documents */
  heavyDeadlineMs?: number;
  rssBytes?: number;
  /** after which the child for heavy documents is ended */
  idleMs?: number;
  log?: Log;
  /** the child's module; tests put faulty ones in its place */
  module?: URL;
};

/** What crosses the border to the child and back. */
export type ParseQuestion = MailQuestion | DocumentQuestion;
export type MailQuestion = { kind: 'mail'; path: string; documentsDir: string | null; partBytes: number };
/** @param path null = the bytes lie in `documentsDir` under their hash. `open` = what is inside is wanted too */
export type DocumentQuestion = { kind: 'document'; path: string | null; documentsDir: string | null; document: MailDocument; open: boolean };
export type ParseAnswer = ReadResult;
/** trouble: not the document's fault, it is asked again later */
export type DocumentAnswer = ExtractAnswer | { trouble: Unreadable };

const MB = 1024 * 1024;
const DEADLINE_MS = 10_000;
const HEAVY_DEADLINE_MS = 30_000;
const RSS_BYTES = 512 * MB;
const IDLE_MS = 60_000;
/** A new child is slow for its first hundreds of mails. */
const MAILS_PER_CHILD = 5_000;
const DOCUMENTS_PER_CHILD = 500;
const HEAVY_BYTES = 10 * MB;
const SHEETS_AND_SLIDES = new Set(['xlsx', 'xls', 'ods', 'pptx', 'ppt', 'odp']);
/** For the words of all that is inside one document: behind these it is listed without. */
const INNER_MS = 60_000;
const INNER_CHARACTERS = 8 * MB;

/** the child's module, as source or built, like this one */
export const parserChild = new URL(`../../workers/children/parse${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

export async function openParser(options: ParserOptions): Promise<Parser> {
  const isolation = await findIsolation();
  const child: ChildOptions = {
    module: options.module ?? parserChild,
    deadlineMs: options.deadlineMs ?? DEADLINE_MS, rssBytes: options.rssBytes ?? RSS_BYTES, heapMb: 384, answers: MAILS_PER_CHILD, isolation, log: options.log,
  };
  const quick = openLane({ ...child, size: options.size, idleMs: null });
  const heavy = openLane({ ...child, deadlineMs: options.heavyDeadlineMs ?? HEAVY_DEADLINE_MS, answers: DOCUMENTS_PER_CHILD, size: 1, idleMs: options.idleMs ?? IDLE_MS });
  const documentsDir = options.documentsDir ?? null;
  return {
    isolated: isolation !== null,
    read: async (path) => mailAnswer(await quick.ask({ kind: 'mail', path, documentsDir, partBytes: options.limits?.partBytes ?? 25 * MB }, true)),
    readDocument: ({ path, document }) => extract({ quick, heavy }, { kind: 'document', path, documentsDir, document, open: true }),
    close: async () => {
      quick.close();
      heavy.close();
    },
  };
}

function mailAnswer(answered: Answered): ReadResult {
  if ('answer' in answered) return answered.answer as ParseAnswer;
  return { unreadable: { code: `parser-${answered.ended.cause}`, forStaff: answered.ended.forStaff } };
}

type Lanes = { quick: Lane; heavy: Lane };

async function extract(lanes: Lanes, question: DocumentQuestion): Promise<ExtractAnswer> {
  const first = isHeavy(question.document) ? null : await lanes.quick.ask(question);
  // What a crowded machine or another document may have caused is tried once more, where there is more time.
  const answered = first !== null && 'answer' in first ? first : await lanes.heavy.ask(question);
  if ('ended' in answered) return unanswered(answered.ended);
  const answer = known(answered.answer as DocumentAnswer);
  return answer.inner.length === 0 ? answer : { ...answer, inner: await wordsInside(lanes.heavy, question, answer.inner) };
}

function isHeavy({ detectedType, size }: MailDocument): boolean {
  return size > HEAVY_BYTES || SHEETS_AND_SLIDES.has(detectedType) || isArchive(detectedType);
}

function unanswered({ cause }: Ended): ExtractAnswer {
  return { text: noText('failed', cause === 'died' ? 'crashed' : cause, null), flags: [], inner: [] };
}

function known(answer: DocumentAnswer): ExtractAnswer {
  if (!('trouble' in answer)) return answer;
  throw new Problem(answer.trouble.code, { forUser: 'Documents cannot be stored or read at the moment; they are read later.', forStaff: answer.trouble.forStaff, retry: 'later' });
}

/** One question for each: one that ends the child costs its own words alone. Never in the lane of the mails: there may be hundreds. */
async function wordsInside(lane: Lane, { documentsDir }: DocumentQuestion, inner: ReadDocument[]): Promise<ReadDocument[]> {
  const end = performance.now() + INNER_MS;
  let room = INNER_CHARACTERS;
  const read: ReadDocument[] = [];
  for (const document of inner) {
    const skipped = documentsDir === null ? 'not-stored' : room <= 0 ? 'too-large' : performance.now() > end ? 'deadline' : null;
    if (document.text.failure !== PENDING) read.push(document);
    else if (skipped !== null) read.push({ ...document, text: noText('skipped', skipped, null) });
    else {
      const answered = await lane.ask({ kind: 'document', path: null, documentsDir, document, open: false } satisfies DocumentQuestion);
      const { text, flags } = 'answer' in answered ? known(answered.answer as DocumentAnswer) : unanswered(answered.ended);
      room -= text.characters;
      read.push({ ...document, text, flags: [...new Set([...document.flags, ...flags])] });
    }
  }
  return read;
}
