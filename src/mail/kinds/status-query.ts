import type { Kind } from './kind.ts';
import { declaresEntry } from './submission.ts';
import { foldedMail } from './words.ts';
import { phraseIn } from '../../vietnamese/phrases.ts';

const WORDS = ['da nhan duoc chua', 'da nhan duoc bai', 'nhan duoc chua', 'nhan duoc bai chua', 'kiem tra giup', 'kiem tra ho', 'da toi chua', 'da den chua', 'da nhan chua', 'chua thay phan hoi', 'chua nhan duoc xac nhan', 'tinh trang bai', 'tinh trang ho so', 'trang thai bai', 'bai cua toi da', 'xac nhan giup',
  'did you receive', 'have you received', 'did you get my', 'did my entry arrive', 'status of my', 'status of our', 'confirm receipt', 'has my entry'];

/** "Did you get it?" */
export const statusQuery: Kind = {
  kind: 'status-query',
  recognise: (reading, { contest }) => {
    const { both } = foldedMail(reading);
    const says = phraseIn(both, WORDS);
    if (says === null || reading.documents.length > 0 || both.length > 1_500) return [];
    // An entry may be about the very thing: "people follow the state of their files by text message".
    return declaresEntry(reading, contest) ? [] : [`asks "${says}"`];
  },
};
