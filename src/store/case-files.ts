/** All that the database knows of one entry, for its case file. */
import { asc, eq, inArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { auditEvent, auditText, entryDecision, entryVersion, letter, message, receiptVersion, rulesVersion } from '../../schemas/tables.ts';
import { MOST_SEARCHED } from '../checks/search.ts';
import type { CaseInput } from '../desk/case-file.ts';
import { listChanges } from './changes.ts';
import type { Tx } from './database.ts';
import { entriesOnDesk } from './decisions.ts';
import { loadEntry, sendersOf, versionsOf, type EntryRow } from './entries.ts';
import { releasesOf } from './judging/releases.ts';
import { paperRecordOf } from './paper.ts';
import { asMailDocument, documentsOfVersions, readOfVersions } from './messages.ts';
import { taggings } from './tags.ts';

const MOST_CHANGES = 20;
const MOST_MAILS = 200;

/** All that the rows know of an entry: mails, versions, letters, decisions and changes, each in the order of time. */
export async function caseInput(tx: Tx, entry: EntryRow): Promise<CaseInput> {
  const versions = await versionsOf(tx, entry.id);
  const documents = await documentsOfVersions(tx, versions);
  // Documents that staff moved here came with another entry's mail.
  const made = [...new Set([...versions, ...documents].map((one) => one.messageId))];
  const mails = await tx.select({ id: message.id, receivedAt: message.internalDate, from: message.fromAddress, subject: message.subject, sha256: message.sha256, authentication: message.authentication }).from(message)
    .where(or(eq(message.entryId, entry.id), made.length === 0 ? undefined : inArray(message.id, made))).orderBy(asc(message.internalDate)).limit(MOST_MAILS);
  const decisions = await tx.select().from(entryDecision).where(eq(entryDecision.entryId, entry.id)).orderBy(asc(entryDecision.at));
  const rules = [...new Set(versions.map((v) => v.rulesSha256))];
  return {
    entry: { code: entry.code, state: entry.state, receivedAt: entry.receivedAt, mergedInto: entry.mergedInto === null ? null : (await loadEntry(tx, entry.mergedInto))?.code ?? null },
    senders: await sendersOf(tx, entry.id), versions,
    messages: await Promise.all(mails.map(async (m) => {
      const paper = made.includes(m.id) ? await paperRecordOf(tx, m.id) : null;
      return { ...m, documents: documents.filter((d) => d.messageId === m.id).map(asMailDocument), ...(paper ? { channel: paper.channel, enteredBy: paper.enteredBy } : {}) };
    })),
    letters: await lettersAbout(tx, entry),
    tagging: (await taggings(tx, [entry.id])).get(entry.id) ?? null, read: await readOfVersions(tx, versions, MOST_SEARCHED),
    decisions: decisions.map((d) => ({ at: d.at, by: d.actor, word: d.word, reason: d.reason, versionId: d.versionId, rules: d.rulesSha256 })),
    changes: (await listChanges(tx, entry.id, MOST_CHANGES)).toReversed().map((c) => ({ n: c.n, at: c.at, by: c.actor, action: c.action, reason: c.reason, undone: c.undoneAt !== null })),
    again: (await entriesOnDesk(tx, [entry.code]))[0]?.again ?? null,
    released: (await releasesOf(tx, [entry.id], null, true)).map(({ sha256, n, round, at, by, withdrawnAt }) => ({ document: documents.find((d) => d.sha256 === sha256) ?? null, n, round, at, by, withdrawnAt })),
    record: await recordOf(tx, entry.code),
    rules: rules.length === 0 ? [] : await tx.select({ sha256: rulesVersion.sha256, since: rulesVersion.firstUsedAt }).from(rulesVersion).where(inArray(rulesVersion.sha256, rules)),
  };
}

/** Who decided stands beside the chain; of events of before it did, in it. */
async function recordOf(tx: Tx, code: string): Promise<CaseInput['record']> {
  return tx.select({ n: auditEvent.n, at: auditEvent.at, by: sql<string>`case when ${auditText.id} is null then ${auditEvent.actor} else coalesce(${auditText.text}, '–') end`, action: auditEvent.action })
    .from(auditEvent).leftJoin(auditText, eq(auditText.id, auditEvent.actor)).where(eq(auditEvent.subject, code)).orderBy(asc(auditEvent.n));
}

/** Letters on the entry alone, those that name its versions, and reminders that name it beside others. Earlier case files are none of it. */
async function lettersAbout(tx: Tx, entry: EntryRow): Promise<CaseInput['letters']> {
  const named = tx.select({ id: receiptVersion.letterId }).from(receiptVersion).innerJoin(entryVersion, eq(entryVersion.id, receiptVersion.versionId)).where(eq(entryVersion.entryId, entry.id));
  const rows = await tx.select({ at: letter.createdAt, to: letter.toAddress, subject: letter.subject, state: letter.state, facts: letter.facts }).from(letter)
    .where(sql`${letter.kind} <> 'case-file' and (${or(eq(letter.entryId, entry.id), inArray(letter.id, named))} or (${letter.kind} = 'gap-reminder' and ${letter.facts} -> 'entries' @> ${JSON.stringify([{ code: entry.code }])}::jsonb))`)
    .orderBy(asc(letter.createdAt));
  return rows.map(({ facts, ...row }) => ({ ...row, ...askedIn(facts, entry.code) }));
}

const lacking = z.object({ code: z.string(), missing: z.array(z.string()), dueAt: z.string().optional() });
const several = z.object({ entries: z.array(z.unknown()) });

/** What a letter asks of this entry. A letter taken from its copy after a restore has no facts. */
function askedIn(facts: unknown, code: string): { missing: string[]; dueAt: string | null } {
  const list = several.safeParse(facts);
  const asked = (list.success ? list.data.entries : [facts]).map((one) => lacking.safeParse(one)).find((one) => one.success && one.data.code === code);
  return { missing: asked?.data?.missing ?? [], dueAt: asked?.data?.dueAt ?? null };
}
