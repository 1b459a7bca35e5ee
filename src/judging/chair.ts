/** Who of the jury is its chair, by the role as people wrote it. */
import type { LetterKind } from '../../schemas/letters.ts';
import { fold } from '../vietnamese/fold.ts';

/** "Trưởng ban", "Trưởng Ban Giám khảo", "Chủ tịch Hội đồng", "Chair"; no deputy, and nobody who heads something else. */
const CHAIR = /^(?:truong ban(?: giam khao)?|chu tich(?: (?:ban|hoi dong)(?: giam khao| cham thi)?)?|chair(?:man|woman|person)?(?: of the jury)?|head of the jury)$/;

export function isChair({ role }: { role: string | null }): boolean {
  return role !== null && CHAIR.test(fold(role).replace(/\s+/g, ' ').trim());
}

/** Letters to the chair that are answered by a score. */
export const chairLetters = ['chair-request', 'chair-read'] as const satisfies readonly LetterKind[];
