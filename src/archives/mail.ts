/** A mail inside a document: its own words, and what is attached to it. */
import type { DocumentFlag, DocumentText } from '../../schemas/reading.ts';
import { readMail } from '../mail/read.ts';
import { Problem } from '../problem.ts';
import { syllableShare } from '../vietnamese/syllables.ts';
import type { Budget } from './budget.ts';
import type { Found } from './describe.ts';
import { noText } from './no-text.ts';

export type MailInside = { text: DocumentText; flags: DocumentFlag[]; /** null where nothing is attached */ documents: AsyncGenerator<Found> | null };

const INNER_DEPTH = 3;
const TEXT_BYTES = 1 << 20;

/** Subject and body are its words. Mails forwarded within it are listed with what they hold, as in a mail of its own. */
export async function mailInside(bytes: Buffer, budget: Budget): Promise<MailInside> {
  const read = await readMail(bytes, { partBytes: budget.limits.memberBytes, innerDepth: INNER_DEPTH }).catch((error: unknown) => {
    if (error instanceof Problem) return null;
    throw error;
  });
  if (read === null) return { text: noText('failed', 'damaged', 'eml'), flags: ['undecodable'], documents: null };
  const { reading, contents } = read;
  const words = [reading.subject ?? '', reading.body].filter((text) => text !== '').join('\n').slice(0, TEXT_BYTES);
  const text: DocumentText = words === '' ? noText('none', 'empty', 'eml') : { state: 'read', characters: words.length, quality: syllableShare(words), method: 'eml', failure: null, text: words };
  const flags: DocumentFlag[] = reading.warnings.includes('truncated') ? ['truncated'] : [];
  return { text, flags, documents: reading.documents.length === 0 ? null : attached(reading.documents, contents, budget) };
}

type Listed = Awaited<ReturnType<typeof readMail>>;

async function* attached(documents: Listed['reading']['documents'], contents: Listed['contents'], budget: Budget): AsyncGenerator<Found> {
  for (const document of documents) {
    if (!budget.admit()) throw new Problem('unpack-limit', { forUser: 'The mail holds more than is opened.', forStaff: `${documents.length} documents in a mail` });
    const bytes = contents.find((content) => content.part === document.part)?.bytes ?? null;
    const refused = bytes === null ? null : budget.refuses(bytes.length, null) ?? budget.spend(bytes.length, bytes.length, null);
    yield {
      name: document.filename, size: document.size, bytes: refused ? null : bytes, flags: refused ? [...document.flags, refused] : document.flags, contentType: document.contentType,
      from: document.from === 'uuencode' ? 'uuencode' : 'rfc822', listed: /^message\/(rfc822|global|news)$/.test(document.contentType),
    };
  }
}
