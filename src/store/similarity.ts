/** Originality: what entries share with one another, with earlier contests and with known initiatives. */
export { compareDocument } from './similarity/compare.ts';
export { compareEntry, entryOfVersion } from './similarity/entry.ts';
export { importText, ignoreText, rebuildTexts } from './similarity/collection.ts';
export { ideaOf, keepMeaning, meaningsOfOthers, nearIdeasOf } from './similarity/meaning.ts';
export { overlapsOf } from './similarity/overlaps.ts';
export { forgetEntryTexts, listTexts, removeTexts, takeComparisonTurn, tryComparisonTurn, type ListedText } from './similarity/texts.ts';
