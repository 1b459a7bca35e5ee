/** Who sends how much: what tells a flood from a busy evening. */
import { desc, gte, sql } from 'drizzle-orm';
import { message } from '../../schemas/tables.ts';
import type { Tx } from './database.ts';

/** Mail of the last hour, contest time. */
export type Crowd = { mails: number; senders: number; /** who sent most of it; null where nobody wrote */ loudest: { from: string; mails: number } | null; flood: boolean };

/** Mails of one address, or of all, within an hour, from which on staff hear of a flood. */
const FROM_ONE = 100;
const FROM_ALL = 1_000;

/** Who wrote how much within the last hour (contest time), and whether that is a flood. */
export async function readCrowd(tx: Tx): Promise<Crowd> {
  const mails = sql<number>`count(*)`.mapWith(Number);
  const bySender = tx.select({ from: message.fromAddress, mails: mails.as('mails') }).from(message)
    .where(gte(message.storedAt, new Date(tx.now.getTime() - 3_600_000))).groupBy(message.fromAddress).as('by_sender');
  const [first] = await tx.select({
    from: bySender.from, mails: bySender.mails, all: sql<number>`sum(${bySender.mails}) over ()`.mapWith(Number), senders: sql<number>`count(*) over ()`.mapWith(Number),
  }).from(bySender).orderBy(desc(bySender.mails)).limit(1);
  if (!first) return { mails: 0, senders: 0, loudest: null, flood: false };
  return { mails: first.all, senders: first.senders, loudest: { from: first.from ?? '', mails: first.mails }, flood: first.mails >= FROM_ONE || first.all >= FROM_ALL };
}
