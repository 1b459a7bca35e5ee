/** Authors hear that an entry of theirs was sent by somebody else: a clerk, or somebody who has no right to their name. */
import type { Channel } from '../../schemas/paper.ts';
import type { Tx } from '../../src/store/database.ts';
import type { EntryRow, VersionRow } from '../../src/store/entries.ts';
import { countLetters } from '../../src/store/letters.ts';
import { BREAKER_HOLD, postLetter } from '../outbox.ts';
import type { Services } from '../services.ts';

/** Of one entry: a form may name as many addresses as a stranger likes to write down. */
const MOST = 6;
/** To one address within a day: an office may have written its own on the forms of all its people. */
const A_DAY = 5;
const HOUR = 3_600_000;

/**
 * Call only after takeTurn. Once per entry and address, where the contest says so, with a cap of their own: a stranger may write down any address, but letters
 * that answer other people's mail are not kept waiting by that. It tells no more than what the form says of its authors: addresses
 * are mistyped. It gives no right to speak for the entry.
 */
export async function tellAuthors(tx: Tx, services: Services, made: { entry: EntryRow; version: VersionRow; sender: string; channel: Channel; hold: string | null }): Promise<void> {
  const { contest } = services.loaded;
  if (!contest.letters.copyToAuthors) return;
  const { fields } = made.version;
  const authors = fields.authors.value ?? [];
  const own = new Set([made.sender, contest.mailbox.address, ...contest.mailbox.alsoOwn].map((a) => a.toLowerCase()));
  const addresses = [...new Set([fields.email.value, ...authors.map((a) => a.email)].flatMap((a) => a?.toLowerCase() ?? []))].filter((a) => !own.has(a)).slice(0, MOST);
  for (const to of addresses) {
    if ((await countLetters(tx, 'author-copy', to, new Date(tx.now.getTime() - 24 * HOUR))) >= A_DAY) continue;
    const many = (await countLetters(tx, 'author-copy', null, new Date(tx.now.getTime() - HOUR))) >= contest.letters.breakerPerHour;
    await postLetter(tx, services, {
      kind: 'author-copy', key: `author-copy:${made.entry.id}:${to}`, to, entryId: made.entry.id, hold: made.hold ?? (many ? BREAKER_HOLD : null),
      facts: { code: made.entry.code, title: fields.title.value, receivedAt: made.version.receivedAt.toISOString(), sentBy: made.channel === 'mail' ? made.sender : null, authors: authors.map((a) => a.name).slice(0, 12) },
    });
  }
}
