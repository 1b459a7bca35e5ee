/** Forgets what a contest keeps no longer, class by class. The same function counts first, for whoever only looks. */
import { DateTime } from 'luxon';
import type { EntryState } from '../../schemas/states.ts';
import { whyKept } from '../../src/personal/hold.ts';
import { redactor } from '../../src/personal/words.ts';
import { eraseAuditTexts } from '../../src/store/audit-texts.ts';
import type { Tx } from '../../src/store/database.ts';
import { versionsOf } from '../../src/store/entries.ts';
import { beginErasure, countErasure, emptyLetters, emptyMessages } from '../../src/store/personal/empty.ts';
import { emptyDesk, emptyEntries, forgetTexts } from '../../src/store/personal/entries.ts';
import { entriesLeft, expiredEntries, expiredMachines, forgetLetterTexts, type ExpiredEntry } from '../../src/store/personal/expired.ts';
import { packagesOf } from '../../src/store/judging/packages.ts';
import { heldOf } from '../../src/store/personal/held.ts';
import { sweep } from '../../src/store/personal/sweep.ts';
import { answersTo, forgettable } from '../../src/store/personal/unrelated.ts';
import type { Services } from '../services.ts';

type Keeps = Pick<Services, 'loaded' | 'secretKeys'>;
/** What one run forgot, or would; a class that the contest does not set is not in it. held = why nothing is */
export type Forgotten = { held: string | null; classes: { what: string; rows: number }[] };

const DAY = 86_400_000;
/** In one run: what is beyond goes the next day. */
const MAILS = 500;
const ENTRIES = 100;

export async function forgetExpired(tx: Tx, services: Keeps, write: boolean): Promise<Forgotten> {
  const { contest } = services.loaded;
  const held = whyKept(contest, tx.now);
  if (held !== null) return { held, classes: [] };
  const { unrelatedDays, machinesDays, withdrawnDays, ineligibleDays, letterTextDays, contestMonths } = contest.personalData.retention;
  const ago = (days: number): Date => new Date(tx.now.getTime() - days * DAY);
  const classes: Forgotten['classes'] = [];
  const add = async (what: string, days: number | undefined, forget: (before: Date) => Promise<number>): Promise<void> => {
    if (days !== undefined) classes.push({ what, rows: await forget(ago(days)) });
  };
  await add('unrelated', unrelatedDays, async (before) => mails(tx, services, 'unrelated', await forgettable(tx, ['unrelated'], before, MAILS), write));
  await add('machines', machinesDays, async (before) => mails(tx, services, 'machines', await expiredMachines(tx, before, MAILS), write));
  const states: [string, number | undefined, EntryState][] = [['withdrawn', withdrawnDays, 'withdrawn'], ['ineligible', ineligibleDays, 'ineligible']];
  for (const [what, days, state] of states) await add(what, days, async (before) => entries(tx, services, what, await expiredEntries(tx, [state], before, ENTRIES), write));
  await add('letter-texts', letterTextDays, (before) => forgetLetterTexts(tx, before, write));
  if (contestMonths !== undefined) {
    const over = DateTime.fromISO(contest.window.closes, { zone: contest.zone }).plus({ months: contestMonths }).toJSDate() <= tx.now;
    classes.push({ what: 'contest', rows: over ? await entries(tx, services, 'contest', await entriesLeft(tx, ENTRIES), write) : 0 });
  }
  return { held: null, classes };
}

async function mails(tx: Tx, { secretKeys }: Keeps, what: string, ids: string[], write: boolean): Promise<number> {
  if (!write || ids.length === 0) return ids.length;
  const letters = await answersTo(tx, ids);
  const { id } = await beginErasure(tx, { actor: 'contest.yaml', why: 'retention', reason: what, hash: '', keys: [] });
  const documents = await emptyMessages(tx, id, ids, secretKeys, what === 'unrelated' ? 'forgotten: nothing to do with the contest' : `forgotten: ${what}`);
  await countErasure(tx, id, { messages: ids.length, documents, letters: await emptyLetters(tx, id, letters), entries: 0, shared: 0, redacted: 0 });
  return ids.length;
}

/** As a whole, with their mails and letters; what else speaks of them loses their titles and names. */
async function entries(tx: Tx, { secretKeys }: Keeps, what: string, found: ExpiredEntry[], write: boolean): Promise<number> {
  // One that is on its way to a judge at this moment goes the next day.
  const leaving = new Set((await packagesOf(tx, found.map((e) => e.entryId))).filter((p) => p.state === 'sending').flatMap((p) => p.codes));
  const expired = found.filter((e) => !leaving.has(e.code));
  if (!write || expired.length === 0) return expired.length;
  const ids = expired.map((e) => e.entryId);
  const held = await heldOf(tx, { addresses: [], names: [], phones: [], entries: expired.map((e) => ({ ...e, roles: [], whole: true })) });
  const fields = (await Promise.all(ids.map((id) => versionsOf(tx, id)))).flat().map((v) => v.fields);
  const gone = held.messages.map((m) => m.id);
  const { id } = await beginErasure(tx, { actor: 'contest.yaml', why: 'retention', reason: what, hash: '', keys: [] });
  await emptyEntries(tx, id, ids);
  const documents = await emptyMessages(tx, id, gone, secretKeys, `forgotten: ${what}`);
  const letters = await emptyLetters(tx, id, held.letters.map((l) => l.id));
  await emptyDesk(tx, { messageIds: gone, entryIds: ids, addresses: [] });
  const words = { addresses: [], phones: [], names: fields.flatMap((f) => (f.authors.value ?? []).map((a) => a.name)), texts: fields.flatMap((f) => f.title.value ?? []).filter((t) => t.length > SHORT) };
  const swept = await sweep(tx, redactor(words), expired.map((e) => e.code.toLowerCase()), new Set([...gone, ...held.letters.map((l) => l.id)]), true);
  await forgetTexts(tx, id, ids, []);
  await eraseAuditTexts(tx, { subjects: [...expired.map((e) => e.code), ...gone], addresses: [] });
  await countErasure(tx, id, { messages: gone.length, documents, letters, entries: ids.length, shared: 0, redacted: swept.rows });
  return ids.length;
}

/** Shorter titles are everybody's words. */
const SHORT = 8;
