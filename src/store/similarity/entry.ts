/** The texts of an entry as they stand: compared where they are new, taken away where they are gone. */
import { document, message } from '../../../schemas/tables.ts';
import type { LoadedContest } from '../../../schemas/contest.ts';
import { inArray } from 'drizzle-orm';
import { contestText } from '../../similarity/contest-text.ts';
import { withoutForm } from '../../similarity/without-form.ts';
import { templateShingles } from '../../similarity/templates.ts';
import type { Tx } from '../database.ts';
import { loadEntry, versionsOf, type VersionRow } from '../entries.ts';
import { documentsOfVersions } from '../messages.ts';
import { keepTemplate } from './collection.ts';
import { compareStored } from './compare.ts';
import { addText, removeTexts, takeComparisonTurn, templateTexts, textSha256, type NewText } from './texts.ts';

/** Texts of one entry, and characters of them all: what is beyond is left to people. */
const MOST_TEXTS = 60;
const MOST_CHARACTERS = 1024 * 1024;
/** Shorter texts, "Xin gửi bài dự thi", are no copies. */
const LEAST_CHARACTERS = 80;

/**
 * Brings what is stored of an entry up to date and compares what is new. The same state twice changes nothing.
 * An entry that is part of another by now has no texts of its own.
 */
export async function compareEntry(tx: Tx, loaded: Pick<LoadedContest, 'contest'>, entryId: string): Promise<void> {
  await takeComparisonTurn(tx);
  await keepTemplate(tx, `contest ${loaded.contest.id}`, await contestText(loaded.contest));
  const entry = await loadEntry(tx, entryId);
  const wanted = entry === null || entry.mergedInto !== null ? [] : (await textsNow(tx, entryId)).map((t) => ({ ...t, text: withoutForm(t.text, loaded.contest) })).filter((t) => t.text.trim().length >= LEAST_CHARACTERS);
  const kept = new Set(wanted.map((t) => textSha256(t.text)));
  const had = await tx.run<{ id: number; sha256: string }>('select id, sha256 from compared_text where entry_id = $1', [entryId]);
  await removeTexts(tx, had.filter((t) => !kept.has(t.sha256)).map((t) => t.id));
  const templates = templateShingles(await templateTexts(tx));
  for (const text of wanted) {
    const { id, isNew } = await addText(tx, text);
    if (isNew) await compareStored(tx, id, templates);
  }
}

/** Null where there is no such version. */
export async function entryOfVersion(tx: Tx, versionId: string): Promise<string | null> {
  const [row] = await tx.run<{ id: string }>('select entry_id as id from entry_version where id = $1', [versionId]);
  return row?.id ?? null;
}

/** Oldest first, so that the newest has the highest number. */
async function textsNow(tx: Tx, entryId: string): Promise<NewText[]> {
  const versions = await versionsOf(tx, entryId);
  const found = [...await mailTexts(tx, entryId, versions), ...await documentTexts(tx, entryId, versions)].filter((t) => t.text.length >= LEAST_CHARACTERS);
  let room = MOST_CHARACTERS;
  const newest = found.reverse().slice(0, MOST_TEXTS).filter(({ text }) => (room -= text.length) >= 0);
  return newest.reverse();
}

/** Of mails that hold one entry: in others nobody can tell whose the words are. */
async function mailTexts(tx: Tx, entryId: string, versions: VersionRow[]): Promise<NewText[]> {
  const ids = versions.filter((v) => v.form === '').map((v) => v.messageId);
  if (ids.length === 0) return [];
  const rows = await tx.select({ id: message.id, reading: message.reading, uid: message.uid }).from(message).where(inArray(message.id, ids)).orderBy(message.storedAt, message.uid);
  return rows.map(({ id, reading }) => ({ kind: 'entry', entryId, messageId: id, part: null, label: '', file: null, text: reading?.text ?? '' }));
}

async function documentTexts(tx: Tx, entryId: string, versions: VersionRow[]): Promise<NewText[]> {
  const order = new Map(versions.map((v, i) => [v.messageId, i]));
  const rows = await documentsOfVersions(tx, versions);
  const words = await wordsOf(tx, rows.map((d) => d.id));
  const inOrder = rows.toSorted((a, b) => (order.get(a.messageId) ?? 0) - (order.get(b.messageId) ?? 0));
  return inOrder.map((d) => ({ kind: 'entry', entryId, messageId: d.messageId, part: d.part, label: '', file: d.filename ?? d.storedName, text: words.get(d.id) ?? '' }));
}

async function wordsOf(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.select({ id: document.id, words: document.words }).from(document).where(inArray(document.id, ids));
  return new Map(rows.map((r) => [r.id, r.words ?? '']));
}
