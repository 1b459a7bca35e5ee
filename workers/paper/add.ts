/** Staff enter what came on paper: bytes and a line in DATA_DIR first, then the rows, with who did it on record. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fold } from '../../src/vietnamese/fold.ts';
import { liveStates } from '../../schemas/states.ts';
import { traceFreeHash } from '../../src/mail/trace-free.ts';
import { paperMail, type PaperFile, type PaperTyped } from '../../src/papers/paper-mail.ts';
import { addressOf } from '../../src/papers/reach.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode, entriesOfSender, followMerges, sendersOf, titlesOf, type EntryRow } from '../../src/store/entries.ts';
import { addPaper, paperWithContent, papersWithFiles } from '../../src/store/paper.ts';
import { paperProblems, type PaperProblem } from '../../schemas/paper.ts';
import { Problem } from '../../src/problem.ts';
import type { Services } from '../services.ts';

export type Enters = Pick<Services, 'loaded' | 'blobs' | 'paperRecords'>;
export type Entered = { by: string; reason: string; /** true = it is another one, however alike it looks */ again: boolean; /** the mail of staff that asked for it */ staffMessageId: string | null };
export type Added = { messageId: string; /** false where the same was entered before: nothing happened */ fresh: boolean };

/**
 * @throws Problem `wrong-use` where it cannot be what was meant, in words for staff, with a PaperProblem as its cause; nothing is written then
 */
export async function addOnPaper(tx: Tx, services: Enters, typed: PaperTyped, files: PaperFile[], who: Entered): Promise<Added> {
  const { contest } = services.loaded;
  const sender = typed.code === null || typed.email !== null ? addressOf(typed) : await senderOf(tx, typed.code);
  if (sender === null) throw refused('no-reach', null, 'say how the entrant is reached: an email address, a telephone number or a postal address');
  if (files.length === 0 && typed.title === null) throw refused('nothing', null, 'name the scanned files, or the title of the entry');
  if (typed.receivedAt > tx.now) throw refused('future', null, `received ${typed.receivedAt.toISOString()}: that is still to come`);
  if (typed.code !== null) await entryToSupplement(tx, typed.code);
  const raw = paperMail(typed, files, contest);
  if (raw.length > contest.limits.messageBytes) throw refused('too-large', null, `the files are too large together: ${raw.length} bytes as a message, at most ${contest.limits.messageBytes}; scan them smaller, or enter the rest with --entry`);
  const contentSha256 = traceFreeHash(raw);
  const made = { channel: typed.channel, sender, name: typed.name, code: typed.code, enteredBy: who.by, reason: who.reason };
  const known = await paperWithContent(tx, contentSha256);
  if (known !== null) return { messageId: known, fresh: false };
  if (!who.again) await refuseAlike(tx, typed, sender, files);
  const { sha256, size } = await services.blobs.put(raw);
  const added = await addPaper(tx, { ...made, staffMessageId: who.staffMessageId, sha256, contentSha256, size, receivedAt: typed.receivedAt });
  if (!added.fresh) return added;
  await recordDecision(tx, { actor: who.by, action: 'paper-entry', subject: added.messageId, detail: { channel: typed.channel, receivedAt: typed.receivedAt.toISOString(), sha256, files: files.length, code: typed.code }, texts: { reason: who.reason } });
  await services.paperRecords.note({ ...made, sha256, receivedAt: typed.receivedAt.toISOString(), enteredAt: tx.now.toISOString() });
  return added;
}

/** Who hears of a supplement that names nobody else: the first address of its entry. */
async function senderOf(tx: Tx, code: string): Promise<string | null> {
  return (await sendersOf(tx, (await entryToSupplement(tx, code)).id))[0] ?? null;
}

async function entryToSupplement(tx: Tx, code: string): Promise<EntryRow> {
  const [entry] = await followMerges(tx, await entriesByCode(tx, [code]));
  if (!entry) throw refused('no-entry', code, `no entry has the code ${code}; \`mailroom entries list\` shows all`);
  if (!liveStates.includes(entry.state)) throw refused('entry-gone', entry.code, `${entry.code} is ${entry.state}: nothing can be added to it`);
  return entry;
}

/** Two clerks at one counter, or the same papers scanned twice: better asked than registered twice. */
async function refuseAlike(tx: Tx, typed: PaperTyped, sender: string, files: PaperFile[]): Promise<void> {
  const names = new Map(files.map((f) => [createHash('sha256').update(f.content).digest('hex'), f.name]));
  const [known] = await papersWithFiles(tx, [...names.keys()]);
  if (known && known.code !== typed.code) throw refused('same-file', known.code, `${names.get(known.sha256) ?? 'a file'} is part of ${known.code} already; say --entry ${known.code} if these papers belong to it, or --again if they are another entry`);
  if (typed.code !== null || typed.title === null) return;
  const own = (await entriesOfSender(tx, sender)).filter((e) => liveStates.includes(e.state));
  const titles = await titlesOf(tx, own.map((e) => e.id));
  const title = fold(typed.title);
  const same = own.find((e) => fold(titles.get(e.id) ?? '') === title);
  if (same) throw refused('same-title', same.code, `${sender} has entered ${same.code} under this title; say --entry ${same.code} if these papers belong to it, or --again if they are another entry`);
}

function refused(why: PaperProblem['why'], about: string | null, sentence: string): Problem {
  return new Problem('wrong-use', { forUser: sentence, cause: { why, about } });
}

const refusal = z.object({ why: z.enum(paperProblems), about: z.string().nullable() });

/** What addOnPaper found wrong; null where it is another error. */
export function paperProblemOf(error: unknown): PaperProblem | null {
  const found = refusal.safeParse(error instanceof Problem ? error.cause : null);
  return found.success ? found.data : null;
}
