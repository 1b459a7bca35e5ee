/** Texts beside the entries: known initiatives, earlier contests, and what everybody writes. */
import { templateShingles } from '../../similarity/templates.ts';
import { ALGORITHM } from '../../similarity/settings.ts';
import type { Tx } from '../database.ts';
import { compareStored } from './compare.ts';
import { addText, removeTexts, takeComparisonTurn, templateTexts, textsById, type NewText } from './texts.ts';

/** Adds a text to the collection and compares it with the entries; false where it was there. */
export async function importText(tx: Tx, made: Pick<NewText, 'label' | 'file' | 'text'> & { kind: 'known' | 'earlier' }): Promise<boolean> {
  await takeComparisonTurn(tx);
  const { id, isNew } = await addText(tx, { ...made, entryId: null, messageId: null, part: null });
  if (isNew) await compareStored(tx, id, templateShingles(await templateTexts(tx)));
  return isNew;
}

/** From now on words that stand in this text are no sign of a copy; also in what was found before. False where it was there. */
export async function ignoreText(tx: Tx, made: Pick<NewText, 'label' | 'file' | 'text'>): Promise<boolean> {
  await takeComparisonTurn(tx);
  return (await addText(tx, { ...made, kind: 'template', entryId: null, messageId: null, part: null })).isNew;
}

/** The template of this name, in the place of what it said before. Call only after takeComparisonTurn. */
export async function keepTemplate(tx: Tx, label: string, text: string): Promise<void> {
  const { id } = await addText(tx, { kind: 'template', entryId: null, messageId: null, part: null, label, file: null, text });
  const before = await tx.run<{ id: number }>("select id from compared_text where kind = 'template' and label = $1 and id <> $2", [label, id]);
  await removeTexts(tx, before.map((r) => r.id));
}

/** Makes at most `most` texts anew whose fingerprints are of another version, and gives how many; 0 = all are of today. */
export async function rebuildTexts(tx: Tx, most: number): Promise<number> {
  await takeComparisonTurn(tx);
  const stale = await tx.run<{ id: number }>('select id from compared_text where algorithm <> $1 order by id limit $2', [ALGORITHM, most]);
  const templates = templateShingles(await templateTexts(tx));
  for (const old of (await textsById(tx, stale.map((r) => r.id))).reverse()) {
    await removeTexts(tx, [old.id]);
    const { kind, entryId, messageId, part, label, file, text } = old;
    await compareStored(tx, (await addText(tx, { kind, entryId, messageId, part, label, file, text })).id, templates);
  }
  return stale.length;
}
