/** In which order waiting mail is fetched. A few mails as they come; of thousands first what may be an entry, by their heads alone. */
import type { Listed } from '../../src/edges/imap.ts';
import { byUrgency } from '../../src/mail/urgency.ts';
import { firstLook } from './first-look.ts';
import type { Intake } from './scan.ts';

/** Up to so many are fetched within seconds, whoever sent them. */
const AS_THEY_COME = 1_000;
const HEADS_AT_ONCE = 250;

/** @param listed ascending; mail that only its place is kept of (`unread`) costs nothing and goes first */
export async function fetchOrder(intake: Intake, listed: Listed[], unread: (mail: Listed) => boolean, signal: AbortSignal): Promise<Listed[]> {
  const wanted = listed.filter((mail) => !unread(mail));
  if (wanted.length <= AS_THEY_COME) return listed;
  const heads: { mail: Listed; from: string | null; promising: boolean }[] = [];
  for (let at = 0; at < wanted.length && !signal.aborted; at += HEADS_AT_ONCE) {
    const some = wanted.slice(at, at + HEADS_AT_ONCE);
    const found = await intake.server.heads(some.map((m) => m.uid));
    intake.touch();
    for (const mail of some) {
      const { fromAddress, promising } = await firstLook(intake, found.get(mail.uid) ?? Buffer.alloc(0));
      heads.push({ mail, from: fromAddress, promising });
    }
  }
  return [...listed.filter(unread), ...byUrgency(heads).map(({ mail }) => mail)];
}

/** The highest UID up to which everything listed was taken in; null where not even the first was. Mail above it is listed again after a stop. */
export function takenUpTo(listed: Listed[], taken: Set<number>): number | null {
  const first = listed.findIndex(({ uid }) => !taken.has(uid));
  return (first === -1 ? listed.at(-1) : listed[first - 1])?.uid ?? null;
}
