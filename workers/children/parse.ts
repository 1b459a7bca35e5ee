/** The parse child: a mail or a document in, what it says out; documents found go straight into the blob store. No database, no network, no secrets. */
import type { MailQuestion, ParseAnswer, ParseQuestion } from '../../src/edges/parser.ts';
import { readMail } from '../../src/mail/read.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import { blobsIn, storedBytes } from './parse-storage.ts';

process.on('message', (question: ParseQuestion) => {
  void (question.kind === 'mail' ? mail(question) : import('./parse-document.ts').then(({ document }) => document(question))).then((answer) => process.send?.(answer));
});
// The service is told to stop, not this child in the middle of a mail.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', end);

/** With what it has started: nothing may stay when the service is gone. */
function end(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch (error) {
    // It leads no group of its own: nothing was started in it.
    process.exit((error as { code?: unknown }).code === 'ESRCH' ? 0 : 1);
  }
}

async function mail(question: MailQuestion): Promise<ParseAnswer> {
  try {
    const { reading, contents } = await readMail(storedBytes(question.path), { partBytes: question.partBytes });
    const store = await blobsIn(question.documentsDir);
    for (const { bytes, sha256 } of contents) store?.putNow(bytes, sha256);
    return { reading };
  } catch (error) {
    return { unreadable: { code: error instanceof Problem ? error.code : 'parser-failed', forStaff: reasonOf(error) } };
  }
}
